import { beforeAll, describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { followMail, openConversation, openPhone, signIn } from '../browser/people.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();
const rina = { email: 'rina@kopi.example', password: 'seven lanterns over rice' };
const settings = '/w/kopi-merdeka/settings';

async function customerId(name: string): Promise<string> {
  const found = (await stage.home.emulator.customers()).find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no customer ${name}`);
  return found.id;
}

async function write(name: string, body: string): Promise<void> {
  await stage.home.emulator.write(await customerId(name), { type: 'text', content: { body } });
}

beforeAll(async () => {
  const { emulatorUrl } = stage.home.quickstart;
  await stage.comeAsOwner(async ({ page }) => {
    await page.goto(`${settings}/members?invite=true`);
    await page.getByLabel('E-mail').fill(rina.email);
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('The invitation is on its way').waitFor();
  });
  await stage.comeAnew(async ({ page: mailbox }) => {
    await mailbox.goto(`${emulatorUrl}/mailbox`);
    const page = await followMail(mailbox, rina.email, '/accept-invitation');
    await page.getByLabel('Your name').fill('Rina Hartati');
    await page.getByLabel('Password', { exact: true }).fill(rina.password);
    await page.getByRole('checkbox', { name: 'I am at least 18 years old' }).click();
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });
});

describe('a manager who sets up the inbox', () => {
  it('makes a team, and agents outside of it no longer see its number', async () => {
    await stage.comeAnew(async (agent) => {
      await signIn(agent.page, rina);
      const conversations = agent.page.getByRole('region', { name: 'Conversations' });
      await conversations.getByRole('link', { name: 'Sari Wulandari' }).waitFor();
      await stage.comeAsOwner(async ({ page }) => {
        await page.goto(`${settings}/teams`);
        await page.getByRole('button', { name: 'New team' }).click();
        const dialog = page.getByRole('dialog', { name: 'New team' });
        await dialog.getByRole('button', { name: 'Create the team' }).click();
        await dialog.getByText('Enter a name.').waitFor();
        await dialog.getByLabel('Name').fill('Sales');
        await dialog.getByRole('button', { name: 'Add numbers' }).click();
        await page.getByRole('combobox', { name: 'Numbers' }).press('Enter');
        await page.keyboard.press('Escape');
        await dialog.getByRole('button', { name: 'Create the team' }).click();
        await page.getByRole('row', { name: 'Sales' }).waitFor();
        await conversations.getByRole('link', { name: 'Sari Wulandari' }).waitFor({ state: 'detached' });

        await page.getByRole('button', { name: 'What to do with Sales' }).click();
        await page.getByRole('menuitem', { name: 'Delete' }).click();
        await page.getByText('Its conversations belong to no team afterwards').waitFor();
        await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
        await page.getByText('No team yet').waitFor();
        await conversations.getByRole('link', { name: 'Sari Wulandari' }).waitFor();
      });
    });
  });

  it('closes the shop, and a customer who writes is told when it opens', async () => {
    const { emulatorUrl, phoneNumberId } = stage.home.quickstart;
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.goto(`${settings}/working-hours`);
      await page.getByRole('radio', { name: /By the week/ }).click();
      await page.getByRole('button', { name: 'Monday: remove range 1' }).click();
      await page.getByRole('button', { name: 'Copy the hours of Monday' }).click();
      await page.getByRole('menuitem', { name: 'To every day' }).click();
      await page.getByText('does not open within a year').waitFor();
      // What is not saved is not lost by a slip.
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Targets' }).click();
      await page.getByRole('alertdialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('The working hours are saved').waitFor();

      await page.goto(`${settings}/automatic-replies`);
      await page.getByRole('switch', { name: 'Answer customers who write while you are closed' }).click();
      await page.getByRole('textbox', { name: 'Text in English' }).fill('Hello {{contact.nam}}');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('There is no variable {{contact.nam}}').waitFor();
      await page.getByRole('textbox', { name: 'Text in English' }).fill('Hello {{contact.name}}, the shop is closed.');
      await page.getByText('Hello Siti, the shop is closed.').waitFor();
      await visitor.inspect('away-message');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('The away message is on').waitFor();

      const phone = await openPhone(await visitor.openTab(), emulatorUrl, await customerId('Budi Santoso'), phoneNumberId);
      await phone.write('Are you open?');
      await phone.page.getByText('Hello Budi Santoso, the shop is closed.').waitFor();
      await phone.page.getByText('This is an automatic message.').waitFor();
    });
  });

  it('saves a reply, and it is used with the name of the customer', async () => {
    await stage.comeAsOwner(async ({ page }) => {
      await page.goto(`${settings}/saved-replies?edit=new`);
      const sheet = page.getByRole('dialog', { name: 'New saved reply' });
      await sheet.getByLabel('Name', { exact: true }).fill('On its way');
      await sheet.getByRole('textbox', { name: 'Text', exact: true }).fill('Hello ');
      await sheet.getByRole('button', { name: 'Insert a variable' }).click();
      await page.getByRole('combobox', { name: 'Insert a variable' }).fill('first');
      await page.keyboard.press('Enter');
      await sheet.getByRole('textbox', { name: 'Text', exact: true }).press('End');
      await page.keyboard.type(', your coffee is on its way.');
      await sheet.getByText('Hello Siti, your coffee is on its way.').waitFor();
      await sheet.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('row', { name: 'On its way' }).waitFor();

      await page.goto('/w/kopi-merdeka/inbox');
      await openConversation(page, 'Sari Wulandari');
      const box = page.getByRole('combobox', { name: /^Message to/ }).or(page.getByRole('textbox', { name: /^Message to/ }));
      await box.pressSequentially('/on-its');
      await page.getByRole('option', { name: /on-its-way/ }).waitFor();
      await page.keyboard.press('Enter');
      await waitUntil('the reply is filled in', async () => (await box.inputValue()) === 'Hello Sari, your coffee is on its way.');
    });
  });

  it('lets conversations find somebody: the agent whose dashboard is open', async () => {
    const { client } = stage.home;
    const members = await client.members.list();
    const agent = members.data.find((member) => member.email === rina.email);
    await stage.comeAnew(async (visitor) => {
      await signIn(visitor.page, rina);
      await stage.comeAsOwner(async (owner) => {
        const { page } = owner;
        await page.goto(`${settings}/assignment`);
        const row = page.getByRole('listitem').filter({ hasText: 'Rina Hartati' });
        await row.getByText('Online').waitFor();
        await page.getByRole('radio', { name: /One after the other/ }).click();
        await page.getByRole('switch', { name: 'Only within the working hours' }).click();
        await row.getByText('can get one').waitFor();
        await owner.inspect('assignment');
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await page.getByText('Conversations are given out from now on').waitFor();
        await write('Budi Santoso', 'Is anybody there?');
        await waitUntil('Budi belongs to Rina', async () => {
          const { data } = await client.conversations.list({ limit: 50 });
          return data.some((one) => one.contact.name === 'Budi Santoso' && one.assignee_id === agent?.id);
        });
      });
      // Whoever steps away is given nothing more, and everybody sees it.
      await visitor.page.getByRole('button', { name: /^You: Rina Hartati, Online/ }).click();
      await visitor.page.getByRole('menuitemradio', { name: 'Away' }).click();
      await waitUntil('Rina is away', async () => {
        const { data } = await client.memberPresence.list();
        return data.find((one) => one.member_id === agent?.id)?.state === 'away';
      });
      // Who closes the page has left.
      await visitor.page.goto('about:blank');
      await waitUntil('Rina has left', async () => {
        const { data } = await client.memberPresence.list();
        return data.find((one) => one.member_id === agent?.id)?.state === 'offline';
      });
    });
    expect(agent?.role).toBe('agent');
  });
});
