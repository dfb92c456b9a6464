import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../browser/launch-browser.ts';
import { invite } from '../browser/visitor.ts';
import { startHome, type Home } from '../stand/home.ts';

let home: Home;
let browser: Browser;
beforeAll(async () => {
  [home, browser] = await Promise.all([startHome(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await home?.close();
});

describe('somebody new', () => {
  it('signs up, makes a workspace and connects a simulated number with one click', async () => {
    const visitor = await invite(browser, home.quickstart.dashboardUrl);
    const { page } = visitor;
    await page.goto('/');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByLabel('Your name').fill('Rani Wijaya');
    await page.getByLabel('E-mail').fill('rani@toko.example');
    await page.getByLabel('Password', { exact: true }).fill('seven lanterns over the harbour');
    await visitor.inspect('sign-up');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByLabel('Name of the business').fill('Toko Rani');
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await page.getByRole('heading', { name: 'First steps', level: 1 }).waitFor();
    await visitor.inspect('first-steps-new');
    await visitor.leave();
    expect(true).toBe(true);
  });
});
