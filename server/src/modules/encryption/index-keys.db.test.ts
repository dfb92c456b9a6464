import { ContactFilter, ID_PREFIXES } from '@kabar/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  compileConditions,
  createPeopleCache,
  createPersonMatcher,
  findErased,
  mergeContacts,
  recordProfileNames,
  raiseStored,
  resolvePeople,
  selectByIdentity,
  selectContactIds,
  type PeopleDeps,
} from '#modules/contacts';
import { orderErasure, runErasure } from '#modules/erasure';
import { layeredHash, raiseHash, type LayeredKey } from '#platform/crypto/layered-hash';
import { engineQuery, withEngine, withTenant } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import { newUuid, toPublicId } from '#platform/ids';
import { stopMarketing } from '../../../test/consent-world.ts';
import { erasureContext } from '../../../test/erasure-world.ts';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createIndexKeyWorld, type IndexKeyWorld } from '../../../test/index-key-world.ts';
import { readStatus } from './read-status.ts';
import { runRotations } from './run-rotation.ts';
import { startIndexRotation } from './start-index-rotation.ts';

const database = useTestDatabase();
const never = new AbortController().signal;
const byHand = { actor: { kind: 'system', id: null }, cause: 'leak' } as const;

let world: IndexKeyWorld;
beforeEach(async () => {
  world = await createIndexKeyWorld(database);
});
afterEach(async () => {
  await world.close();
  // Every test has a root key of its own, and a rotation of another world would not open.
  await database.admin('delete from key_rotations');
  await database.admin('delete from index_versions');
});

const start = () => startIndexRotation(world.ctx, world.workspaceId, byHand, never);
const run = (signal = never) => runRotations(world.ctx, { signal, share: 1 });
const phoneOf = (number: number): string => `6281200${String(number).padStart(6, '0')}`;
const phone = (value: string) => ({ kind: 'phone', value }) as const;

const stopIn = (tx: EngineTx, contactId: string, people: PeopleDeps = world.people): Promise<void> =>
  stopMarketing(tx, people, world.workspaceId, contactId);
const stop = (contactId: string, people?: PeopleDeps): Promise<void> =>
  withEngine(database.db, 'test', (tx) => stopIn(tx, contactId, people));

async function erase(contactId: string): Promise<void> {
  const ctx = erasureContext(world);
  const order = {
    reason: 'person_asked',
    actor: { kind: 'system', id: null },
    auditActor: { kind: 'system', id: null },
    waitMs: 0,
  } as const;
  const { id } = await orderErasure(ctx, world.workspaceId, contactId, order);
  expect(await runErasure(ctx, world.workspaceId, id)).toMatchObject({ kind: 'done' });
}

const isErased = async (value: string, people: PeopleDeps = world.people): Promise<boolean> =>
  (await withEngine(database.db, 'test', (tx) => findErased(people, tx, world.workspaceId, [[phone(value)]])))[0] ?? false;

/** How many stored hashes of the workspace lie under each version, by table. */
async function versionsByTable(): Promise<Record<string, Record<string, number>>> {
  const columns = [
    ['contact_identifiers', 'match_hash'],
    ['suppressions', 'match_hash'],
    ['erased_identifiers', 'match_hash'],
    ['contact_form_messages', 'match_hash'],
    ['contact_attributes', 'match_hash'],
    ['contacts', 'profile_name_hash'],
  ];
  const parts = columns.map(
    ([table, column]) =>
      `select '${table}' as name, kabar_hash_version(${column}) as version from ${table} where workspace_id = $1 and ${column} is not null`,
  );
  const log = `select 'erasure_log', kabar_hash_version(decode(one.mark ->> 'hash', 'hex')) from erasure_log,
               jsonb_array_elements((marks -> 'identifiers') || (marks -> 'stops')) as one (mark) where workspace_id = $1`;
  const rows = await database.admin<{ name: string; version: number; count: number }>(
    `select name, version, count(*)::int as count from (${[...parts, log].join(' union all ')}) as hashes group by 1, 2 order by 1, 2`,
    [world.workspaceId],
  );
  const found: Record<string, Record<string, number>> = {};
  for (const { name, version, count } of rows) found[name] = { ...found[name], [version]: count };
  return found;
}

