import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startHome, type Home } from '../stand/home.ts';
import { launchBrowser } from './launch-browser.ts';
import { signIn } from './people.ts';
import { visit, type Visitor, type VisitorOptions } from './visitor.ts';

/** What the journeys of one file share: an installation as `npm start` leaves it, and a browser. */
export type Stage = {
  readonly home: Home;
  readonly browser: Browser;
  /** A stranger comes to the dashboard. */
  comeAnew<T>(story: (visitor: Visitor) => Promise<T>, options?: VisitorOptions): Promise<T>;
  /** The owner comes, signs in, and is in the inbox. */
  comeAsOwner<T>(story: (visitor: Visitor) => Promise<T>, options?: VisitorOptions): Promise<T>;
};

/** Call at the top of a test file. The stage is there once its first test runs. */
export function furnish(env: Readonly<Record<string, string>> = {}): Stage {
  let home: Home | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    const [started, launched] = await Promise.allSettled([startHome(env), launchBrowser()]);
    if (started.status === 'fulfilled') home = started.value;
    if (launched.status === 'fulfilled') browser = launched.value;
    for (const result of [started, launched]) if (result.status === 'rejected') throw result.reason;
  });
  afterAll(async () => {
    await browser?.close();
    await home?.close();
  });
  const stage: Stage = {
    get home() {
      return present(home);
    },
    get browser() {
      return present(browser);
    },
    comeAnew: (story, options) => visit(stage.browser, stage.home.quickstart.dashboardUrl, story, options),
    comeAsOwner: (story, options) =>
      stage.comeAnew(async (visitor) => {
        await signIn(visitor.page, stage.home.quickstart.login);
        return story(visitor);
      }, options),
  };
  return stage;
}

function present<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('The stage stands only while tests run.');
  return thing;
}
