import { browserEntryOf, BROWSER_ENTRIES, type BrowserCategory } from '@kabar/contract';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { signIn } from '../browser/people.ts';
import type { Visitor } from '../browser/visitor.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish({ KABAR_USAGE_STATISTICS: 'on' });

/** What a browser holds and where it went. */
type Trace = { kept: Set<string>; requests: { method: string; path: string; origin: string; body: string }[] };

const pages = ['inbox', 'contacts', 'reports', 'templates', 'numbers', 'search', 'settings/workspace', 'developers', 'privacy/overview'];

/** Follows everything a browser does from here on. */
function trace({ context }: Visitor): Trace['requests'] {
  const requests: Trace['requests'] = [];
  context.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin.startsWith('http')) requests.push({ method: request.method(), path: pathname, origin, body: request.postData() ?? '' });
  });
  return requests;
}

/** Names of everything kept in the browser for this site, as `store name`. */
async function keptIn({ context, page }: Visitor): Promise<Set<string>> {
  const cookies = (await context.cookies()).map(({ name }) => `cookie ${name}`);
  const stored = await page.evaluate(() => [
    ...Object.keys(localStorage).map((name) => `local ${name}`),
    ...Object.keys(sessionStorage).map((name) => `session ${name}`),
  ]);
  // As text, because these tests are not compiled with the types of a browser.
  const databases = await page.evaluate<string[]>('indexedDB.databases().then((all) => all.map(({ name }) => `database ${name}`))');
  return new Set([...cookies, ...stored, ...databases]);
}

/** Categories of what is kept. Errors: something that is not in the registry. */
function categoriesOf(kept: Set<string>): Set<BrowserCategory> {
  return new Set(
    [...kept].map((line) => {
      const [store = '', ...name] = line.split(' ');
      const entry = store === 'cookie' || store === 'local' || store === 'session' ? browserEntryOf(store, name.join(' ')) : null;
      if (entry === null) throw new Error(`${line} is not in the registry`);
      return entry.category;
    }),
  );
}

