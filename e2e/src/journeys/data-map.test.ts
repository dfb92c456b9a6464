import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();

it('a privacy officer finds what is held about customers, takes the record along, and stops search from reading messages', async () => {
  const { client } = stage.home;
  await stage.comeAsOwner(async (visitor) => {
    const { page } = visitor;
    await page.goto('/w/kopi-merdeka/privacy/data');
    await page.getByRole('searchbox', { name: 'Search places and fields' }).fill('profile_name');
    await page.getByText('1 place', { exact: true }).first().waitFor();
    await page.getByRole('row', { name: /Customers: name, country, stage/ }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('name_sealed, profile_name_sealed').waitFor();
    await visitor.inspect('data-map-place');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Record of processing' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Table (CSV)' }).click()]);
    expect(await readFile(await file.path(), 'utf8')).toContain('Talk with customers');

    const found = async (): Promise<number> => (await client.search.find({ q: 'halo', in: 'messages' })).messages.length;
    await waitUntil('the index to know a message', async () => (await found()) > 0);
    await page.goto('/w/kopi-merdeka/privacy/readings');
    await page.getByRole('switch', { name: /Search in messages and notes/ }).click();
    await visitor.inspect('reading-warning');
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('Switched off: Search in messages and notes').waitFor();
    await waitUntil('the index to be emptied', async () => (await found()) === 0);
    await page.goto('/w/kopi-merdeka/search');
    await page.getByRole('searchbox').first().fill('halo');
    await page.getByText('This workspace does not have messages and notes searched.').waitFor();
  });
});
