import { beforeAll, describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { answer, bubbles, followMail, openConversation } from '../browser/people.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();
const rina = { name: 'Rina Hartati', email: 'rina@kopi.example', password: 'seven lanterns over rice' };

const list = { role: 'region', name: 'Conversations' } as const;

describe('an agent who works through the inbox', () => {
  it('takes, notes, snoozes and resolves by keyboard, and takes it back', async () => {
    const { emulator } = stage.home;
    const budi = (await emulator.customers()).find(({ name }) => name === 'Budi Santoso');
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      const conversations = page.getByRole(list.role, { name: list.name });
      await openConversation(page, 'Budi Santoso');
      await page.getByRole('log').focus();

      await page.keyboard.press('m');
      await page.getByText('Assigned to you').waitFor();
      await page.getByText('You took the conversation').waitFor();

      await page.keyboard.press('n');
      const note = page.getByLabel('Note for members');
      await note.pressSequentially('Ask @Dewi');
      await page.getByRole('option', { name: /Dewi Lestari/ }).waitFor();
      await note.press('Enter');
      await note.pressSequentially('about the beans');
      await note.press('Enter');
      await page
        .getByRole('article', { name: /^Note of/ })
        .getByText('about the beans')
        .waitFor();
      await visitor.inspect('note');

      await page.getByRole('log').focus();
      await page.keyboard.press('s');
      await page.getByRole('combobox', { name: 'Snooze until' }).waitFor();
      await page.keyboard.press('Enter');
      await conversations.getByRole('link', { name: 'Budi Santoso' }).waitFor({ state: 'detached' });
      // The customer writes: it is back at once.
      if (budi === undefined) throw new Error('the customer is missing');
      await emulator.write(budi.id, { type: 'text', content: { body: 'Are you there?' } });
      await conversations.getByRole('link', { name: 'Budi Santoso' }).waitFor();

      await openConversation(page, 'Budi Santoso');
      await page.getByText('Open again, because the customer wrote').waitFor();
      await page.getByRole('log').focus();
      await page.keyboard.press('e');
      await conversations.getByRole('link', { name: 'Budi Santoso' }).waitFor({ state: 'detached' });
      await page.getByText('Resolved', { exact: true }).first().waitFor();
      await page.getByRole('button', { name: 'Undo' }).first().click();
      await conversations.getByRole('link', { name: 'Budi Santoso' }).waitFor();
    });
  });

  it('takes over from the bot, and gives back by undo', async () => {
    const { client } = stage.home;
    const budi = (await client.conversations.list()).data.find(({ contact }) => contact.profile_name === 'Budi Santoso');
    if (budi === undefined) throw new Error('the conversation is missing');
    await client.conversations.update(budi.id, { bot_active: true });
    const botAnswers = async (): Promise<boolean> => (await client.conversations.get(budi.id)).bot_active;
    await stage.comeAsOwner(async ({ page }) => {
      await openConversation(page, 'Budi Santoso');
      await page.getByRole('button', { name: 'More about this conversation' }).click();
      await page.getByRole('menuitem', { name: 'Take over from the bot' }).click();
      await page.getByText('The bot is silent here now').waitFor();
      expect(await botAnswers()).toBe(false);
      await page.getByRole('button', { name: 'Undo' }).first().click();
      await waitUntil('the bot answers again', botAnswers);
    });
  });

  it('changes several at once, puts them back, and keeps what the list shows as a view', async () => {
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      const conversations = page.getByRole(list.role, { name: list.name });
      await page.goto('/w/kopi-merdeka/inbox');
      const first = conversations.getByRole('link').first();
      const id = await first.getAttribute('data-conversation');
      const row = conversations.locator(`[data-conversation="${id}"]`);
      await first.focus();
      await page.keyboard.press('x');
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.getByText('2 chosen').waitFor();
      await visitor.inspect('several-chosen');
      await page.getByRole('group', { name: 'Chosen conversations' }).getByRole('button', { name: 'Resolve' }).click();
      await page.getByText('2 conversations changed').waitFor();
      await row.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo' }).first().click();
      await row.waitFor();

      await page.getByRole('button', { name: /^Filter/ }).click();
      await page.getByRole('checkbox', { name: 'Waiting for an answer only' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Save as view' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Who waits');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('button', { name: 'Inbox: Who waits' }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Inbox: Who waits' }).waitFor();
      await conversations.getByRole('link', { name: 'Sari Wulandari' }).waitFor();
    });
  });

  it('finds an old message by a word and jumps to it', async () => {
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search pages and actions' }).fill('pesanan');
      await page.getByRole('option', { name: /Search all messages for/ }).click();
      await page.getByRole('searchbox', { name: 'Search for' }).waitFor();
      const hit = page.getByRole('link', { name: /Sari Wulandari.*pesanan/ });
      await hit.waitFor();
      expect(page.url()).not.toMatch(/\?.*pesanan/);
      await visitor.inspect('search');
      await hit.click();
      await bubbles(page, 'pesanan saya KB-1042').waitFor();
    });
  });
});

