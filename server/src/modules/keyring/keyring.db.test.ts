import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#platform/clock';
import type { Clock } from '#platform/clock';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { rootKeyLine, rootKeysFromText } from '#platform/crypto/root-keys';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import { openText, seal, sealedKeyId } from '#platform/crypto/seal';
import { isSignedBy, signDocument } from '#platform/crypto/signed-document';
import { withEngine, withTenant } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import { createNotifications } from '#platform/events/notifications';
import type { Notifications } from '#platform/events/notifications';
import { newUuid } from '#platform/ids';
import { silentLog } from '#platform/log';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createKeyring, installationId, payloadDay } from './index.ts';
import type { Keyring } from './index.ts';

const database = useTestDatabase();
const rootLine = rootKeyLine(randomBytes(32));
const rootKeys = rootKeysFromText('environment', rootLine);
let notifications: Notifications;
let open: Keyring[] = [];

beforeEach(async () => {
  open = [];
  notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  // Listening from the start, so that no key ring begins with a "missed" that comes while a test looks into its memory.
  notifications.on('kabar_keys', { received: () => undefined, missed: () => undefined });
  await notifications.start();
});
afterEach(async () => {
  for (const keyring of open) keyring.close();
  await notifications.stop();
});

/** A key ring as another process would have it: with a memory of its own. */
function process(options: { rootKeys?: RootKeyProvider; clock?: Clock } = {}): Keyring {
  const keyring = createKeyring({ db: database.db, rootKeys, clock: systemClock, notifications, ...options });
  open.push(keyring);
  return keyring;
}

function engine<T>(fn: (tx: EngineTx) => Promise<T>): Promise<T> {
  return withEngine(database.db, 'test', fn);
}

async function newWorkspace(keyring: Keyring): Promise<string> {
  const workspaceId = newUuid();
  await withTenant(database.db, workspaceId, (tx) => keyring.createWorkspaceKeys(tx, workspaceId));
  return workspaceId;
}

async function newContact(keyring: Keyring, workspaceId: string): Promise<{ contactId: string; key: DataKey }> {
  const contactId = newUuid();
  const keys = await engine((tx) => keyring.prepareNew(tx, [{ workspaceId, contactId }]));
  const key = keys.get(contactId);
  if (key === undefined) throw new Error('no key');
  return { contactId, key };
}

async function ringOf(keyring: Keyring, workspaceId: string, contactId: string): Promise<KeyRing | undefined> {
  return (await keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
}

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a value');
  return value;
}

const place = ['w', 'messages', 'content_sealed', 'm'];

test('gives every process the same keys for the same contacts', async () => {
  const [here, there] = [process(), process()];
  const workspaces = [await newWorkspace(here), await newWorkspace(here)];
  const refs = workspaces.flatMap((workspaceId) => Array.from({ length: 30 }, () => ({ workspaceId, contactId: newUuid() })));
  const made = await engine((tx) => here.prepareNew(tx, refs));
  const found = await there.contactKeys([...refs, { workspaceId: needed(workspaces[0]), contactId: newUuid() }]);
  expect(found.size).toBe(60);
  for (const { contactId } of refs) {
    const sealed = seal(needed(made.get(contactId)), place, contactId);
    expect(openText(needed(found.get(contactId)), place, sealed)).toBe(contactId);
  }
  expect(new Set([...found.values()].map((ring) => ring.primary.id)).size).toBe(60);
});

test('finds the keys of a contact in its own workspace only', async () => {
  const keyring = process();
  const [own, other] = [await newWorkspace(keyring), await newWorkspace(keyring)];
  const { contactId } = await newContact(keyring, own);
  expect(await ringOf(keyring, other, contactId)).toBeUndefined();
  const asTenant = await withTenant(database.db, other, (tx) => process().contactKeys([{ workspaceId: own, contactId }], tx));
  expect(asTenant.size).toBe(0);
});

test('needs the database once for many contacts and then not at all', async () => {
  const keyring = process();
  const workspaceId = await newWorkspace(keyring);
  const refs = Array.from({ length: 50 }, () => ({ workspaceId, contactId: newUuid() }));
  await engine((tx) => keyring.prepareNew(tx, refs));
  let statementCount = 0;
  const counting = (tx: EngineTx): EngineTx => ({
    ...tx,
    query: (statement) => {
      statementCount += 1;
      return tx.query(statement);
    },
  });
  await keyring.workspaceKeys(workspaceId);
  await engine((tx) => keyring.contactKeys(refs, counting(tx)));
  expect(statementCount).toBe(1);
  await engine((tx) => keyring.contactKeys(refs, counting(tx)));
  expect(statementCount).toBe(1);
});

