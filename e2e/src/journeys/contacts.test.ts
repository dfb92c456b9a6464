import { beforeAll, describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { openConversation } from '../browser/people.ts';

const stage = furnish();
const contactsPage = '/w/kopi-merdeka/contacts';

beforeAll(async () => {
  const { apiUrl, apiKey } = stage.home.quickstart;
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(201);
  };
  await post('/v1/tags', { name: 'Regular', color: 'green' });
  await post('/v1/attributes', { key: 'birthday', label: 'Birthday', type: 'date' });
  await post('/v1/attributes', {
    key: 'city',
    label: 'City',
    type: 'choice',
    sensitivity: 'plain',
    choices: [
      { key: 'bdg', label: 'Bandung' },
      { key: 'jkt', label: 'Jakarta' },
    ],
  });
});

describe('a contact', () => {
  it('is added by hand, described, tagged, noted, and found again by a filter that becomes a segment', async () => {
    await stage.comeAsOwner(async ({ page, inspect }) => {
      await page.goto(contactsPage);
      await page.getByRole('button', { name: 'New contact' }).click();
      await page.getByRole('button', { name: 'Add the contact' }).click();
      await page.getByText('Write the phone number.').waitFor();
      await page.getByLabel('Phone number', { exact: true }).fill('+62 812-0000-0901');
      await page.getByRole('dialog').getByLabel(/^Name/).fill('Ratna Kusuma');
      await page.getByRole('button', { name: 'Add the contact' }).click();
      await page.getByRole('heading', { name: 'Ratna Kusuma', level: 1 }).waitFor();

      await page.getByRole('button', { name: /^Change Birthday/ }).click();
      await page.getByLabel('Birthday').fill('1990-04-21');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('button', { name: 'Change Birthday: 21 Apr 1990' }).waitFor();
      await page.getByRole('button', { name: /^Change City/ }).click();
      await page.getByRole('combobox', { name: 'City' }).click();
      await page.getByRole('option', { name: 'Bandung' }).click();
      await page.getByRole('button', { name: 'Change City: Bandung' }).waitFor();

      await page.getByRole('button', { name: 'Tag', exact: true }).click();
      await page.getByRole('option', { name: 'Regular' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Remove the tag Regular' }).waitFor();
      await page.getByRole('button', { name: 'Write a note' }).click();
      await page.getByLabel('New note about the contact').fill('Likes her coffee black.');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Likes her coffee black.').waitFor();
      await page.getByText('You added the tag Regular').waitFor();
      await inspect('contact-described');

      await page.goto(contactsPage);
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('button', { name: 'Choose', exact: true }).click();
      await page.getByRole('option', { name: 'Regular' }).click();
      await page.keyboard.press('Escape');
      await inspect('contacts-filter');
      await page.getByRole('button', { name: 'Show 1 contact' }).click();
      await page.getByText('Tagged Regular').waitFor();
      await page.getByRole('button', { name: 'Save as segment' }).click();
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Regulars');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      const segments = page.getByRole('navigation', { name: 'Segments' });
      await segments.getByRole('link', { name: /Regulars\s*1/ }).waitFor();
      await page.getByRole('row', { name: 'Ratna Kusuma' }).waitFor();
      expect(await page.getByRole('row').count()).toBe(2);
    });
  });

  it('is found by its whole number in any spelling, and a second one with the same number is not made', async () => {
    await stage.comeAsOwner(async ({ page }) => {
      await page.goto(contactsPage);
      await page.getByRole('searchbox', { name: 'Name or whole phone number' }).fill('+62 (812) 0000 0901');
      await page.getByText('Searching all contacts.').waitFor();
      await page.getByRole('row', { name: 'Ratna Kusuma' }).waitFor();
      await page.getByRole('button', { name: 'New contact' }).click();
      await page.getByLabel('Phone number', { exact: true }).fill('+6281200000901');
      await page.getByRole('button', { name: 'Add the contact' }).click();
      await page.getByText('Somebody has this number already').waitFor();
      await page.getByRole('dialog').getByRole('link', { name: 'Ratna Kusuma' }).waitFor();
    });
  });

  it('stops marketing with one press beside the conversation, and comes back only with evidence', async () => {
    await stage.comeAsOwner(async ({ page, inspect }) => {
      await openConversation(page, 'Sari Wulandari');
      const customer = page.getByRole('complementary', { name: 'Customer' });
      await customer.getByRole('button', { name: 'Stop', exact: true }).click();
      await customer.getByText('Stopped', { exact: true }).waitFor();
      await inspect('customer-pane');
      await customer.getByRole('link', { name: 'Everything about them' }).click();
      await page.getByRole('tab', { name: 'Consent' }).click();
      await page.getByText('Marketing messages are not sent: they stopped them.').waitFor();
      await page.getByRole('button', { name: 'Record', exact: true }).click();
      await page.getByRole('radio', { name: /They want it again/ }).waitFor();
      await page.getByRole('button', { name: 'Write it down' }).click();
      await page.getByText('Write how you know that they agreed.').waitFor();
      await page.getByLabel('How you know').fill('Asked for offers at the counter today');
      await page.getByRole('button', { name: 'Write it down' }).click();
      await page.getByText('Marketing messages may be sent to them.').waitFor();
      await page.getByText('Asked for offers at the counter today').waitFor();
      await inspect('contact-consent');
    });
  });

  it('goes into another one, is taken apart again, and is blocked and unblocked', async () => {
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await stage.home.client.contacts.create({ phone: '+6281200000902', name: 'Ratna K.' });
      await page.goto(`${contactsPage}#Ratna%20Kusuma`);
      await page.getByRole('row', { name: 'Ratna Kusuma' }).getByRole('link').click();
      await page.getByRole('heading', { name: 'Ratna Kusuma', level: 1 }).waitFor();

      // The number of somebody else leads to the question whether both are one.
      await page.getByRole('button', { name: 'Phone number', exact: true }).click();
      await page.getByLabel('Phone number', { exact: true }).fill('+6281200000902');
      visitor.expectRefusal(/^409 POST \/v1\/contacts\/[^/]+\/identifiers$/);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('button', { name: 'Merge', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Merge with Ratna Kusuma' });
      await dialog.getByRole('radio', { name: 'Ratna K.' }).click();
      await visitor.inspect('merge-contacts');
      await dialog.getByRole('button', { name: 'Merge into one contact' }).click();
      await page.getByRole('heading', { name: 'Ratna K.', level: 1 }).waitFor();
      await page.getByText('+62 812 0000 0902').first().waitFor();
      await page.getByRole('tab', { name: 'Merges' }).click();
      await page.getByRole('button', { name: 'Take apart' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Take apart' }).click();
      await page.getByRole('heading', { name: 'Ratna Kusuma', level: 1 }).waitFor();
      await page.getByText(/^Taken apart on/).waitFor();

      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Block' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Block', exact: true }).click();
      await page.getByText('This contact is blocked: nothing is sent to them.').waitFor();
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Unblock' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Unblock' }).click();
      await page.getByText('This contact is blocked: nothing is sent to them.').waitFor({ state: 'detached' });
    });
  });

  it('can be taken along: one person as a whole, and a list as a table', async () => {
    await stage.comeAsOwner(async ({ page }) => {
      await page.goto(contactsPage);
      await page.getByRole('button', { name: 'Export contacts' }).click();
      await page.getByRole('button', { name: 'Write the file' }).click();
      const download = page.getByRole('dialog').getByRole('button', { name: 'Download' });
      await download.waitFor();
      const [csv] = await Promise.all([page.waitForEvent('download'), download.click()]);
      expect(csv.suggestedFilename()).toBe('contacts.csv');
    });
  });
});