/** Something in every place that has hashes: a customer, one who stopped, an erased one, a number that is on the list by hand, a form. */
async function fillPlaces(): Promise<{ plain: string; stopped: string; attributeId: string }> {
  const [plain, stopped, gone] = [await world.contactOf(phoneOf(1)), await world.contactOf(phoneOf(2)), await world.contactOf(phoneOf(3))];
  await stop(stopped);
  await stop(gone);
  await erase(gone);
  await recordProfileNames(world.people, [{ workspaceId: world.workspaceId, contactId: plain, name: 'Sari' }]);
  const key = await world.keyring.layeredKey(world.workspaceId, 'contacts');
  await database.admin(
    `insert into suppressions (workspace_id, id, match_kind, match_hash, scope, source, since, created_at) values ($1, uuidv7(), 'phone', $2, 'all', 'manual', now(), now())`,
    [world.workspaceId, hashOf(key, phoneOf(4))],
  );
  await database.admin(
    `insert into contact_form_messages (workspace_id, id, submitted_at, state, language, content_sealed, match_kind, match_hash)
     values ($1, uuidv7(), now(), 'new', 'en', '\\x00', 'phone', $2)`,
    [world.workspaceId, hashOf(key, phoneOf(1))],
  );
  const attributeId = newUuid();
  await database.admin(
    `insert into attributes (workspace_id, id, key, label, type, sensitivity, choices, position, created_at) values ($1, $2, 'city', 'City', 'text', 'personal', '[]', 1, now())`,
    [world.workspaceId, attributeId],
  );
  await database.admin(
    `insert into contact_attributes (workspace_id, contact_id, attribute_id, value_sealed, match_hash, updated_at) values ($1, $2, $3, '\\x00', $4, now())`,
    [world.workspaceId, plain, attributeId, layeredHash(key, `attribute:${attributeId}`, 'bandung')],
  );
  return { plain, stopped, attributeId };
}

/** Who has a personal value, as lists, segments and campaigns ask. */
async function withCity(attributeId: string, op: 'equals' | 'not_equals', people: PeopleDeps = world.people): Promise<string[]> {
  const condition = { field: 'attribute', attribute_id: toPublicId(ID_PREFIXES.attribute, attributeId), op, value: 'Bandung' };
  const filter = ContactFilter.parse({ conditions: [condition] });
  const conditions = await compileConditions(people, world.workspaceId, { filter });
  return selectContactIds(people, world.workspaceId, conditions, null, 100);
}

const hashOf = (key: LayeredKey, value: string, version = key.written): Buffer => layeredHash(key, 'contact:phone', value, version);

test('brings every hash of a workspace under the new key, twice over, and everybody is found as before', { timeout: 60_000 }, async () => {
  const { plain, stopped } = await fillPlaces();
  const before = await versionsByTable();
  expect(Object.keys(before).sort()).toEqual([
    'contact_attributes',
    'contact_form_messages',
    'contact_identifiers',
    'contacts',
    'erased_identifiers',
    'erasure_log',
    'suppressions',
  ]);
  const countOf = (name: string): number => Object.values(before[name] ?? {}).reduce((sum, count) => sum + count, 0);
  for (const version of [2, 3]) {
    expect(await start()).toMatchObject({ kind: 'index', toKey: String(version), state: 'running' });
    expect(await start()).toBeNull();
    expect((await readStatus(world.ctx)).olderIndexes).toMatchObject([{ workspaceId: world.workspaceId, written: version }]);
    expect(await run()).toMatchObject([{ kind: 'index' }]);

    const after = await versionsByTable();
    for (const name of Object.keys(before)) expect([name, after[name]]).toEqual([name, { [version]: countOf(name) }]);
    expect((await readStatus(world.ctx)).olderIndexes).toEqual([]);
    expect(await world.contactOf(phoneOf(1))).toBe(plain);
    expect(await world.contactOf(phoneOf(2))).toBe(stopped);
    expect(await world.choiceOf(plain)).toBe('unset');
    expect(await world.choiceOf(stopped)).toBe('stopped');
    expect(await isErased(phoneOf(3))).toBe(true);
    // On the list by hand before there was a contact.
    if (version === 3) expect(await world.choiceOf(await world.contactOf(phoneOf(4)))).toBe('stopped');
    expect(
      await recordProfileNames({ ...world.people, cache: createPeopleCache() }, [
        { workspaceId: world.workspaceId, contactId: plain, name: 'Sari' },
      ]),
    ).toEqual([]);
  }
  const actions = await database.admin<{ action: string }>(
    `select action from audit_events where workspace_id = $1 and action like 'encryption.index%' order by seq`,
    [world.workspaceId],
  );
  expect(actions.map(({ action }) => action)).toEqual([
    'encryption.index_rotation_started',
    'encryption.index_rotation_finished',
    'encryption.index_rotation_started',
    'encryption.index_rotation_finished',
  ]);
});