test('forgets keys that were made in a transaction which was rolled back', async () => {
  const keyring = process();
  const workspaceId = newUuid();
  const contactId = newUuid();
  const failing = engine(async (tx) => {
    await keyring.createWorkspaceKeys(tx, workspaceId);
    await keyring.prepareNew(tx, [{ workspaceId, contactId }]);
    expect((await keyring.contactKeys([{ workspaceId, contactId }], tx)).size).toBe(1);
    await keyring.indexKey(workspaceId, 'contacts', tx);
    throw new Error('changed our mind');
  });
  await expect(failing).rejects.toThrow('changed our mind');
  await expect(keyring.workspaceKeys(workspaceId)).rejects.toMatchObject({ code: 'unknown_key' });
  expect(await ringOf(keyring, workspaceId, contactId)).toBeUndefined();
  await expect(keyring.indexKey(workspaceId, 'contacts')).rejects.toMatchObject({ code: 'unknown_key' });
});

test('makes a destroyed contact unreadable in every process, for good', async () => {
  const [here, there] = [process(), process()];
  const workspaceId = await newWorkspace(here);
  const { contactId, key } = await newContact(here, workspaceId);
  const sealed = seal(key, place, 'rahasia');
  for (const keyring of [here, there]) {
    expect(openText(needed(await ringOf(keyring, workspaceId, contactId)), place, sealed)).toBe('rahasia');
  }
  expect(await engine((tx) => here.destroyContactKeys(tx, workspaceId, [contactId]))).toEqual([contactId]);
  for (const keyring of [here, there, process()]) {
    await waitFor('the key to be forgotten', async () => (await ringOf(keyring, workspaceId, contactId)) === undefined);
  }
  const [row] = await database.admin<{ wrapped: Buffer; destroyed_at: Date }>(
    'select wrapped, destroyed_at from contact_keys where contact_id = $1',
    [contactId],
  );
  expect(row?.wrapped.byteLength).toBe(0);
  expect(row?.destroyed_at).toBeInstanceOf(Date);
  await expect(engine((tx) => here.prepareNew(tx, [{ workspaceId, contactId }]))).rejects.toMatchObject({ code: '23505' });
  expect(await engine((tx) => here.destroyContactKeys(tx, workspaceId, [contactId]))).toEqual([]);
});

test('keeps the key when the destroying transaction is rolled back', async () => {
  const keyring = process();
  const workspaceId = await newWorkspace(keyring);
  const { contactId } = await newContact(keyring, workspaceId);
  const failing = engine(async (tx) => {
    await keyring.destroyContactKeys(tx, workspaceId, [contactId]);
    throw new Error('changed our mind');
  });
  await expect(failing).rejects.toThrow('changed our mind');
  expect(await ringOf(keyring, workspaceId, contactId)).toBeDefined();
});

test('destroys one contact and leaves its neighbours, also those of another workspace', async () => {
  const keyring = process();
  const [own, other] = [await newWorkspace(keyring), await newWorkspace(keyring)];
  const doomed = await newContact(keyring, own);
  const neighbour = await newContact(keyring, own);
  const stranger = await newContact(keyring, other);
  await engine((tx) => keyring.destroyContactKeys(tx, other, [doomed.contactId]));
  expect(await ringOf(process(), own, doomed.contactId)).toBeDefined();
  await engine((tx) => keyring.destroyContactKeys(tx, own, [doomed.contactId]));
  expect(await ringOf(process(), own, doomed.contactId)).toBeUndefined();
  expect(await ringOf(process(), own, neighbour.contactId)).toBeDefined();
  expect(await ringOf(process(), other, stranger.contactId)).toBeDefined();
});