describe('two agents at one conversation', () => {
  beforeAll(async () => {
    await stage.comeAsOwner(async (owner) => {
      await owner.page.goto('/w/kopi-merdeka/settings/members');
      await owner.page.getByRole('button', { name: 'Invite a person' }).click();
      await owner.page.getByLabel('E-mail').fill(rina.email);
      await owner.page.getByRole('button', { name: 'Send the invitation' }).click();
      await owner.page.getByText('The invitation is on its way').waitFor();
      await stage.comeAnew(async (visitor) => {
        await visitor.page.goto(`${stage.home.quickstart.emulatorUrl}/mailbox`);
        const page = await followMail(visitor.page, rina.email, '/accept-invitation');
        await page.getByLabel('Your name').fill(rina.name);
        await page.getByLabel('Password', { exact: true }).fill(rina.password);
        await page.getByRole('checkbox', { name: 'I am at least 18 years old' }).click();
        await page.getByRole('button', { name: 'Create the account' }).click();
        await page.getByRole('navigation', { name: 'Main' }).waitFor();
      });
    });
  });

  it('see each other, and are asked before the customer gets two answers', async () => {
    await stage.comeAsOwner(async (owner) => {
      await openConversation(owner.page, 'Priya Nair');
      await stage.comeAnew(async (visitor) => {
        const { page } = visitor;
        await page.goto('/sign-in');
        await page.getByLabel('E-mail').fill(rina.email);
        await page.getByLabel('Password', { exact: true }).fill(rina.password);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await openConversation(page, 'Priya Nair');
        await owner.page.getByText(`${rina.name} also looking at this`).waitFor();
        await page.getByRole('textbox', { name: /^Message to/ }).pressSequentially('Yes, until ');
        await owner.page.getByText(/^Rina Hartati is (writing|answering)/).waitFor();

        await answer(owner.page, 'Hello Priya, we do');
        await owner.page.getByRole('alertdialog', { name: `${rina.name} is answering already` }).waitFor();
        await owner.inspect('answer-anyway');
        await owner.page.getByRole('button', { name: 'Cancel' }).click();
        expect(await bubbles(owner.page, 'Hello Priya, we do').count()).toBe(0);
        await answer(owner.page, 'Hello Priya, we do');
        await owner.page.getByRole('button', { name: 'Send anyway' }).click();
        await bubbles(owner.page, 'Hello Priya, we do').waitFor();
      });
    });
  });

  it('tell each other by a note, and the bell leads there', async () => {
    await stage.comeAsOwner(async (owner) => {
      const { page } = owner;
      await openConversation(page, 'Ana Beatriz Lima');
      await page.getByRole('group', { name: 'What you write' }).getByRole('button', { name: /^Note/ }).click();
      const note = page.getByLabel('Note for members');
      await note.fill(`@${rina.name} please look`);
      await note.press('Enter');
      await page.getByRole('article', { name: /^Note of/ }).waitFor();
      await stage.comeAnew(async (visitor) => {
        await visitor.page.goto('/sign-in');
        await visitor.page.getByLabel('E-mail').fill(rina.email);
        await visitor.page.getByLabel('Password', { exact: true }).fill(rina.password);
        await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await visitor.page.getByRole('button', { name: 'Notifications, 1 new' }).click();
        await visitor.inspect('notifications');
        await visitor.page.getByRole('button', { name: /mentioned you in a note/ }).click();
        await visitor.page.getByRole('heading', { name: 'Ana Beatriz Lima', level: 2 }).waitFor();
        await waitUntil(
          'the bell is quiet',
          async () => (await visitor.page.getByRole('button', { name: 'Notifications', exact: true }).count()) === 1,
        );
      });
    });
  });
});
