import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { followMail, openConversation, signIn } from '../browser/people.ts';

const stage = furnish();
const agus = { email: 'agus@toko.example', password: 'a kettle sings at dawn' };

describe('a team', () => {
  it('grows by a mail, and each sees only what their role may use', async () => {
    const { emulatorUrl } = stage.home.quickstart;
    await stage.comeAsOwner(async (owner) => {
      await owner.page.goto('/w/kopi-merdeka/settings/members');
      await owner.page.getByRole('button', { name: 'Invite a person' }).click();
      await owner.page.getByLabel('E-mail').fill(agus.email);
      await owner.page.getByRole('button', { name: 'Send the invitation' }).click();
      await owner.page.getByText('The invitation is on its way').waitFor();
      await owner.inspect('members-invited');

      await stage.comeAnew(async (visitor) => {
        const mailbox = visitor.page;
        await mailbox.goto(`${emulatorUrl}/mailbox`);
        const page = await followMail(mailbox, agus.email, '/accept-invitation');
        await page.getByRole('heading', { name: 'Join Kopi Merdeka' }).waitFor();
        await visitor.inspect('invitation', page);
        await page.getByLabel('Your name').fill('Agus Salim');
        await page.getByLabel('Password', { exact: true }).fill(agus.password);
        await page.getByRole('checkbox', { name: 'I am at least 18 years old' }).click();
        await page.getByRole('button', { name: 'Create the account' }).click();
        await openConversation(page, 'Sari Wulandari');

        const places = page.getByRole('navigation', { name: 'Main' });
        expect(await places.getByRole('link').allInnerTexts()).not.toEqual(expect.arrayContaining(['Developers']));
        await page.goto('/w/kopi-merdeka/developers/api-keys');
        await page.getByText('does not allow').waitFor();
        await visitor.inspect('no-permission', page);

        await owner.page.reload();
        await owner.page.getByRole('combobox', { name: 'Role of Agus Salim' }).click();
        await owner.page.getByRole('option', { name: /^Admin/ }).click();
        await owner.page.getByText('Agus Salim is now Admin').waitFor();
        // It reaches the open page of the other person without a reload.
        await places.getByRole('link', { name: 'Developers' }).waitFor();
      });
    });
  });

  it('keeps workspaces apart for somebody who belongs to two', async () => {
    await stage.comeAnew(async (visitor) => {
      const { page } = visitor;
      await signIn(page, agus);
      await page.getByRole('button', { name: /^Workspace: Kopi Merdeka/ }).click();
      await page.getByRole('menuitem', { name: 'Create a workspace' }).click();
      await page.getByLabel('Name of the business').fill('Toko Agus');
      await page.getByRole('button', { name: 'Create the workspace' }).click();
      await page.getByRole('heading', { name: 'First steps', level: 1 }).waitFor();
      await page.getByRole('link', { name: 'Inbox' }).click();
      await page.getByText('No open conversations').waitFor();
      await page.getByRole('button', { name: /^Workspace: Toko Agus/ }).click();
      await visitor.inspect('workspaces');
      await page.getByRole('menuitem', { name: /Kopi Merdeka/ }).click();
      await openConversation(page, 'Sari Wulandari');
      const { pathname } = new URL(page.url());
      visitor.expectRefusal(/^404 GET \/v1\/conversations\//);
      await page.goto(pathname.replace('kopi-merdeka', 'toko-agus'));
      await page.getByText('This conversation does not exist').waitFor();
    });
  });

  it('makes an API key, uses it, and takes it back within a second', async () => {
    const { apiUrl } = stage.home.quickstart;
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.goto('/w/kopi-merdeka/developers/api-keys');
      await page.getByRole('button', { name: 'Create an API key' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Warehouse');
      await page.getByRole('button', { name: 'Create the key' }).click();
      const key = await page.getByLabel('API key', { exact: true }).inputValue();
      await page.getByRole('button', { name: 'I have copied it' }).click();
      const use = async () => (await fetch(`${apiUrl}/v1/conversations`, { headers: { authorization: `Bearer ${key}` } })).status;
      expect(await use()).toBe(200);
      const row = page.getByRole('row', { name: /Warehouse/ });
      await visitor.inspect('api-keys');
      await row.getByRole('button', { name: 'Actions for Warehouse' }).click();
      await page.getByRole('menuitem', { name: 'Revoke' }).click();
      await page.getByRole('button', { name: 'Revoke the key' }).click();
      await page.getByText('no longer works').waitFor();
      await expect.poll(use, { timeout: 1_000, interval: 50 }).toBe(401);
    });
  });
});

describe('a person', () => {
  it('who forgot the password gets a new one by mail, and all sessions end', async () => {
    await stage.comeAnew(async (elsewhere) => {
      await signIn(elsewhere.page, agus);
      elsewhere.expectRefusal(/^401 /);
      await stage.comeAnew(async (visitor) => {
        const { page } = visitor;
        await page.goto('/sign-in');
        await page.getByRole('link', { name: 'Forgot it?' }).click();
        // Both pages ask for the e-mail.
        await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
        await page.getByLabel('E-mail').fill(agus.email);
        await page.getByRole('button', { name: 'Send the link' }).click();
        await page.getByText('Look into your mail').waitFor();
        await visitor.inspect('forgot-password');
        const mailbox = await visitor.openTab(`${stage.home.quickstart.emulatorUrl}/mailbox`);
        const reset = await followMail(mailbox, agus.email, '/reset-password');
        const password = 'rain on a tin roof at noon';
        await reset.getByLabel('Password', { exact: true }).fill(password);
        await reset.getByRole('button', { name: 'Set the password' }).click();
        await reset.getByRole('heading', { name: 'Sign in' }).waitFor();
        await signIn(page, { email: agus.email, password });
      });
      await elsewhere.page.getByRole('dialog', { name: 'You are signed out' }).waitFor();
      await elsewhere.inspect('signed-out-elsewhere');
    });
  });

  it('who signs out is out, also with a copy of the cookie', async () => {
    const { apiUrl } = stage.home.quickstart;
    await stage.comeAsOwner(async (visitor) => {
      const { page, context } = visitor;
      const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      const me = async () => (await fetch(`${apiUrl}/v1/me`, { headers: { cookie } })).status;
      expect(await me()).toBe(200);
      await page.getByRole('button', { name: /^You: / }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await me()).toBe(401);
      await page.goto('/w/kopi-merdeka/inbox');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    });
  });
});
