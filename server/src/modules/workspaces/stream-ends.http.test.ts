import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authorizationChanges } from '#platform/events/authorization-change';
import { createEventFeed } from '#platform/events/event-feed';
import { createNotifications } from '#platform/events/notifications';
import { createSseHub } from '#platform/events/sse';
import { streamRoutes } from '#platform/http/stream-route';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp, type PeopleApp } from '../../../test/people-app.ts';
import { createTestKey, createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';

// Rights that end by themselves, without anybody changing anything: an open stream must not outlive them.
const database = useTestDatabase();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let people: TestPeople;
let http: PeopleApp;
let address: string;
let tenant: TestTenant;
let close: () => Promise<void>;

beforeAll(async () => {
  people = await createTestPeople(database);
  const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
  const feed = createEventFeed({ db: database.db, notifications, clock: people.clock, log: silentLog });
  await feed.start();
  const onAuthorizationChange = authorizationChanges(notifications);
  const hub = createSseHub({ feed, clock: people.clock, log: silentLog, onAuthorizationChange, heartbeatMs: 5 });
  http = await createPeopleApp(
    people,
    streamRoutes(hub, () => null),
  );
  address = await http.app.listen({ host: '127.0.0.1', port: 0 });
  close = async () => {
    hub.close();
    await http.close();
    await feed.stop();
    await notifications.stop();
  };
});
beforeEach(async () => {
  tenant = await createTestTenant(people, 'Toko');
});
afterAll(() => close());

/** Opens the stream. `next` gives what comes from then on; `rest` everything up to its end. */
async function open(headers: Record<string, string>): Promise<{ next(): Promise<string>; rest(): Promise<string>; leave(): void }> {
  const leaving = new AbortController();
  const response = await fetch(`${address}/v1/events/stream`, { headers, signal: leaving.signal });
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('an answer without a body');
  const next = async (): Promise<string> => (await reader.read()).value ?? '';
  return {
    next,
    rest: async () => {
      let text = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
      return text;
    },
    leave: () => leaving.abort(),
  };
}

const asMember = (who: 'owner' | 'agent'): Record<string, string> => ({
  cookie: tenant.members[who].cookie,
  'kabar-workspace': tenant.publicWorkspaceId,
});

/** Whether the stream still gives signs of life; reads three of them, so that those of before do not count. */
async function isAlive(stream: { next(): Promise<string> }): Promise<boolean> {
  for (let signs = 0; signs < 3;) {
    const text = await stream.next();
    if (text === '' || text.includes('closing')) return false;
    if (text.includes('still here')) signs += 1;
  }
  return true;
}

describe('an open stream ends by itself', () => {
  it('when the time to set up a second factor is over, for whoever has none', async () => {
    await database.admin(
      `insert into workspace_sign_in_rules (workspace_id, second_factor_from, single_sign_on_only, updated_at) values ($1, $2, false, $3)`,
      [tenant.workspaceId, new Date(people.clock.now().getTime() + hourMs), people.clock.now()],
    );
    await database.admin(`update user_sessions set has_second_factor = true where user_id = $1`, [tenant.members.owner.userId]);
    const [without, beside] = [await open(asMember('agent')), await open(asMember('owner'))];
    people.clock.advance(hourMs - 1);
    expect(await isAlive(without)).toBe(true);
    people.clock.advance(1);
    expect(await without.rest()).toContain('closing, expired');
    expect(await isAlive(beside)).toBe(true);
    beside.leave();
    const again = await fetch(`${address}/v1/events/stream`, { headers: asMember('agent') });
    expect([again.status, await again.json()]).toEqual([403, { error: expect.objectContaining({ code: 'second_factor_required' }) }]);
  });

  it('when its session was not used for half a day, or is too old', async () => {
    const idle = await open(asMember('agent'));
    people.clock.advance(12 * hourMs);
    expect(await idle.rest()).toContain('closing, expired');
    expect((await fetch(`${address}/v1/events/stream`, { headers: asMember('agent') })).status).toBe(401);
    tenant = await createTestTenant(people, 'Toko');
    await database.admin(`update user_sessions set expires_at = $2 where user_id = $1`, [
      tenant.members.agent.userId,
      new Date(people.clock.now().getTime() + hourMs),
    ]);
    const old = await open(asMember('agent'));
    people.clock.advance(hourMs);
    expect(await old.rest()).toContain('closing, expired');
  });

  it('when its API key runs out, however far off that was', async () => {
    const inDays = (days: number): string => new Date(people.clock.now().getTime() + days * dayMs).toISOString();
    const { key } = await createTestKey(people, tenant, ['workspace:read'], { expires_at: inDays(60) });
    const stream = await open({ authorization: `Bearer ${key}` });
    expect(await isAlive(stream)).toBe(true); // a timer of sixty days would end at once
    people.clock.advance(60 * dayMs);
    expect(await stream.rest()).toContain('closing, expired');
  });
});