test('forgets everything when notifications may have been missed', async () => {
  const keyring = process();
  const workspaceId = await newWorkspace(keyring);
  const { contactId } = await newContact(keyring, workspaceId);
  await ringOf(keyring, workspaceId, contactId);
  // Past the notification, as if the listening connection had been away.
  await database.admin(`update contact_keys set wrapped = '', destroyed_at = now() where contact_id = $1`, [contactId]);
  expect(await ringOf(keyring, workspaceId, contactId)).toBeDefined();
  await database.admin(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'kabar_listen'`,
  );
  await waitFor('the cache to be dropped', async () => (await ringOf(keyring, workspaceId, contactId)) === undefined);
});

test('forgets a key after five minutes even if nobody tells', async () => {
  let offsetMs = 0;
  const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + offsetMs) };
  const keyring = process({ clock });
  const workspaceId = await newWorkspace(keyring);
  const { contactId } = await newContact(keyring, workspaceId);
  await ringOf(keyring, workspaceId, contactId);
  await database.admin(`update contact_keys set wrapped = '', destroyed_at = now() where contact_id = $1`, [contactId]);
  expect(await ringOf(keyring, workspaceId, contactId)).toBeDefined();
  offsetMs = 5 * 60_000;
  expect(await ringOf(keyring, workspaceId, contactId)).toBeUndefined();
});

test('lets a contact open what was sealed for one merged into it, until they are taken apart', async () => {
  const keyring = process();
  const workspaceId = await newWorkspace(keyring);
  const [from, into] = [await newContact(keyring, workspaceId), await newContact(keyring, workspaceId)];
  const merge = { workspaceId, fromContactId: from.contactId, intoContactId: into.contactId };
  const sealed = seal(from.key, place, 'halo');
  const read = async (contactId: string): Promise<string> =>
    openText(needed(await ringOf(process(), workspaceId, contactId)), place, sealed);
  await expect(read(into.contactId)).rejects.toMatchObject({ code: 'unknown_key' });
  for (let round = 0; round < 2; round += 1) {
    await engine((tx) => keyring.adoptContactKeys(tx, merge));
    expect(await read(into.contactId)).toBe('halo');
    expect(await read(from.contactId)).toBe('halo');
    expect(needed(await ringOf(process(), workspaceId, into.contactId)).primary.id).toBe(into.key.id);
    await engine((tx) => keyring.releaseContactKeys(tx, merge));
    await expect(read(into.contactId)).rejects.toMatchObject({ code: 'unknown_key' });
    expect(await read(from.contactId)).toBe('halo');
  }
});

test('destroys the keys of merged contacts together', async () => {
  const keyring = process();
  const workspaceId = await newWorkspace(keyring);
  const [from, into] = [await newContact(keyring, workspaceId), await newContact(keyring, workspaceId)];
  await engine((tx) => keyring.adoptContactKeys(tx, { workspaceId, fromContactId: from.contactId, intoContactId: into.contactId }));
  const destroyed = await engine((tx) => keyring.destroyContactKeys(tx, workspaceId, [into.contactId]));
  expect(destroyed.sort()).toEqual([from.contactId, into.contactId].sort());
  expect(await ringOf(process(), workspaceId, from.contactId)).toBeUndefined();
  const living = await database.admin('select 1 from contact_keys where workspace_id = $1 and length(wrapped) > 0', [workspaceId]);
  expect(living).toEqual([]);
});

test('does not open a key moved to another contact, workspace or table', async () => {
  const keyring = process();
  const [own, other] = [await newWorkspace(keyring), await newWorkspace(keyring)];
  const [first, second] = [await newContact(keyring, own), await newContact(keyring, own)];
  const stranger = await newContact(keyring, other);
  await database.admin('update contact_keys t set wrapped = s.wrapped from contact_keys s where t.contact_id = $1 and s.contact_id = $2', [
    first.contactId,
    second.contactId,
  ]);
  await expect(ringOf(process(), own, first.contactId)).rejects.toMatchObject({ code: 'broken_seal' });
  await database.admin('update contact_keys t set wrapped = s.wrapped from contact_keys s where t.contact_id = $1 and s.contact_id = $2', [
    first.contactId,
    stranger.contactId,
  ]);
  await expect(ringOf(process(), own, first.contactId)).rejects.toMatchObject({ code: 'broken_seal' });
});

test('has different index keys per workspace and purpose, the same in every process', async () => {
  const [here, there] = [process(), process()];
  const [own, other] = [await newWorkspace(here), await newWorkspace(here)];
  const bytes = async (keyring: Keyring, workspaceId: string, purpose: string): Promise<string> =>
    (await keyring.indexKey(workspaceId, purpose)).export().toString('hex');
  expect(await bytes(here, own, 'contacts')).toBe(await bytes(there, own, 'contacts'));
  const late = await Promise.all(Array.from({ length: 16 }, (_, index) => bytes(index % 2 === 0 ? here : there, own, 'made_later')));
  expect(new Set(late).size).toBe(1);
  const all = [
    await bytes(here, own, 'contacts'),
    await bytes(here, other, 'contacts'),
    await bytes(here, own, 'suppress'),
    needed(late[0]),
  ];
  expect(new Set(all).size).toBe(4);
  await expect(here.indexKey(own, 'Not A Word')).rejects.toThrow(TypeError);
});

test('has one payload key per workspace and day, however many ask first', async () => {
  const keyrings = [process(), process(), process()];
  const workspaceId = await newWorkspace(needed(keyrings[0]));
  const day = payloadDay(new Date('2026-11-20T23:59:59Z'));
  expect(day).toBe('2026-11-20');
  const keys = await Promise.all(Array.from({ length: 24 }, (_, index) => needed(keyrings[index % 3]).payloadKeyFor(workspaceId, day)));
  expect(new Set(keys.map((key) => `${key.id} ${key.key.export().toString('hex')}`)).size).toBe(1);
  expect((await needed(keyrings[0]).payloadKeyFor(workspaceId, '2026-11-21')).id).not.toBe(needed(keys[0]).id);
});

test('destroys payload keys by day, in every process', async () => {
  const [here, there] = [process(), process()];
  const [own, other] = [await newWorkspace(here), await newWorkspace(here)];
  for (const workspaceId of [own, other]) {
    for (const day of ['2026-11-10', '2026-11-11', '2026-11-12']) {
      await here.payloadKeyFor(workspaceId, day);
      await there.payloadKeyFor(workspaceId, day);
    }
  }
  expect(await here.destroyPayloadKeysBefore('2026-11-11', own)).toEqual([{ workspaceId: own, day: '2026-11-10' }]);
  const isGone = async (keyring: Keyring, workspaceId: string, day: string): Promise<boolean> =>
    keyring.payloadKeyFor(workspaceId, day).then(
      () => false,
      (error: unknown) => error instanceof Error && 'code' in error && error.code === 'key_destroyed',
    );
  for (const keyring of [here, there]) {
    await waitFor('the day to be gone', () => isGone(keyring, own, '2026-11-10'));
    expect(await isGone(keyring, other, '2026-11-10')).toBe(false);
  }
  expect(await here.destroyPayloadKeysBefore('2026-11-12')).toHaveLength(3);
  for (const keyring of [here, there]) {
    await waitFor(
      'the days to be gone',
      async () => (await isGone(keyring, own, '2026-11-11')) && (await isGone(keyring, other, '2026-11-10')),
    );
    expect(await isGone(keyring, own, '2026-11-12')).toBe(false);
  }
  expect(await here.destroyPayloadKeysBefore('2026-11-12')).toEqual([]);
});

test('seals secrets to their place', async () => {
  const keyring = process();
  const [own, other] = [await newWorkspace(keyring), await newWorkspace(keyring)];
  const here = { workspaceId: own, table: 'waba_accounts', column: 'access_token_sealed', rowId: newUuid() };
  const sealed = await keyring.sealSecret(here, 'invented-token');
  expect(sealed.includes('invented-token')).toBe(false);
  expect(await process().openSecret(here, sealed)).toBe('invented-token');
  for (const elsewhere of [
    { ...here, rowId: newUuid() },
    { ...here, column: 'app_secret_sealed' },
    { ...here, workspaceId: other },
  ]) {
    await expect(keyring.openSecret(elsewhere, sealed)).rejects.toMatchObject({ code: 'broken_seal' });
  }
});

test('seals for the installation itself, with one key for all processes', async () => {
  const keyrings = Array.from({ length: 6 }, () => process());
  const here = { workspaceId: installationId, table: 'mails', column: 'sealed', rowId: newUuid() };
  const all = await Promise.all(keyrings.map((keyring) => keyring.sealSecret(here, 'halo')));
  for (const sealed of all) expect(await process().openSecret(here, sealed)).toBe('halo');
});

test('goes on reading after a rotation, seals with the new version and wraps the rest anew', async () => {
  const keyring = process();
  const workspaceId = await newWorkspace(keyring);
  const spot = { workspaceId, table: 't', column: 'c', rowId: 'r' };
  const old = await keyring.sealSecret(spot, 'lama');
  const contacts = [];
  for (let index = 0; index < 5; index += 1) contacts.push(await newContact(keyring, workspaceId));
  await keyring.payloadKeyFor(workspaceId, '2026-11-20');
  const index = (await keyring.indexKey(workspaceId, 'contacts')).export();

  expect(await engine((tx) => keyring.rotateWorkspaceKey(tx, workspaceId))).toBe(2);
  const fresh = process();
  expect(await fresh.openSecret(spot, old)).toBe('lama');
  expect(sealedKeyId(await fresh.sealSecret(spot, 'baru'))).toBe(2);

  const olderCount = async (): Promise<number> => {
    const rows = await database.admin<{ count: string }>(
      `select (select count(*) from contact_keys where workspace_id = $1 and workspace_key_version < 2)
            + (select count(*) from index_keys where workspace_id = $1 and workspace_key_version < 2)
            + (select count(*) from payload_keys where workspace_id = $1 and workspace_key_version < 2) as count`,
      [workspaceId],
    );
    return Number(rows[0]?.count);
  };
  expect(await olderCount()).toBeGreaterThan(5);
  let doneCount = 0;
  for (let done = 1; done > 0; doneCount += done) done = await keyring.rewrapOlderKeys(workspaceId, 2);
  expect(doneCount).toBeGreaterThan(5);
  expect(await olderCount()).toBe(0);
  for (const { contactId, key } of contacts) {
    expect(openText(needed(await ringOf(process(), workspaceId, contactId)), ['x'], seal(key, ['x'], 'halo'))).toBe('halo');
  }
  expect((await process().indexKey(workspaceId, 'contacts')).export()).toEqual(index);
  expect((await process().payloadKeyFor(workspaceId, '2026-11-20')).id).toBeGreaterThan(0);
});

test('moves all workspaces to a new root key', async () => {
  const keyring = process();
  const workspaceId = await newWorkspace(keyring);
  const { key } = (await keyring.workspaceKeys(workspaceId)).primary;
  const newLine = rootKeyLine(randomBytes(32));
  const during = process({ rootKeys: rootKeysFromText('environment', `${newLine},${rootLine}`) });
  const onlyNew = process({ rootKeys: rootKeysFromText('environment', newLine) });
  await expect(onlyNew.workspaceKeys(workspaceId)).rejects.toMatchObject({ code: 'unknown_key' });
  try {
    for (let done = 1; done > 0;) done = await during.rewrapUnderPrimaryRoot(2);
    expect((await onlyNew.workspaceKeys(workspaceId)).primary.key.equals(key)).toBe(true);
  } finally {
    const back = process({ rootKeys: rootKeysFromText('environment', `${rootLine},${newLine}`) });
    for (let done = 1; done > 0;) done = await back.rewrapUnderPrimaryRoot();
  }
});

test('destroys a whole workspace', async () => {
  const [here, there] = [process(), process()];
  const [doomed, other] = [await newWorkspace(here), await newWorkspace(here)];
  const { contactId } = await newContact(here, doomed);
  await there.workspaceKeys(doomed);
  await engine((tx) => here.destroyWorkspaceKeys(tx, doomed));
  for (const keyring of [here, there]) {
    await waitFor('the workspace to be gone', () =>
      keyring.workspaceKeys(doomed).then(
        () => false,
        (error: unknown) => error instanceof Error && 'code' in error && error.code === 'key_destroyed',
      ),
    );
    expect(await ringOf(keyring, doomed, contactId)).toBeUndefined();
    await keyring.workspaceKeys(other);
  }
});

test('keeps no key in the clear in its tables and lets nobody delete one', async () => {
  const keyring = process();
  const workspaceId = await newWorkspace(keyring);
  const { key } = await newContact(keyring, workspaceId);
  const secrets = [
    key.key.export(),
    (await keyring.indexKey(workspaceId, 'contacts')).export(),
    (await keyring.workspaceKeys(workspaceId)).primary.key.export(),
  ];
  for (const table of ['workspace_keys', 'contact_keys', 'index_keys', 'payload_keys']) {
    const rows = await database.admin<{ wrapped: Buffer }>(`select wrapped from ${table}`);
    for (const { wrapped } of rows) for (const secret of secrets) expect(wrapped.includes(secret)).toBe(false);
    await expect(engine((tx) => tx.query({ text: `delete from ${table}` }))).rejects.toMatchObject({ code: '42501' });
    await expect(withTenant(database.db, workspaceId, (tx) => tx.query({ text: `delete from ${table}` }))).rejects.toMatchObject({
      code: '42501',
    });
  }
});

test('signs with one key in every process, kept under the root key', async () => {
  const [one, two] = [await process().signingKey(), await process().signingKey()];
  expect(two.publicKeyPem).toBe(one.publicKeyPem);
  expect(isSignedBy(two.publicKeyPem, signDocument(one, { erased: 1 }))).toBe(true);
});
