import { expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { answer, openConversation, openPhone } from '../browser/people.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();

/** Sends the marketing template of the emulator's account to the customer, and gives what became of it. */
async function advertise(): Promise<{ status: string; reason: string | null }> {
  const { client, quickstart } = stage.home;
  const { id } = await client.messages.send({
    number_id: quickstart.numberId,
    to: quickstart.customerPhone,
    type: 'template',
    template: { name: 'consent_news', language: { code: 'en_US' } },
  });
  let story = await client.messages.get(id);
  await waitUntil('the fate of the advertisement', async () => {
    story = await client.messages.get(id);
    return !['queued', 'sending', 'held'].includes(story.status);
  });
  return { status: story.status, reason: story.reason?.code ?? null };
}

it('a customer says stop and start, a person decides what is doubtful, and a number is suppressed by hand', async () => {
  const { client, emulator, quickstart } = stage.home;
  const template = await client.templates.create({
    number_id: quickstart.numberId,
    name: 'consent_news',
    language: 'en_US',
    category: 'marketing',
    components: [{ type: 'BODY', text: 'Our new beans have arrived. Come and taste them this week.' }],
  });
  await waitUntil('WhatsApp to approve it', async () => (await client.templates.get(template.id)).status === 'approved');
  const onPhone = async (words: string): Promise<number> =>
    JSON.stringify(await emulator.chat('sari', quickstart.phoneNumberId)).split(words).length - 1;

  await stage.comeAsOwner(async (visitor) => {
    const { page } = visitor;
    const phone = await openPhone(await visitor.openTab(), quickstart.emulatorUrl, 'sari', quickstart.phoneNumberId);

    // STOP, said twice, is confirmed once.
    await phone.write('STOP');
    await waitUntil('the confirmation', async () => (await onPhone('You will not get marketing messages')) > 0);
    await phone.write('stop!');
    expect(await advertise()).toEqual({ status: 'skipped', reason: 'marketing_stopped' });
    expect(await onPhone('You will not get marketing messages')).toBe(1);
    await openConversation(page, 'Sari Wulandari');
    await page.getByText('The customer stopped marketing messages').first().waitFor();

    await phone.write('START');
    await waitUntil('the second confirmation', async () => (await onPhone('You will get our marketing messages again')) > 0);
    expect((await advertise()).status).not.toBe('skipped');

    // What may mean something else waits for a person.
    await phone.write('please stop the delivery to my office');
    await page.goto('/w/kopi-merdeka/settings/consent?tab=doubts');
    await page.getByText('please stop the delivery to my office').waitFor();
    await visitor.inspect('consent-doubts');
    expect((await advertise()).status).not.toBe('skipped');
    await page.getByRole('button', { name: 'Stop marketing' }).click();
    await page.getByRole('heading', { name: 'Nothing to decide' }).waitFor();
    expect(await advertise()).toEqual({ status: 'skipped', reason: 'marketing_stopped' });

    // The words can be tried before anybody writes them.
    await page.getByRole('tab', { name: 'Words' }).click();
    await page.getByLabel('What a customer might write').fill('jangan kirim promo lagi');
    await page.getByText('Kabar stops marketing for this customer').waitFor();
    await page.getByLabel('Words that mean stop').fill('cukup ya kak');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Consent settings saved').waitFor();
    await page.getByLabel('What a customer might write').fill('Cukup ya, Kak!');
    await page.getByText('Kabar stops marketing for this customer').waitFor();

    // Added by hand: nothing at all goes out.
    await page.getByRole('tab', { name: 'Suppression list' }).click();
    await page.getByRole('button', { name: 'Add a number' }).click();
    await page.getByRole('button', { name: 'Suppress', exact: true }).click();
    await page.getByText('Write the whole number with its country code.').waitFor();
    await page.getByRole('dialog').getByLabel('Phone number').fill(quickstart.customerPhone);
    await page.getByRole('radio', { name: /^No message at all/ }).click();
    await page.getByLabel('How you know').fill('Told us at the counter');
    await page.getByRole('button', { name: 'Suppress', exact: true }).click();
    await page.getByText('The number is suppressed').waitFor();
    await page.getByText('Told us at the counter').waitFor();
    expect(await advertise()).toEqual({ status: 'skipped', reason: 'contact_suppressed' });

    // Lifted on the customer's wish, with evidence.
    await page
      .getByRole('row', { name: /Told us at the counter/ })
      .getByRole('button', { name: 'Lift' })
      .click();
    await page.getByLabel('How you know that they want messages again').fill('Asked for it at the counter');
    await page.getByRole('dialog').getByRole('button', { name: 'Lift' }).click();
    await page.getByText('The suppression is lifted').waitFor();
  });
});

it('the report shows what was answered', async () => {
  const { quickstart } = stage.home;
  await stage.comeAsOwner(async (visitor) => {
    const { page } = visitor;
    const phone = await openPhone(await visitor.openTab(), quickstart.emulatorUrl, 'budi', quickstart.phoneNumberId);
    await phone.write('Are you open on Sunday?');
    await openConversation(page, 'Budi Santoso');
    await answer(page, 'Yes, from 8 to 16.');
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(new Date());
    await waitUntil('the answer to be counted', async () => {
      const report = await stage.home.client.reports.inbox({ from: today, until: today });
      return report.total.first_reply.count > 0;
    });
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Reports', exact: true }).click();
    await page.getByRole('button', { name: 'Today' }).click();
    await page.waitForURL(/period=1(&|$)/);
    await page.getByText('9 of 10 within').first().waitFor();
    await page.getByRole('button', { name: 'How this is counted' }).click();
    await page.getByText('Automatic messages are no reply.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show data' }).first().click();
    await page.getByRole('table', { name: 'Conversations' }).waitFor();
    await page.getByRole('combobox', { name: 'Rows' }).click();
    await page.getByRole('option', { name: 'By member' }).click();
    await page.getByRole('table', { name: 'Figures' }).getByText('Dewi Lestari').waitFor();
    await visitor.inspect('report-by-member');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);
    expect(file.suggestedFilename()).toBe(`inbox-${today}-${today}-member.csv`);
  });
});
