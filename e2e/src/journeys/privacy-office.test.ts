import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';

const stage = furnish();
const office = '/w/kopi-merdeka/privacy';

describe('a privacy officer', () => {
  it('begins the week on one screen, and finds from there what waits', async () => {
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.goto(office);
      await page.getByRole('heading', { name: 'What waits for you' }).waitFor();
      await page.getByText('Nobody has decided how long data is kept').waitFor();
      await page.getByText('You have no privacy notice yet').waitFor();
      await page.getByText('Promises that hold').waitFor();
      await visitor.inspect('privacy-overview');
      await page.getByRole('link', { name: /Nobody has decided/ }).click();
      await page.waitForURL(/privacy\/retention/);
    });
    await stage.comeAsOwner(
      async (visitor) => {
        await visitor.page.goto(office);
        await visitor.page.getByText('Nobody has decided how long data is kept').waitFor();
        await visitor.inspect('privacy-overview-phone');
      },
      { screen: 'phone', colorScheme: 'dark' },
    );
  });

  it('leads an erasure from what somebody said on the phone to the receipt', async () => {
    const { customerPhone } = stage.home.quickstart;
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.goto(`${office}/requests`);
      await page.getByRole('button', { name: 'Record a request' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Record a request' });
      await dialog.getByRole('combobox', { name: 'What do they want?' }).click();
      await page
        .getByRole('option', { name: /Erase|erased/ })
        .first()
        .click();
      await dialog.getByLabel('Phone number').fill(customerPhone);
      await dialog.getByLabel('In their words').fill('Please forget me.');
      await dialog.getByRole('button', { name: 'Record it' }).click();
      await page.getByText('Make sure that it is them').waitFor();
      await visitor.inspect('privacy-request');

      const [request] = (await stage.home.client.privacyRequests.list({ tab: 'open' })).data;
      if (request === undefined) throw new Error('the request is not there');
      await stage.home.client.privacyRequests.judgeIdentity(request.id, {
        reason: 'I know the voice and called back on the number we have',
      });
      await stage.home.client.privacyRequests.start(request.id);
      await stage.home.client.privacyRequests.beginNow(request.id);
      await page.getByText('Receipt').first().waitFor({ timeout: 90_000 });
      const receipt = await stage.home.client.privacyRequests.receipt(request.id);
      expect(receipt.document).toMatchObject({ kind: 'erase', left: [] });
      await visitor.inspect('privacy-request-done');
    });
  });
});
