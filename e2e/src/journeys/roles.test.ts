import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { signIn } from '../browser/people.ts';

const stage = furnish();

describe('roles', () => {
  it('are made, compared, given and deleted on one page', async () => {
    await stage.comeAsOwner(async (owner) => {
      const { page } = owner;
      await page.goto('/w/kopi-merdeka/settings/roles');
      await page.getByRole('heading', { name: 'Roles', level: 1 }).waitFor();
      await page.getByRole('region', { name: 'What each role allows' }).waitFor();
      await owner.inspect('roles');
      await page.getByRole('button', { name: 'New role' }).click();
      await page.getByLabel('Name').fill('Cashier');
      await page.getByRole('radio', { name: /^Chosen numbers and teams/ }).click();
      await owner.inspect('role-dialog');
      await page.getByRole('button', { name: 'Add numbers' }).click();
      await page.getByRole('option').first().click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Create the role' }).click();
      await page.getByText('The role “Cashier” is there').waitFor();
      await owner.inspect('roles-own');
      await page.getByRole('button', { name: 'What to do with Cashier' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByText('Delete the role “Cashier”?').waitFor();
      // The press was for the menu alone: the editor of the row below stays shut.
      expect(new URL(page.url()).search).toBe('');
      await owner.inspect('role-delete');
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('The role “Cashier” is deleted').waitFor();
      expect(await page.getByText('Cashier', { exact: true }).count()).toBe(0);
    });
  });

  it.each([
    ['phone', 'light'],
    ['phone', 'dark'],
    ['desk', 'dark'],
  ] as const)('stand on a %s in the %s', async (screen, colorScheme) => {
    await stage.comeAnew(
      async (visitor) => {
        await signIn(visitor.page, stage.home.quickstart.login);
        await visitor.page.goto('/w/kopi-merdeka/settings/roles?edit=new');
        await visitor.page.getByRole('dialog').waitFor();
        await visitor.inspect(`role-dialog-${screen}-${colorScheme}`);
        await visitor.page.goto('/w/kopi-merdeka/settings/roles');
        await visitor.page.getByRole('region', { name: 'What each role allows' }).waitFor();
        await visitor.inspect(`roles-${screen}-${colorScheme}`);
      },
      { screen, colorScheme },
    );
  });
});
