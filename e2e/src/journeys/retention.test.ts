import { expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';

const stage = furnish();
const office = '/w/kopi-merdeka/privacy/retention';

it('an owner sees which two rules collide, decides, and puts a hold on one person', async () => {
  const { quickstart } = stage.home;
  await stage.comeAsOwner(async (owner) => {
    const { page } = owner;
    await page.goto(office);
    await page.getByText('Nobody has decided yet').waitFor();
    await owner.inspect('retention');

    // Thirty days for everybody, and a law that asks for a year: what cannot be true has no button to save it.
    await page.getByRole('checkbox', { name: 'India' }).check();
    await page.getByRole('radio', { name: /Gateway, 30 days/ }).click();
    await page.getByText(/^Two rules collide/).waitFor();
    await page.getByRole('button', { name: 'See what this removes' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Keep at least 12 months/).waitFor();
    expect(await dialog.getByRole('button', { name: /Save/ }).count()).toBe(0);
    await owner.inspect('retention-collision');
    await dialog.getByRole('button', { name: 'We serve nobody in India' }).click();
    await dialog.getByRole('button', { name: /^Save/ }).click();
    await page.getByText('Saved. A sweep is on its way').waitFor();
    await page.reload();
    await page.getByText('Kept for 30 days').first().waitFor();

    await page.goto(`${office}?tab=holds`);
    await page.getByText('Nothing is held').waitFor();
    await page.getByRole('button', { name: 'Put a hold on data' }).click();
    await page.getByLabel('Why').fill('A dispute about a delivery');
    await page.getByLabel('Phone number of the contact').fill(quickstart.customerPhone);
    await owner.inspect('retention-hold');
    await page.getByRole('button', { name: 'Put the hold' }).click();
    await page.getByText('A dispute about a delivery').waitFor();
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByLabel('Why it is not needed any more').fill('Settled');
    await page.getByRole('button', { name: 'Release the hold' }).click();
    await page.getByText('Nothing is held').waitFor();

    await page.goto(`${office}?tab=receipts`);
    await page.getByText('Nothing was removed yet').waitFor();
    await owner.inspect('retention-receipts');
  });
});

it('the page fits a phone', async () => {
  await stage.comeAsOwner(
    async (owner) => {
      await owner.page.goto(office);
      await owner.page.getByRole('button', { name: 'See what this removes' }).waitFor();
      await owner.inspect('retention-phone');
      await owner.page.goto(`${office}?tab=holds`);
      await owner.page.getByRole('button', { name: 'Put a hold on data' }).waitFor();
      await owner.inspect('retention-phone-holds');
    },
    { screen: 'phone', colorScheme: 'dark' },
  );
});
