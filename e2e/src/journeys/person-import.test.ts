import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();

describe('a person from another Kabar', () => {
  it('is looked at before anything is written, comes in, and is shown with the contact', async () => {
    const { client, folder } = stage.home;
    const [contact] = (await client.contacts.list({ limit: 1 })).data;
    if (contact === undefined) throw new Error('there is no contact');
    const ordered = await client.exports.person(contact.id);
    await waitUntil('the export is ready', async () => (await client.exports.get(ordered.id)).status === 'ready');
    const file = path.join(folder, 'person.zip');
    writeFileSync(file, Buffer.from(await (await client.exports.download(ordered.id)).arrayBuffer()));

    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.goto('/w/kopi-merdeka/contacts/imports');
      await page.getByRole('link', { name: 'A person from another Kabar' }).click();
      await page.getByRole('button', { name: 'Choose the ZIP file' }).waitFor();
      await visitor.inspect('person-import-file');
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByText('This person is here already').waitFor();
      await visitor.inspect('person-import-draft');
      await page.getByRole('button', { name: 'Bring them in' }).click();
      await page.getByRole('heading', { name: 'Result' }).waitFor();
      await visitor.inspect('person-import-result');
      await page.getByRole('link', { name: 'Open the contact' }).click();
      await page.getByRole('tab', { name: 'Conversations' }).click();
      await page.getByText('They were never sent or received here').waitFor();
      await visitor.inspect('person-imported-messages');
    });
    const { data } = await client.contacts.importedMessages(contact.id);
    expect(data.length).toBeGreaterThan(0);
    await stage.comeAsOwner(
      async (visitor) => {
        await visitor.page.goto('/w/kopi-merdeka/contacts/imports/people/new');
        await visitor.page.locator('input[type=file]').setInputFiles(file);
        await visitor.page.getByRole('button', { name: 'Discard the file' }).waitFor();
        await visitor.inspect('person-import-phone');
        await visitor.page.getByRole('button', { name: 'Discard the file' }).click();
        await visitor.page.waitForURL(/contacts\/imports$/);
      },
      { screen: 'phone', colorScheme: 'dark' },
    );
  });
});
