import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { answer, bubbles, openConversation } from '../browser/people.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();

describe('the inbox', () => {
  it('says that it is offline, keeps what was typed, and catches up by itself', async () => {
    const { client, emulator } = stage.home;
    await stage.comeAsOwner(async (visitor) => {
      const { page, context } = visitor;
      await openConversation(page, 'Budi Santoso');
      await visitor.whileCutOff(async () => {
        await context.setOffline(true);
        await page.getByText('You are offline').waitFor();
        await emulator.writeText('budi', 'Are you still open?');
        await answer(page, 'Until nine tonight');
        await page.getByText('Your text is still here').waitFor();
        // The question has arrived at Kabar while this page could not ask for it.
        await waitUntil('Kabar has the question', async () =>
          JSON.stringify(await client.conversations.list({ limit: 10 })).includes('Are you still open?'),
        );
        await visitor.inspect('offline');
        await context.setOffline(false);
        await page.getByText('You are offline').waitFor({ state: 'detached' });
      });
      await bubbles(page, 'Are you still open?').waitFor();
      // The customer's panel may offer the same for itself; the one of the text stands last.
      await page.getByRole('button', { name: 'Try again' }).last().click();
      await bubbles(page, 'Until nine tonight').getByText('Delivered', { exact: true }).waitFor();
      expect(await bubbles(page, 'Are you still open?').count()).toBe(1);
      expect(await bubbles(page, 'Until nine tonight').count()).toBe(1);
    });
    const sent = (await emulator.allLedgerMessages('out')).filter((message) => JSON.stringify(message).includes('Until nine tonight'));
    expect(sent).toHaveLength(1);
  });

  it('goes on after the server was killed and started again: nothing lost, nothing twice', async () => {
    const { client, quickstart } = stage.home;
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await openConversation(page, 'Sari Wulandari');
      const texts = Array.from({ length: 8 }, (_, index) => `Parcel ${index + 1} of 8 is packed`);
      await visitor.whileCutOff(async () => {
        for (const body of texts) {
          await client.messages.send({ number_id: quickstart.numberId, to: quickstart.customerPhone, type: 'text', text: { body } });
        }
        await stage.home.kill();
        await page.getByText('Connecting again').waitFor();
        await page.getByRole('textbox', { name: /^Message to/ }).fill('And on its way');
        await stage.home.start();
        await page.getByText('Connecting again').waitFor({ state: 'detached' });
      });
      await page.getByRole('textbox', { name: /^Message to/ }).press('Enter');
      await bubbles(page, 'And on its way').getByText('Delivered', { exact: true }).waitFor();
      await stage.home.emulator.writeText('sari', 'All eight? Great');
      await bubbles(page, 'All eight? Great').waitFor();
      for (const body of texts) await expect.poll(() => bubbles(page, body).count(), { timeout: 30_000 }).toBe(1);
    });
  });

  it('shows the same in two tabs', async () => {
    const { emulator } = stage.home;
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await openConversation(page, 'Priya Nair');
      const other = await visitor.openTab('/w/kopi-merdeka/inbox');
      const row = other.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: 'Priya Nair' });
      await row.waitFor();
      await answer(page, 'We do, from ten o’clock');
      await row.getByText('We do, from ten o’clock').waitFor();
      await openConversation(other, 'Priya Nair');
      await emulator.writeText('priya', 'Perfect, thanks');
      for (const tab of [page, other]) await bubbles(tab, 'Perfect, thanks').waitFor();
      await answer(other, 'See you then');
      await bubbles(page, 'See you then').getByText('Delivered', { exact: true }).waitFor();
      for (const tab of [page, other]) expect(await bubbles(tab, 'See you then').count()).toBe(1);
    });
  });
});
