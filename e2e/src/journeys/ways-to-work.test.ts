import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { bubbles, openConversation } from '../browser/people.ts';

const stage = furnish();

describe('somebody who', () => {
  it('never touches the mouse signs in, finds the next conversation and answers it', async () => {
    const { login } = stage.home.quickstart;
    await stage.comeAnew(async (visitor) => {
      const { page } = visitor;
      const { keyboard } = page;
      await page.goto('/sign-in');
      await tabTo(page, 'E-mail');
      await keyboard.type(login.email);
      await tabTo(page, 'Password');
      await keyboard.type(login.password);
      await keyboard.press('Enter');
      await page.getByRole('link', { name: 'Sari Wulandari' }).waitFor();
      await keyboard.press('j');
      await expect.poll(() => focusedName(page)).toContain('Sari Wulandari');
      await keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Sari Wulandari', level: 2 }).waitFor();
      await page.getByRole('textbox', { name: /^Message to/ }).waitFor();
      await keyboard.press('r');
      await expect.poll(() => focusedName(page)).toContain('Message to');
      await keyboard.type('Sudah, kemarin sore');
      await keyboard.press('Enter');
      await bubbles(page, 'Sudah, kemarin sore').getByText('Delivered', { exact: true }).waitFor();
      await keyboard.press('Escape');
      await keyboard.press('Control+k');
      await keyboard.type('API keys');
      await visitor.inspect('palette');
      await keyboard.press('Enter');
      await page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
    });
  });

  it('has only a phone in hand reads and answers there', async () => {
    await stage.comeAsOwner(
      async (visitor) => {
        const { page } = visitor;
        await visitor.inspect('inbox-on-a-phone');
        await openConversation(page, 'Ana Beatriz Lima');
        const box = page.getByRole('textbox', { name: /^Message to/ });
        await box.fill('Temos sim, moído na hora');
        await page.getByRole('button', { name: 'Send', exact: true }).tap();
        await bubbles(page, 'moído na hora').getByText('Delivered', { exact: true }).waitFor();
        await visitor.inspect('conversation-on-a-phone');
        await page.getByRole('link', { name: 'Back to the conversations' }).tap();
        await page.getByRole('button', { name: 'More' }).tap();
        await page.getByRole('dialog').getByRole('link', { name: 'Settings' }).tap();
        await page.getByRole('heading', { level: 1 }).waitFor();
        await visitor.inspect('settings-on-a-phone');
      },
      { screen: 'phone' },
    );
  });

  it('speaks Indonesian gets the whole way in Indonesian, also in another browser', async () => {
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      await page.getByRole('button', { name: /^You: / }).click();
      await page.getByRole('menuitemradio', { name: 'Bahasa Indonesia' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Nomor', exact: true }).waitFor();
      await stage.comeAnew(async (elsewhere) => {
        await elsewhere.page.goto('/sign-in');
        const { email, password } = stage.home.quickstart.login;
        await elsewhere.page.getByLabel('E-mail').fill(email);
        await elsewhere.page.getByLabel('Password', { exact: true }).fill(password);
        await elsewhere.page.keyboard.press('Enter');
        await elsewhere.page.locator('a[data-conversation]', { hasText: 'Budi Santoso' }).click();
        await elsewhere.page.getByRole('textbox', { name: 'Pesan untuk Budi Santoso' }).waitFor();
        await elsewhere.inspect('conversation-id');
      });
    });
  });
});

/** What has the focus, as it is called. */
async function focusedName(page: Page): Promise<string> {
  return page
    .locator(':focus')
    .evaluate((element: { ariaLabel: string | null; innerText: string }) => element.ariaLabel ?? element.innerText);
}

/** Presses Tab until the field with this label has the focus. */
async function tabTo(page: Page, label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.waitFor();
  for (let pressCount = 0; pressCount < 20; pressCount += 1) {
    if (await field.evaluate((element: { ownerDocument: { activeElement: unknown } }) => element.ownerDocument.activeElement === element))
      return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach “${label}”`);
}
