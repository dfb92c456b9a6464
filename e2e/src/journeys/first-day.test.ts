import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { answer, bubbles, followMail } from '../browser/people.ts';
import { runInShell } from './run-in-shell.ts';

const stage = furnish();

describe('somebody new', () => {
  it('signs up, connects a simulated number with one click, and is led to the first message by API', async () => {
    const { emulatorUrl } = stage.home.quickstart;
    await stage.comeAnew(async (visitor) => {
      const { page } = visitor;
      await page.goto('/');
      await page.getByRole('link', { name: 'Create an account' }).click();
      await page.getByLabel('Your name').fill('Rani Wijaya');
      await page.getByLabel('E-mail').fill('rani@toko.example');
      await page.getByLabel('Password', { exact: true }).fill('seven lanterns over the harbour');
      await visitor.inspect('sign-up');
      await page.getByRole('checkbox', { name: 'I am at least 18 years old' }).click();
      await page.getByRole('button', { name: 'Create the account' }).click();

      const mailbox = await visitor.openTab(`${emulatorUrl}/mailbox`);
      const confirmation = await followMail(mailbox, 'rani@toko.example', '/verify-email');
      await confirmation.getByText('Your e-mail is confirmed').waitFor();
      await visitor.inspect('confirm-mail', confirmation);
      await Promise.all([confirmation.close(), mailbox.close()]);

      await page.getByLabel('Name of the business').fill('Toko Rani');
      await page.getByRole('button', { name: 'Create the workspace' }).click();
      const step = page.locator('[aria-current=step]');
      await step.getByRole('link', { name: 'Connect a number' }).click();
      await page.getByRole('button', { name: 'Try it with the emulator' }).click();
      await page.getByLabel('Verify token', { exact: true }).waitFor();
      await visitor.inspect('number-connected');
      await page.getByRole('button', { name: 'Done' }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await visitor.inspect('number');

      await page.getByRole('link', { name: 'First steps' }).click();
      const [phonePage] = await Promise.all([
        visitor.context.waitForEvent('page'),
        step.getByRole('link', { name: 'Open the phone' }).click(),
      ]);
      await phonePage.getByRole('button', { name: 'Sari Wulandari' }).click();
      await phonePage.getByRole('button', { name: /Toko Rani/ }).click();
      await phonePage.getByRole('textbox', { name: 'Message' }).fill('hello');
      await phonePage.getByRole('textbox', { name: 'Message' }).press('Enter');

      await step.filter({ hasText: 'Answer it' }).waitFor();
      await step.getByRole('link', { name: 'To the inbox' }).click();
      await page.getByRole('link', { name: /Sari Wulandari/ }).click();
      await bubbles(page, 'hello').waitFor();
      await answer(page, 'Welcome to Toko Rani');
      await phonePage.getByText('Welcome to Toko Rani').waitFor();

      await page.getByRole('link', { name: 'First steps' }).click();
      await step.getByRole('link', { name: 'Create an API key' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Web shop');
      await page.getByRole('button', { name: 'Create the key' }).click();
      const key = await page.getByLabel('API key', { exact: true }).inputValue();
      await visitor.inspect('api-key-made');
      await page.getByRole('button', { name: 'I have copied it' }).click();

      await page.getByRole('link', { name: 'First steps' }).click();
      const command = await step.getByLabel('In a terminal', { exact: true }).innerText();
      await visitor.inspect('first-steps-last');
      const printed = await runInShell(command.replace('kabar_live_…', key));
      expect(JSON.parse(printed)).toMatchObject({ status: 'queued', type: 'text' });
      await phonePage.getByText('Hello from the API').waitFor();
      await page.getByText('All done').waitFor();
      await visitor.inspect('first-steps-done');
    });
  });
});
