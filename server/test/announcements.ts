import { systemClock } from '../src/platform/clock.ts';
import { authorizationChanges } from '../src/platform/events/authorization-change.ts';
import { createNotifications } from '../src/platform/events/notifications.ts';
import { silentLog } from '../src/platform/log.ts';
import { waitFor, type TestDatabase } from './harness.ts';

/** Runs `work` and gives the keys of the first announcement that rights changed, as another process hears it. */
export async function announcementOf(database: TestDatabase, work: () => Promise<unknown>): Promise<string[]> {
  const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  const heard: string[][] = [];
  authorizationChanges(notifications)((keys) => {
    if (keys !== null) heard.push([...keys]);
  });
  await notifications.start();
  try {
    await work();
    return await waitFor('an announcement of changed rights', () => heard[0]);
  } finally {
    await notifications.stop();
  }
}