describe('while hashes are half brought up', () => {
  test('everybody is found, nobody twice, and who stopped stays stopped', async () => {
    const { plain, stopped, attributeId } = await fillPlaces();
    const deaf = world.process({ hears: false });
    expect(await withCity(attributeId, 'equals', deaf)).toEqual([plain]);
    await start();
    expect(await withCity(attributeId, 'equals')).toEqual([plain]);
    expect(await withCity(attributeId, 'not_equals')).not.toContain(plain);
    await expect(withCity(attributeId, 'not_equals', deaf)).rejects.toMatchObject({ code: 'KB001' });
    // Nothing was brought up yet: each look brings up what it asks for.
    expect(await isErased(phoneOf(3))).toBe(true);
    expect(await world.choiceOf(stopped)).toBe('stopped');
    expect(await world.contactOf(phoneOf(2))).toBe(stopped);
    expect(await world.choiceOf(stopped)).toBe('stopped');
    expect(await world.contactOf(phoneOf(1))).toBe(plain);
    expect(await world.choiceOf(await world.contactOf(phoneOf(4)))).toBe('stopped');
    const matcher = createPersonMatcher(await world.keyring.layeredKey(world.workspaceId, 'contacts'), {
      identities: [],
      marks: [
        { kind: 'phone', hash: hashOf(await world.keyring.layeredKey(world.workspaceId, 'contacts'), phoneOf(3), 1).toString('hex') },
      ],
    });
    expect([matcher.isTheirs(phoneOf(3)), matcher.isTheirs(phoneOf(1))]).toEqual([true, false]);
    await run();
    expect(await withCity(attributeId, 'equals')).toEqual([plain]);
    expect(await versionsByTable()).toMatchObject({ contact_identifiers: { 2: 3 }, suppressions: { 2: 3 } });
  });

  test('a stop of somebody who was not brought up yet is kept with their identifier, and both go up together', async () => {
    const contactId = await world.contactOf(phoneOf(1));
    const before = await world.keyring.layeredKey(world.workspaceId, 'contacts');
    await start();
    const key = await world.keyring.layeredKey(world.workspaceId, 'contacts');
    const pair = { matchKind: 'phone', before: hashOf(before, phoneOf(1)), after: hashOf(key, phoneOf(1)) };
    let raised = false;
    let raising: Promise<unknown> = Promise.resolve();
    await withEngine(database.db, 'test', async (tx) => {
      await stopIn(tx, contactId);
      // Somebody looks them up before the stop is committed: waits for it, or gives up and tries again.
      raising = raiseStored(database.db, world.workspaceId, [pair]).then(() => (raised = true));
      await waitFor('somebody who waits for the identifier', async () => {
        const rows = await database.admin(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%kabar_raise_identities%'`,
        );
        return rows.length > 0;
      });
      expect(raised).toBe(false);
    });
    await raising;
    expect(await world.choiceOf(contactId)).toBe('stopped');
    expect(await versionsByTable()).toMatchObject({ contact_identifiers: { 2: 1 }, suppressions: { 2: 1 } });
  });

  test('people are erased and merged, and what is kept of them goes up', { timeout: 60_000 }, async () => {
    const [gone, from, into] = [await world.contactOf(phoneOf(1)), await world.contactOf(phoneOf(2)), await world.contactOf(phoneOf(3))];
    await stop(gone);
    await stop(from);
    await start();
    await erase(gone);
    expect(await isErased(phoneOf(1))).toBe(true);
    await withEngine(database.db, 'test', (tx) =>
      mergeContacts(
        world.people,
        tx,
        { workspaceId: world.workspaceId, fromContactId: from, intoContactId: into, evidence: { kind: 'manual' } },
        () => Promise.resolve({}),
      ),
    );
    expect(await world.choiceOf(into)).toBe('stopped');
    await run();
    expect(await world.choiceOf(into)).toBe('stopped');
    expect(await world.contactOf(phoneOf(2))).toBe(into);
    expect(await isErased(phoneOf(1))).toBe(true);
    for (const versions of Object.values(await versionsByTable())) expect(Object.keys(versions)).toEqual(['2']);
  });
});