describe('a file of contacts', () => {
  const csv =
    'Phone,Name,City\n+62 812-0000-0911,Wayan Sudarta,Bandung\nnot a number,Nobody,Bandung\n+62 812-0000-0912,Made Artini,Jakarta\n';

  it('is imported with its errors told, and undone', async () => {
    await stage.comeAsOwner(async ({ page, inspect }) => {
      await page.goto(contactsPage);
      await page.getByRole('link', { name: 'Import', exact: true }).click();
      await page.getByText('Import a file').first().click();
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose a file' }).click()]);
      await chooser.setFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByLabel('Where these people are from').fill('Orders in our shop since 2024');
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByText('Wayan Sudarta').waitFor();
      await inspect('import-preview');
      await page.getByRole('button', { name: 'Import 3 rows' }).click();
      await page.getByRole('button', { name: 'Undo the import' }).waitFor();
      const [errors] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Rows with errors (CSV)' }).click(),
      ]);
      expect(errors.suggestedFilename()).toMatch(/\.csv$/);
      await inspect('import-result');
      await page.getByRole('button', { name: 'Undo the import' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Undo the import' }).click();
      await page.getByText('The import was undone').waitFor();
      await page.goto(`${contactsPage}#Wayan`);
      await page.getByText('Nobody found').waitFor();
    });
  });
});
