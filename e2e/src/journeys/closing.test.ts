import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';

const stage = furnish();
const general = '/w/kopi-merdeka/settings/workspace';

describe('an owner who closes the workspace', () => {
  it('takes everything along, finds it read-only, and opens it again', async () => {
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.goto(general);
      await page.getByRole('button', { name: 'Write the file' }).click();
      await page.getByRole('button', { name: 'Download' }).waitFor();
      await page.getByRole('button', { name: 'Close workspace …' }).click();
      const dialog = page.getByRole('dialog', { name: 'Close “Kopi Merdeka”?' });
      const confirm = dialog.getByRole('button', { name: 'Close this workspace' });
      await dialog.getByLabel('Type the name of the workspace').fill('Kopi');
      expect(await confirm.isDisabled()).toBe(true);
      await dialog.getByLabel('Type the name of the workspace').fill('Kopi Merdeka');
      await visitor.inspect('close-workspace-dialog');
      await confirm.click();
      const banner = page.getByText('This workspace is closing');
      await banner.waitFor();
      await visitor.inspect('closing-workspace');

      const refused = await stage.home.client.contacts
        .create({ phone: '+62 812-0000-7777' })
        .catch((error: { code: string }) => error.code);
      expect(refused).toBe('workspace_closing');
      expect((await stage.home.client.conversations.list({})).data.length).toBeGreaterThan(0);

      await page.goto('/w/kopi-merdeka/inbox');
      await page.getByRole('button', { name: 'Reopen it' }).click();
      await page.getByText('The workspace is open again').waitFor();
      await banner.waitFor({ state: 'detached' });
    });
  });

  it('reads the same on a phone in the dark', async () => {
    await stage.comeAsOwner(
      async (visitor) => {
        await visitor.page.goto(general);
        await visitor.page.getByRole('button', { name: 'Close workspace …' }).waitFor();
        await visitor.inspect('close-workspace-phone');
      },
      { screen: 'phone', colorScheme: 'dark' },
    );
  });
});