describe('the fence', () => {
  test('waits for whoever is about to write under the key before', async () => {
    await world.contactOf(phoneOf(1));
    let started = false;
    let starting: Promise<unknown> = Promise.resolve();
    await withEngine(database.db, 'test', async (tx) => {
      const key = await world.keyring.layeredKey(world.workspaceId, 'contacts');
      await tx.query({
        text: `insert into suppressions (workspace_id, id, match_kind, match_hash, scope, source, since, created_at) values ($1, uuidv7(), 'phone', $2, 'all', 'manual', now(), now())`,
        values: [world.workspaceId, hashOf(key, phoneOf(9))],
      });
      starting = start().then(() => (started = true));
      await waitFor('a change that waits', async () => {
        const rows = await database.admin(`select 1 from pg_stat_activity where wait_event = 'advisory' and query like '%kabar_index%'`);
        return rows.length > 0;
      });
      expect(started).toBe(false);
    });
    await starting;
    expect(await world.choiceOf(await world.contactOf(phoneOf(9)))).toBe('stopped');
  });

  test('refuses hashes of a process that has not heard of the new key, to be written and to be looked up by', async () => {
    const contactId = await world.contactOf(phoneOf(1));
    const deaf = world.process({ hears: false });
    expect(await world.contactOf(phoneOf(1), deaf)).toBe(contactId);
    const stale = await deaf.keyring.layeredKey(world.workspaceId, 'contacts');
    await start();
    await run();
    expect((await deaf.keyring.layeredKey(world.workspaceId, 'contacts')).written).toBe(1);
    const refused = { code: 'KB001' };
    const lookup = [{ workspaceId: world.workspaceId, matchKind: 'phone', hash: hashOf(stale, phoneOf(1)) }];
    await expect(engineQuery(database.db, selectByIdentity(lookup))).rejects.toMatchObject(refused);
    for (const table of ['suppressions', 'erased_identifiers'])
      await expect(
        database.admin(
          table === 'suppressions'
            ? `insert into suppressions (workspace_id, id, match_kind, match_hash, scope, source, since, created_at) values ($1, uuidv7(), 'phone', $2, 'all', 'manual', now(), now())`
            : `insert into erased_identifiers (workspace_id, match_kind, match_hash, erased_at) values ($1, 'phone', $2, now())`,
          [world.workspaceId, hashOf(stale, phoneOf(1))],
        ),
      ).rejects.toMatchObject(refused);
    await expect(isErased(phoneOf(1), deaf)).rejects.toMatchObject(refused);
    // What the product does with that: it reads the keys again.
    expect(await world.contactOf(phoneOf(1), deaf)).toBe(contactId);
    expect((await deaf.keyring.layeredKey(world.workspaceId, 'contacts')).written).toBe(2);
  });

  test('a tenant cannot look up by an older hash either, nor see the versions of another', async () => {
    const contactId = await world.contactOf(phoneOf(1));
    const stale = hashOf(await world.keyring.layeredKey(world.workspaceId, 'contacts'), phoneOf(1));
    await start();
    const look = (workspaceId: string) =>
      withTenant(database.db, workspaceId, (tx) =>
        tx.query<{ contactId: string }>(selectByIdentity([{ workspaceId: world.workspaceId, matchKind: 'phone', hash: stale }])),
      );
    await expect(look(world.workspaceId)).rejects.toMatchObject({ code: 'KB001' });
    const rows = await withTenant(database.db, newUuid(), (tx) => tx.query({ text: 'select 1 from index_versions' }));
    expect(rows).toEqual([]);
    expect(await world.contactOf(phoneOf(1))).toBe(contactId);
  });
});

test(
  'customers, stops, erasures and lists go on from two processes while it runs, and at no moment is a stop forgotten',
  { timeout: 120_000 },
  async () => {
    const count = 60;
    const known = await Promise.all(Array.from({ length: count }, (_, index) => world.contactOf(phoneOf(index))));
    const stopped = new Set<number>();
    for (let index = 0; index < count; index += 5) {
      await stop(known[index] ?? '');
      stopped.add(index);
    }
    const processes = [world.process({ hears: true }), world.process({ hears: false })];
    for (const people of processes) await people.keyring.layeredKey(world.workspaceId, 'contacts');
    let isOver = false;
    const seen: string[] = [];
    const watch = async (): Promise<void> => {
      while (!isOver) {
        const committed = [...stopped];
        for (const index of committed) if ((await world.choiceOf(known[index] ?? '')) !== 'stopped') seen.push(`stop of ${index}`);
      }
    };
    const write = async (people: PeopleDeps, offset: number): Promise<void> => {
      for (let round = 0; round < count; round += 1) {
        const index = (round * 7 + offset) % count;
        if ((await world.contactOf(phoneOf(index), people)) !== known[index]) seen.push(`a second contact of ${index}`);
        if (round % 6 === offset) {
          await stop(known[index] ?? '', people).then(
            () => stopped.add(index),
            (error: { code?: string }) => {
              // The database let whoever brings hashes up go first, or refused an old one: nothing was written, and intake tries again.
              if (!['40P01', '55P03', 'KB001'].includes(error.code ?? '')) throw error;
            },
          );
        }
        await world.contactOf(phoneOf(count + round), people);
      }
    };
    const watching = watch();
    await start();
    await Promise.all([run(), ...processes.map((people, offset) => write(people, offset))]);
    await run();
    isOver = true;
    await watching;
    expect(seen).toEqual([]);
    const [row] = await database.admin<{ contacts: number; identifiers: number }>(
      `select (select count(*)::int from contacts where workspace_id = $1) as contacts, count(*)::int as identifiers from contact_identifiers where workspace_id = $1`,
      [world.workspaceId],
    );
    expect(row).toEqual({ contacts: count * 2, identifiers: count * 2 });
    for (const versions of Object.values(await versionsByTable())) expect(Object.keys(versions)).toEqual(['2']);
  },
);

