import pg from 'pg';
import { expect, test } from 'vitest';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { withEngine, withTenant } from '../db/tx.ts';
import { newUuid } from '../ids.ts';
import { appendEvents } from './append-events.ts';
import { inventEvent } from './invent-event.ts';

const database = useTestDatabase();

async function count(workspaceId: string): Promise<number> {
  const rows = await database.admin<{ count: string }>('select count(*) from events where workspace_id = $1', [workspaceId]);
  return Number(rows[0]?.count);
}

test('stores events if and only if the transaction commits', async () => {
  const workspaceId = newUuid();
  await withTenant(database.db, workspaceId, (tx) => appendEvents(tx, [inventEvent(workspaceId), inventEvent(workspaceId)]));
  const failing = withTenant(database.db, workspaceId, async (tx) => {
    await appendEvents(tx, [inventEvent(workspaceId)]);
    throw new Error('changed our mind');
  });
  await expect(failing).rejects.toThrow('changed our mind');
  expect(await count(workspaceId)).toBe(2);
});

test('lets a tenant append for itself only and change nothing', async () => {
  const [own, other] = [newUuid(), newUuid()];
  await expect(withTenant(database.db, own, (tx) => appendEvents(tx, [inventEvent(other)]))).rejects.toMatchObject({ code: '42501' });
  await withEngine(database.db, 'test', (tx) => appendEvents(tx, [inventEvent(own), inventEvent(other)]));
  const seen = await withTenant(database.db, own, (tx) => tx.query<{ workspace_id: string }>({ text: 'select workspace_id from events' }));
  expect(new Set(seen.map((row) => row.workspace_id))).toEqual(new Set([own]));
  for (const text of ['delete from events', `update events set type = 'a.b'`, 'select * from events_default']) {
    await expect(
      withTenant(database.db, own, (tx) => tx.query({ text })),
      text,
    ).rejects.toMatchObject({ code: '42501' });
  }
  for (const text of ['delete from events', 'select * from events_default', 'update event_horizon set xid = xid']) {
    await expect(
      withEngine(database.db, 'test', (tx) => tx.query({ text })),
      text,
    ).rejects.toMatchObject({ code: '42501' });
  }
});

test('keeps the order in which events of one transaction were appended', async () => {
  const workspaceId = newUuid();
  const types = Array.from(
    { length: 50 },
    (_, index) => `step.n${'abcdefghij'.charAt(index % 10)}${'abcdefghij'.charAt(Math.trunc(index / 10))}`,
  );
  await withEngine(database.db, 'test', async (tx) => {
    await appendEvents(
      tx,
      types.slice(0, 20).map((type) => inventEvent(workspaceId, type)),
    );
    await appendEvents(
      tx,
      types.slice(20).map((type) => inventEvent(workspaceId, type)),
    );
  });
  const rows = await database.admin<{ type: string }>('select type from events where workspace_id = $1 order by xid, seq', [workspaceId]);
  expect(rows.map((row) => row.type)).toEqual(types);
});

test('refuses anything but public ids', async () => {
  const workspaceId = newUuid();
  const append = (data: Record<string, string>, type = 'message.created'): Promise<void> =>
    withEngine(database.db, 'test', (tx) => appendEvents(tx, [{ workspaceId, type, data, occurredAt: new Date() }]));
  await expect(append({ text: 'halo' })).rejects.toThrow(TypeError);
  await expect(append({ contact_id: '+628120000001' })).rejects.toThrow(TypeError);
  await expect(append({ message_id: newUuid() })).rejects.toThrow(TypeError);
  await expect(append({}, 'Halo')).rejects.toThrow(TypeError);
  expect(await count(workspaceId)).toBe(0);
});

test('notifies once per transaction, at its commit', async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const heard: string[] = [];
    client.on('notification', ({ channel }) => heard.push(channel));
    await client.query('listen kabar_events');
    const workspaceId = newUuid();
    await withEngine(database.db, 'test', async (tx) => {
      await appendEvents(tx, [inventEvent(workspaceId)]);
      await appendEvents(tx, [inventEvent(workspaceId)]);
      await tx.query({ text: 'select 1' });
      expect(heard).toEqual([]);
    });
    await waitFor('a notification', () => heard.length > 0);
    await client.query(`select pg_notify('kabar_events', 'end')`);
    await waitFor('the end', () => heard.length > 1);
    expect(heard).toHaveLength(2);
  } finally {
    await client.end();
  }
});
