import { expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';

const stage = furnish();
const office = '/w/kopi-merdeka/privacy/retention';

it('an owner keeps a promise that collides with a law by sealing, and cannot open what is sealed alone', async () => {
  await stage.comeAsOwner(async (owner) => {
    const { page } = owner;
    await page.goto(office);
    await page.getByRole('checkbox', { name: 'India' }).check();
    await page.getByRole('radio', { name: /Gateway, 30 days/ }).click();
    await page.getByText(/^Two rules collide/).waitFor();
    await owner.inspect('sealed-collision');
    await page.getByRole('button', { name: 'Keep a sealed copy', exact: true }).click();
    await page.getByText(/^Two rules collide/).waitFor({ state: 'detached' });
    expect(await page.getByRole('checkbox', { name: /Keep a sealed copy of messages/ }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'See what this removes' }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^Save/ }).click();
    await page.getByText('Saved. A sweep is on its way').waitFor();

    await page.goto(`${office}?tab=sealed`);
    await page.getByText('Nobody asked to open anything').waitFor();
    await page.getByRole('button', { name: 'Ask to open records' }).click();
    await page.getByLabel('Why they are needed').fill('An order of the court');
    await owner.inspect('sealed-ask');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('Waits for a second person').waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Download' }).count()).toBe(0);
    await owner.inspect('sealed-openings');
  });
});

it('the sealed records fit a phone', async () => {
  await stage.comeAsOwner(
    async (owner) => {
      await owner.page.goto(`${office}?tab=sealed`);
      await owner.page.getByText('Waits for a second person').waitFor();
      await owner.inspect('sealed-phone');
    },
    { screen: 'phone', colorScheme: 'dark' },
  );
});