/** Opens the pages of the dashboard one after the other, and writes something. */
async function walk(page: Page): Promise<void> {
  for (const path of pages) {
    await page.goto(`/w/kopi-merdeka/${path}`);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.locator('main h1, main h2').first().waitFor();
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
}

const counts = (requests: Trace['requests']): Trace['requests'] => requests.filter(({ path }) => path === '/v1/usage-counts');
const question = (page: Page) => page.getByRole('region', { name: 'Usage statistics' });

function expectOwnRequestsOnly(requests: Trace['requests']): void {
  const own = new URL(stage.home.quickstart.dashboardUrl).origin;
  expect(requests.length).toBeGreaterThan(20);
  expect([...new Set(requests.map(({ origin }) => origin))]).toEqual([own]);
}

describe('what a browser holds and sends', () => {
  it('before a choice: what is needed, and nothing is counted', async () => {
    await stage.comeAnew(async (visitor) => {
      const requests = trace(visitor);
      await signIn(visitor.page, stage.home.quickstart.login);
      await walk(visitor.page);
      await question(visitor.page).waitFor();
      await visitor.inspect('cookie-question');
      const kept = await keptIn(visitor);
      // The ones that libraries keep are in the registry because they are seen here.
      for (const name of ['cookie kabar_session', 'session tsr-scroll-restoration-v1_3']) expect(kept).toContain(name);
      expect([...categoriesOf(kept)]).toEqual(['essential']);
      expect(counts(requests)).toEqual([]);
      expectOwnRequestsOnly(requests);
    });
  });

  it('after a refusal in one press: the same and the choice, and the question does not come back', async () => {
    await stage.comeAsOwner(async (visitor) => {
      const requests = trace(visitor);
      const refuse = question(visitor.page).getByRole('button', { name: 'Refuse' });
      const allow = question(visitor.page).getByRole('button', { name: 'Allow' });
      const [small, large] = [await refuse.boundingBox(), await allow.boundingBox()];
      expect(small && large && [small.width, small.height]).toEqual(large && [large.width, large.height]);
      const style = (button: typeof refuse) => button.evaluate((element) => element.className);
      expect(await style(refuse)).toBe(await style(allow));
      await refuse.click();
      await question(visitor.page).waitFor({ state: 'detached' });
      await walk(visitor.page);
      expect(await question(visitor.page).count()).toBe(0);
      const kept = await keptIn(visitor);
      expect(kept).toContain('cookie kabar_choice');
      expect([...categoriesOf(kept)]).toEqual(['essential']);
      expect(counts(requests)).toEqual([]);
      expectOwnRequestsOnly(requests);
    });
  });

  it('after a yes: patterns of pages and nothing of anybody; withdrawn on the page of cookies in one press', async () => {
    await stage.comeAsOwner(async (visitor) => {
      const { page } = visitor;
      const requests = trace(visitor);
      await question(page).getByRole('button', { name: 'Allow' }).click();
      await walk(page);
      await waitUntil('the pages to be counted', async () => (await keptIn(visitor)).has('cookie kabar_counted'));
      // What is reported when a page is left is not shown to whoever looks on; this page stays.
      await page.goto('/w/kopi-merdeka/contacts');
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      for (const wanted of ['/w/$slug/contacts', 'palette.opened'])
        await waitUntil(`${wanted} to be reported`, async () => JSON.stringify(counts(requests)).includes(wanted));
      for (const { body } of counts(requests)) {
        expect(body).not.toMatch(/kopi-merdeka|[a-z]{3}_[0-9a-z]{26}|\?|@/);
        expect(JSON.parse(body)).toEqual({ items: expect.any(Array) });
      }
      expect([...categoriesOf(await keptIn(visitor))].toSorted()).toEqual(['essential', 'statistics']);
      expectOwnRequestsOnly(requests);

      await page.getByRole('button', { name: /^You: / }).click();
      await page.getByRole('menuitem', { name: 'Cookies and statistics' }).click();
      await page.getByText('You allowed it on').waitFor();
      await visitor.inspect('cookies-allowed');
      const before = counts(requests).length;
      await page.getByRole('group', { name: 'Usage statistics' }).getByRole('button', { name: 'Refuse' }).click();
      await page.getByText('You refused on').waitFor();
      await walk(page);
      expect([...categoriesOf(await keptIn(visitor))]).toEqual(['essential']);
      expect(counts(requests)).toHaveLength(before);
    });
  });

  it('with Global Privacy Control: no question, nothing counted, and it is said', async () => {
    await stage.comeAsOwner(
      async (visitor) => {
        const requests = trace(visitor);
        await walk(visitor.page);
        expect(await question(visitor.page).count()).toBe(0);
        await visitor.page.goto('/cookies');
        await visitor.page.getByText('Your browser has refused for you').waitFor();
        await visitor.inspect('cookies-gpc');
        expect([...categoriesOf(await keptIn(visitor))]).toEqual(['essential']);
        expect(counts(requests)).toEqual([]);
      },
      { headers: { 'Sec-GPC': '1' } },
    );
  });

  it('with cookies blocked: says what is missing and keeps nothing', async () => {
    await stage.comeAnew(
      async (visitor) => {
        const { page } = visitor;
        await page.goto('/sign-in');
        await page.getByText('Your browser blocks cookies').waitFor();
        await visitor.inspect('cookies-blocked');
        await page.getByRole('link', { name: 'Cookies' }).click();
        await page.getByRole('button', { name: 'Allow' }).click();
        await page.getByText('Your browser did not keep the choice').waitFor();
        await page.getByText('You have not chosen. Nothing is counted.').waitFor();
        expect(await visitor.context.cookies()).toEqual([]);
      },
      { blocksCookies: true },
    );
  });

  it('shows every entry of the registry, in both languages and on a phone', async () => {
    await stage.comeAnew(
      async (visitor) => {
        const { page } = visitor;
        await page.goto('/cookies');
        for (const { purpose } of BROWSER_ENTRIES) await page.getByText(purpose.en, { exact: true }).waitFor();
        await page.getByRole('combobox', { name: 'Language' }).click();
        await page.getByRole('option', { name: 'Bahasa Indonesia' }).click();
        for (const { purpose } of BROWSER_ENTRIES) await page.getByText(purpose.id, { exact: true }).waitFor();
        await visitor.inspect('cookies-phone');
      },
      { screen: 'phone', colorScheme: 'dark' },
    );
  });
});

it('leaves out what fewer than ten browsers did, and says so', async () => {
  await stage.comeAsOwner(async (visitor) => {
    const { page } = visitor;
    await page.goto('/operator');
    await page.getByRole('link', { name: 'Usage statistics' }).first().click();
    await page.getByText('No figures yet').waitFor();
    await visitor.inspect('usage-statistics');
  });
});
