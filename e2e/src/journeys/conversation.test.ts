import { afterEach, describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { answer, bubbles, openConversation, openPhone } from '../browser/people.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();
afterEach(async () => {
  await stage.home.emulator.resetBehaviours();
});

describe('an agent and a customer', () => {
  it('talk: hello arrives without a reload, the answer goes sent, delivered, read', async () => {
    const { emulator, quickstart } = stage.home;
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await openConversation(page, 'Budi Santoso');
      const phone = await openPhone(await visitor.openTab(), quickstart.emulatorUrl, 'budi', quickstart.phoneNumberId);
      await phone.write('hello');
      await bubbles(page, 'hello').waitFor();

      const box = page.getByRole('textbox', { name: /^Message to/ });
      await box.pressSequentially('Good ');
      await phone.page.getByText('typing…').waitFor();
      await phone.page.close();

      await emulator.setBehaviours({ statuses: { autoDelivered: false } });
      await answer(page, 'Good morning Budi, 20 coffees at nine?');
      const bubble = bubbles(page, '20 coffees at nine?');
      await bubble.getByText('Sent', { exact: true }).waitFor();
      const { wamid } = await waitUntil('the message is in the ledger', async () => {
        const sent = await emulator.allLedgerMessages('out');
        return sent.find((message) => JSON.stringify(message).includes('20 coffees at nine?')) ?? null;
      });
      await emulator.setStatus(wamid, 'delivered');
      await bubble.getByText('Delivered', { exact: true }).waitFor();
      await openPhone(await visitor.openTab(), quickstart.emulatorUrl, 'budi', quickstart.phoneNumberId);
      await bubble.getByText('Read', { exact: true }).waitFor();
      await visitor.inspect('conversation');
      expect(await bubble.count()).toBe(1);
    });
  });

  it('meet again after 24 hours: only a template can be sent until the customer writes', async () => {
    const { emulator, quickstart } = stage.home;
    const wati = await emulator.createCustomer({ name: 'Wati Permata', phone: '6281200000771' });
    const yesterday = Math.floor(Date.now() / 1000) - 25 * 3600;
    await emulator.write(wati.id, { type: 'text', content: { body: 'Is my parcel on its way?' }, timestamp: yesterday });
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await openConversation(page, 'Wati Permata');
      await page.getByText('24 hours have passed').waitFor();
      expect(await page.getByRole('textbox', { name: /^Message to/ }).count()).toBe(0);
      await visitor.inspect('window-closed');
      const phone = await openPhone(await visitor.openTab(), quickstart.emulatorUrl, wati.id, quickstart.phoneNumberId);

      await page.getByRole('button', { name: 'Choose a template' }).click();
      await page.getByRole('button', { name: /shipping_notice/ }).click();
      await page.getByLabel('first name').fill('Wati');
      await page.getByLabel('parcel', { exact: true }).fill('JNE-55120');
      await page.getByLabel('Link of').fill('JNE-55120');
      await visitor.inspect('template-picker');
      await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
      await phone.page.getByText('JNE-55120').first().waitFor();
      await bubbles(page, 'JNE-55120').getByText('Read', { exact: true }).waitFor();

      await phone.write('Thank you!');
      await page.getByRole('textbox', { name: /^Message to/ }).waitFor();
      await answer(page, 'You are welcome');
      await phone.page.getByText('You are welcome').waitFor();
    });
  });

  it('exchange pictures and documents', async () => {
    const { quickstart } = stage.home;
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await openConversation(page, 'Sari Wulandari');
      const phone = await openPhone(await visitor.openTab(), quickstart.emulatorUrl, 'sari', quickstart.phoneNumberId);
      const picture = { name: 'menu.png', mimeType: 'image/png', buffer: await page.screenshot() };
      const paper = { name: 'invoice-1042.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };

      await page.locator('input[type=file]').setInputFiles([picture, paper]);
      await page.getByRole('textbox', { name: /^Message to/ }).fill('Menu and invoice');
      await visitor.inspect('attachments');
      await page.getByRole('textbox', { name: /^Message to/ }).press('Enter');
      await phone.page.getByText('Menu and invoice').waitFor();
      await phone.page.getByText('invoice-1042.pdf').waitFor();

      for (const [kind, file] of [
        ['Photo or video', picture],
        ['Document', { ...paper, name: 'complaint.pdf' }],
      ] as const) {
        await phone.page.getByRole('button', { name: 'Attach' }).click();
        const [chooser] = await Promise.all([
          phone.page.waitForEvent('filechooser'),
          phone.page.getByRole('button', { name: kind }).click(),
        ]);
        await chooser.setFiles(file);
      }
      const received = page.getByRole('log').locator('article[data-message]', { hasNotText: 'Menu and invoice' }).locator('img').last();
      await expect
        .poll(() => received.evaluate((image: { naturalWidth: number }) => image.naturalWidth), { timeout: 30_000 })
        .toBeGreaterThan(0);
      await bubbles(page, 'complaint.pdf').waitFor();
      await visitor.inspect('files');
    });
  });
});

