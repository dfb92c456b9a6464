import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { barriers } from './barriers.ts';
import { watchPage, type Allowances } from './watch-page.ts';

/** A screen that is looked at. */
export const screens = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** How somebody comes. */
export type VisitorOptions = {
  screen?: keyof typeof screens;
  colorScheme?: 'light' | 'dark';
  /** Sent with every request, such as `Sec-GPC`. */
  headers?: Record<string, string>;
  /** The browser keeps no cookie, whoever sets it. */
  blocksCookies?: boolean;
};

/** A person with a browser of their own: cookies, tabs, and a record of what went wrong in them. */
export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Opens a further tab. */
  openTab(url?: string): Promise<Page>;
  /** From now on the answer may be given, e.g. `/^403 POST /`. */
  expectRefusal(pattern: RegExp): void;
  /** Requests may fail while `whatHappens` runs. */
  whileCutOff<T>(whatHappens: () => Promise<T>): Promise<T>;
  /** Keeps a picture of the page. */
  photograph(name: string, page?: Page): Promise<void>;
  /** Keeps a picture of the page and fails when axe finds something serious or critical on it. */
  inspect(name: string, page?: Page): Promise<void>;
};

const artifacts = new URL('../../artifacts/', import.meta.url).pathname;
// A busy machine with two cores is slow, not wrong.
const patienceMs = 30_000;

/**
 * Lets somebody come with an empty browser to `baseUrl` and live through `story`.
 *
 * Errors: those of the story, with a picture of each tab kept; else everything that went wrong behind the pages.
 */
export async function visit<T>(
  browser: Browser,
  baseUrl: string,
  story: (visitor: Visitor) => Promise<T>,
  options: VisitorOptions = {},
): Promise<T> {
  const { screen = 'desk', colorScheme = 'light' } = options;
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: screens[screen],
    colorScheme,
    hasTouch: screen === 'phone',
    locale: 'en-GB',
    timezoneId: 'Asia/Jakarta',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...(options.headers === undefined ? {} : { extraHTTPHeaders: options.headers }),
  });
  context.setDefaultTimeout(patienceMs);
  const problems: string[] = [];
  // Whether somebody is signed in is asked on the way to the first page; an open page says that its person is there until it is told otherwise.
  const allowed: Allowances = { refusals: [/^401 GET \/v1\/me$/, /^40[134] POST \/v1\/me\/presence$/], mayLoseConnection: false };
  context.on('page', (page) => watchPage(page, allowed, problems));
  const page = await context.newPage();
  if (options.blocksCookies === true) await blockCookies(context, page);
  const visitor: Visitor = {
    page,
    context,
    async openTab(url) {
      const tab = await context.newPage();
      if (url !== undefined) await tab.goto(url);
      return tab;
    },
    expectRefusal: (pattern) => void allowed.refusals.push(pattern),
    async whileCutOff(whatHappens) {
      allowed.mayLoseConnection = true;
      try {
        return await whatHappens();
      } finally {
        allowed.mayLoseConnection = false;
      }
    },
    async photograph(name, shown = page) {
      await shown.screenshot({ path: `${artifacts}${name}.png` });
    },
    async inspect(name, shown = page) {
      await visitor.photograph(name, shown);
      problems.push(...(await barriers(shown, name)));
    },
  };
  try {
    const result = await story(visitor);
    if (problems.length > 0) throw new Error('Something was wrong behind the pages.');
    return result;
  } catch (error) {
    await photographAll(context);
    if (problems.length > 0 && error instanceof Error) error.message += `\n${[...new Set(problems)].join('\n')}`;
    throw error;
  } finally {
    await context.close();
  }
}

/** As a browser that is set to keep none: scripts are told so, and what servers set is dropped. */
async function blockCookies(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setDocumentCookieDisabled', { disabled: true });
  await context.route('**/*', async (route) => {
    const response = await route.fetch();
    const { 'set-cookie': _dropped, ...headers } = response.headers();
    await context.clearCookies(); // fetching for the page fills its jar, too
    await route.fulfill({ response, headers });
  });
}

let failureCount = 0;

async function photographAll(context: BrowserContext): Promise<void> {
  const test = (expect.getState().currentTestName ?? 'test').replaceAll(/[^\w]+/g, '-').slice(-80);
  for (const page of context.pages()) {
    failureCount += 1;
    // A tab that just closes has nothing to show.
    await page.screenshot({ path: `${artifacts}failed-${test}-${failureCount}.png`, timeout: 5_000 }).catch(() => undefined);
  }
}