test('broken off after every batch, it goes on where the data says, and ends', { timeout: 60_000 }, async () => {
  const known = await Promise.all(Array.from({ length: 240 }, (_, index) => world.contactOf(phoneOf(index))));
  await stop(known[7] ?? '');
  await start();
  let runs = 0;
  for (let isDone = false; !isDone; runs += 1) {
    const broken = new AbortController();
    await runRotations(world.ctx, { signal: broken.signal, share: 1, onProgress: () => broken.abort(new Error('killed')) }).then(
      (finished) => (isDone = finished.length > 0),
      (error: unknown) => expect(error).toMatchObject({ message: 'killed' }),
    );
    expect(await world.choiceOf(known[7] ?? '')).toBe('stopped');
    if (runs > 20) throw new Error('it does not end');
  }
  expect(runs).toBeGreaterThan(1);
  expect(await versionsByTable()).toMatchObject({ contact_identifiers: { 2: 240 } });
});

test('after a leak, the older key finds nobody in a copy of the database; it cannot be told who is in it', async () => {
  await fillPlaces();
  const leaked = await world.keyring.layeredKey(world.workspaceId, 'contacts');
  const inCopy = async (key: LayeredKey): Promise<string[]> => {
    const stored = await database.admin<{ hash: string }>(
      `select encode(match_hash, 'hex') as hash from contact_identifiers where workspace_id = $1
       union all select encode(match_hash, 'hex') from suppressions where workspace_id = $1
       union all select encode(match_hash, 'hex') from erased_identifiers where workspace_id = $1
       union all select encode(match_hash, 'hex') from contact_form_messages where workspace_id = $1
       union all select one.mark ->> 'hash' from erasure_log, jsonb_array_elements((marks -> 'identifiers') || (marks -> 'stops')) as one (mark) where workspace_id = $1`,
      [world.workspaceId],
    );
    const hashes = new Set(stored.flatMap(({ hash }) => [hash, hash.slice(-64)]));
    // Whoever has the key tries numbers, one after the other.
    return Array.from({ length: 10 }, (_, number) => phoneOf(number)).filter((value) => hashes.has(hashOf(key, value).toString('hex')));
  };
  expect(await inCopy(leaked)).toEqual([phoneOf(1), phoneOf(2), phoneOf(3), phoneOf(4)]);
  await start();
  await run();
  expect(await inCopy(leaked)).toEqual([]);
  const key = await world.keyring.layeredKey(world.workspaceId, 'contacts');
  expect(await inCopy(key)).toEqual([phoneOf(1), phoneOf(2), phoneOf(3), phoneOf(4)]);
  expect(raiseHash(key, hashOf(leaked, phoneOf(1)))).toEqual(hashOf(key, phoneOf(1)));
});

test('two people who write for the first time at the moment of the change are one contact each', { timeout: 60_000 }, async () => {
  const processes = [world.process({ hears: true }), world.process({ hears: false })];
  for (const people of processes) await people.keyring.layeredKey(world.workspaceId, 'contacts');
  const make = (people: PeopleDeps): Promise<string[]> =>
    Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const [found] = await resolvePeople({ ...people, cache: createPeopleCache() }, [
          { workspaceId: world.workspaceId, identities: [{ kind: 'wa_id', value: phoneOf(index) }] },
        ]);
        return found?.contactId ?? '';
      }),
    );
  const [first, second] = await Promise.all([...processes.map(make), start().then(() => run())]);
  expect(first).toEqual(second);
  expect(new Set(first as string[]).size).toBe(40);
});