describe('a message that does not go through', () => {
  it('says why in plain words and what to do', async () => {
    const { emulator } = stage.home;
    await emulator.setBehaviours({ statuses: { failProbability: 1, failCode: 131026 } });
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await openConversation(page, 'Priya Nair');
      await answer(page, 'Yes, we deliver on Saturdays');
      const bubble = bubbles(page, 'Yes, we deliver on Saturdays');
      await bubble
        .getByText(/^Failed/)
        .first()
        .waitFor();
      await bubble.getByRole('button', { name: 'Details', exact: true }).click();
      await page.getByRole('dialog').getByText('131026').waitFor();
      await visitor.inspect('failed');
    });
  });

  it('and of which nobody knows the outcome waits for a decision, and is sent again only then', async () => {
    const { emulator } = stage.home;
    await emulator.setBehaviours({ upstream: { reset: { probability: 1 } } });
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await openConversation(page, 'Ana Beatriz Lima');
      await answer(page, 'Temos sim!');
      const bubble = bubbles(page, 'Temos sim!');
      await bubble
        .getByText(/^Outcome unknown/)
        .first()
        .waitFor();
      expect(JSON.stringify(await emulator.allLedgerMessages('out'))).not.toContain('Temos sim!');
      await bubble.getByRole('button', { name: 'Details', exact: true }).click();
      await visitor.inspect('unknown');
      await emulator.resetBehaviours();
      await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Send again' }).click();
      await page.getByRole('dialog').getByText('Delivered').first().waitFor();
      const copies = (await emulator.allLedgerMessages('out')).filter((message) => JSON.stringify(message).includes('Temos sim!'));
      expect(copies).toHaveLength(1);
    });
  });

  it('is held while its template is paused, and can be taken back', async () => {
    const { emulator, client, quickstart } = stage.home;
    const template = (await emulator.templates()).find(({ name }) => name === 'hello_world');
    if (template === undefined) throw new Error('the emulator has no such template');
    await emulator.setTemplateStatus(template.id, 'PAUSED');
    await waitUntil('Kabar knows that the template is paused', async () => {
      const { data } = await client.templates.list({ number_id: quickstart.numberId });
      return data.some(({ name, status }) => name === template.name && status === 'paused');
    });
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await openConversation(page, 'Sari Wulandari');
      const { id } = await client.messages.send({
        number_id: quickstart.numberId,
        to: quickstart.customerPhone,
        type: 'template',
        template: { name: template.name, language: { code: template.language } },
      });
      const bubble = page.locator(`article[data-message="${id}"]`);
      await bubble.getByText('On hold: Template is paused by WhatsApp').waitFor();
      await visitor.inspect('held');
      await bubble.getByRole('button', { name: 'Details', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel the message' }).click();
      await page.getByRole('dialog').getByText('Cancelled', { exact: true }).first().waitFor();
      expect((await client.messages.get(id)).status).toBe('cancelled');
    });
  });
});
