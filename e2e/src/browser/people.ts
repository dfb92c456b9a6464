import type { Page } from 'playwright-core';

/** A person's e-mail and password. */
export type Login = { email: string; password: string };

/** Signs in on the sign-in page and waits until the dashboard is there. */
export async function signIn(page: Page, { email, password }: Login): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Opens the newest mail to `address` in the mailbox page and follows the link to `path` in it, in a tab of its own. */
export async function followMail(mailbox: Page, address: string, path: string): Promise<Page> {
  await mailbox.getByRole('region', { name: 'Mails' }).getByRole('button', { name: address }).first().click();
  const link = mailbox.frameLocator('article.mail iframe').locator(`a[href*="${path}"]`).first();
  const [opened] = await Promise.all([mailbox.context().waitForEvent('page'), link.click()]);
  return opened;
}

/** The open chat on the page of simulated phones. */
export type Phone = { readonly page: Page; write(text: string): Promise<void> };

/** Opens the phone of a simulated customer at their chat with a number. While the tab is open they read what comes. */
export async function openPhone(page: Page, emulatorUrl: string, customer: string, phoneNumberId: string): Promise<Phone> {
  await page.goto(`${emulatorUrl}/phone?customer=${customer}&number=${phoneNumberId}`);
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.waitFor();
  return {
    page,
    async write(text) {
      await box.fill(text);
      await box.press('Enter');
    },
  };
}

/** Bubbles of the open conversation whose text contains `text`, in the inbox. */
export function bubbles(page: Page, text: string) {
  return page.getByRole('log').locator('article[data-message]').filter({ hasText: text });
}

/** Writes in the composer of the open conversation and sends with Enter. */
export async function answer(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /^Message to/ });
  await box.fill(text);
  await box.press('Enter');
}

/** Opens a conversation from the list and waits for its thread. */
export async function openConversation(page: Page, name: string): Promise<void> {
  await page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 2 }).waitFor();
  await page.getByRole('log').waitFor();
}
