import { afterEach, describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { bubbles, openConversation, openPhone } from '../browser/people.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();
afterEach(async () => {
  await stage.home.emulator.resetBehaviours();
});

describe('a manager', () => {
  it('writes a template, WhatsApp approves it, it is sent from the inbox, and deleted', async () => {
    const { emulator, client, quickstart } = stage.home;
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.getByRole('link', { name: 'Templates', exact: true }).click();
      await page.getByRole('button', { name: 'New template' }).click();
      await page.getByRole('radio', { name: /^Appointment/ }).click();
      await page.getByRole('button', { name: 'Begin', exact: true }).click();

      // Nothing can be submitted before everything is right, and the way leads to the field.
      await page.getByRole('button', { name: 'Submit', exact: true }).click();
      await page.getByText('Give the template a name.').first().waitFor();
      const name = page.getByLabel('Name', { exact: true });
      expect(
        await name.evaluate(
          (field: unknown) => field === (globalThis as { document?: { activeElement: unknown } }).document?.activeElement,
        ),
      ).toBe(true);
      await name.fill('Visit Tomorrow');
      expect(await name.inputValue()).toBe('visit_tomorrow');

      const text = page.getByRole('textbox', { name: 'Text', exact: true });
      await text.fill('Hi {{1}}, your visit to us is on {{3}}');
      await page.getByText('{{2}} is missing').first().waitFor();
      await page.getByRole('button', { name: 'Number them again from 1' }).click();
      await text.press('End');
      await text.pressSequentially(', see you there!');
      expect(await text.inputValue()).toBe('Hi {{1}}, your visit to us is on {{2}}, see you there!');
      await page.getByLabel('Sample for {{2}}').fill('Monday');
      await page.getByRole('complementary', { name: 'Preview' }).getByText('your visit to us is on Monday').waitFor();
      await page.getByText('Draft saved').waitFor();
      await visitor.inspect('template-builder');

      // What is written survives a reload.
      await page.reload();
      expect(await text.inputValue()).toBe('Hi {{1}}, your visit to us is on {{2}}, see you there!');

      // Held back, so that the time in review can be seen.
      await emulator.setBehaviours({ templates: { review: 'never' } });
      await page.getByRole('button', { name: 'Submit', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'visit_tomorrow' }).waitFor();
      await page.getByText('WhatsApp is reading it.').waitFor();
      await visitor.inspect('template-in-review');

      const made = (await emulator.templates()).find((template) => template.name === 'visit_tomorrow');
      if (made === undefined) throw new Error('the template has not reached the emulator');
      await emulator.setTemplateStatus(made.id, 'APPROVED');
      await page.getByText('It can be sent.').waitFor();

      const wati = await emulator.createCustomer({ name: 'Wati Permata', phone: '6281200000772' });
      const yesterday = Math.floor(Date.now() / 1000) - 25 * 3600;
      await emulator.write(wati.id, { type: 'text', content: { body: 'May I come tomorrow?' }, timestamp: yesterday });
      await page.getByRole('link', { name: 'Inbox' }).first().click();
      await openConversation(page, 'Wati Permata');
      const phone = await openPhone(await visitor.openTab(), quickstart.emulatorUrl, wati.id, quickstart.phoneNumberId);
      await page.getByRole('button', { name: 'Choose a template' }).click();
      await page.getByRole('button', { name: /visit_tomorrow/ }).click();
      await page.getByLabel('{{1}}').fill('Wati');
      await page.getByLabel('{{2}}').fill('Tuesday');
      await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
      await phone.page.getByText('your visit to us is on Tuesday').first().waitFor();
      await bubbles(page, 'your visit to us is on Tuesday').getByText('Read', { exact: true }).waitFor();

      await page.getByRole('link', { name: 'Templates', exact: true }).click();
      await page.getByRole('searchbox', { name: 'Search by name' }).fill('visit');
      const row = page.getByRole('row', { name: 'visit_tomorrow' });
      // It says when it was last sent.
      await row.locator('time').waitFor();
      await row.press('Enter');
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByRole('alertdialog').getByText('locks the name').waitFor();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('heading', { level: 1, name: 'Templates' }).waitFor();
      await waitUntil('the template is gone', async () => {
        const { data } = await client.templates.list({ number_id: quickstart.numberId });
        return data.every((template) => template.name !== 'visit_tomorrow' || template.status === 'deleted');
      });
    });
  });

  it('writes an offer with a picture, and begins it in another language', async () => {
    const { quickstart } = stage.home;
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.goto('/w/kopi-merdeka/templates?new=true');
      await page.getByRole('radio', { name: /^Offer/ }).click();
      await page.getByRole('button', { name: 'Begin', exact: true }).click();
      await page.getByLabel('Name', { exact: true }).fill('second_coffee');
      const picture = { name: 'coffee.png', mimeType: 'image/png', buffer: await page.screenshot() };
      await page.locator('input[type=file]').setInputFiles(picture);
      await page.getByText('coffee.png').waitFor();
      const preview = page.getByRole('complementary', { name: 'Preview' });
      const shown = preview.getByRole('img', { name: 'Photo' });
      await expect
        .poll(() => shown.evaluate((image: { naturalWidth: number }) => image.naturalWidth), { timeout: 30_000 })
        .toBeGreaterThan(0);
      await preview.getByText('Everything that WhatsApp is known to check is right.').waitFor();

      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Add a language' }).click();
      await page.getByRole('dialog').getByRole('combobox', { name: 'Language' }).fill('Indonesian');
      await page.getByRole('option', { name: /^Indonesian/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Add it' }).click();
      await page.locator('[aria-current=page]', { hasText: 'Indonesian' }).waitFor();
      await page
        .getByRole('textbox', { name: 'Text', exact: true })
        .fill('Halo {{1}}, minggu ini setiap kopi kedua gratis dari kami. Ajak temanmu!');
      await page.getByText('Draft saved').waitFor();

      await page.getByRole('button', { name: 'Submit', exact: true }).click();
      await page.getByRole('dialog').getByText('2 languages are submitted.').waitFor();
      await visitor.inspect('template-submit');
      await page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'second_coffee' }).waitFor();
      await waitUntil('both languages are approved', async () => {
        const { data } = await stage.home.client.templates.list({ number_id: quickstart.numberId, q: 'second_coffee' });
        return data.length === 2 && data.every((template) => template.status === 'approved');
      });
      await page.getByText('It can be sent.').waitFor();
      await page
        .getByRole('navigation', { name: 'Languages' })
        .getByRole('link', { name: /English/ })
        .waitFor();
    });
  });
});
