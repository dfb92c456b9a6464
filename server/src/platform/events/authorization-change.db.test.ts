import { afterAll, beforeAll, expect, test } from 'vitest';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { systemClock } from '../clock.ts';
import { withEngine, withTenant } from '../db/tx.ts';
import { newUuid } from '../ids.ts';
import { silentLog } from '../log.ts';
import { announceAuthorizationChange, authorizationChanges } from './authorization-change.ts';
import type { AuthorizationKey } from './authorization-change.ts';
import { createNotifications } from './notifications.ts';
import type { Notifications } from './notifications.ts';

const database = useTestDatabase();
let notifications: Notifications;

beforeAll(async () => {
  notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
});
afterAll(async () => {
  await notifications.stop();
});

function listen(): { heard: (ReadonlySet<string> | null)[]; end: () => void } {
  const heard: (ReadonlySet<string> | null)[] = [];
  return { heard, end: authorizationChanges(notifications)((keys) => heard.push(keys)) };
}

test('tells every key of a change once it has committed, and nothing of one that was rolled back', async () => {
  const { heard, end } = listen();
  const keys = Array.from({ length: 250 }, (): AuthorizationKey => `session:${newUuid()}`);
  const failing = withEngine(database.db, 'test', async (tx) => {
    await announceAuthorizationChange(tx, [`user:${newUuid()}`]);
    throw new Error('changed our mind');
  });
  await expect(failing).rejects.toThrow('changed our mind');
  await withTenant(database.db, newUuid(), (tx) => announceAuthorizationChange(tx, keys));
  const told = (): string[] => heard.flatMap((set) => [...(set ?? [])]);
  await waitFor('all keys', () => told().length >= keys.length);
  expect(told()).toEqual(keys);
  end();
});

test('tells that anything may have changed after the connection was away, and for what it cannot read', async () => {
  const { heard, end } = listen();
  await waitFor('the first listening', async () => {
    await database.admin(`select pg_notify('kabar_authorization', '["user:x"]')`);
    return heard.some((set) => set?.has('user:x'));
  });
  const before = heard.filter((set) => set === null).length;
  await database.admin(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'kabar_listen'`,
  );
  await waitFor('the doubt', () => heard.filter((set) => set === null).length > before);
  await database.admin(`select pg_notify('kabar_authorization', 'not json')`);
  await waitFor('more doubt', () => heard.filter((set) => set === null).length > before + 1);
  end();
});
