import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendAudit, personal, verifyAudit, verifyChain, verifyEveryChain, writeCheckpoints } from '#modules/audit';
import { createKeyring, installationId } from '#modules/keyring';
import type { Keyring } from '#modules/keyring';
import { systemClock } from '#platform/clock';
import { canonicalJson } from '#platform/crypto/canonical-json';
import { rootKeyLine, rootKeysFromText } from '#platform/crypto/root-keys';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import { openText, seal, sealedKeyId } from '#platform/crypto/seal';
import { isSignedBy, signDocument } from '#platform/crypto/signed-document';
import { withEngine, withTenant } from '#platform/db/tx';
import { createNotifications } from '#platform/events/notifications';
import type { Notifications } from '#platform/events/notifications';
import { newUuid, systemIds } from '#platform/ids';
import { createHolderId } from '#platform/leases/lease';
import { silentLog } from '#platform/log';
import { createTestAnchor } from '../../../test/audit-anchor.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestPeople, createTestTenant } from '../../../test/tenants.ts';
import type { TestPeople } from '../../../test/tenants.ts';
import type { EncryptionContext, LivingBackup } from './encryption-context.ts';
import { readStatus } from './read-status.ts';
import { retireOldKeys } from './retire-keys.ts';
import { RotationBusyError, runRotations } from './run-rotation.ts';
import type { SealedPlace } from './sealed-place.ts';
import { rotateSigningKey, startRootRotation, startWorkspaceRotation } from './start-rotation.ts';

const database = useTestDatabase();
const rootLine = rootKeyLine(randomBytes(32));
const hourMs = 3_600_000;
const byHand = { actor: { kind: 'system', id: null }, cause: 'routine' } as const;

const places: SealedPlace[] = [
  { table: 'saved_replies', column: 'text_sealed' },
  { table: 'audit_events', column: 'personal', key: [['seq', 'bigint']] },
  { table: 'mails', column: 'sealed', ofInstallation: true },
];

let notifications: Notifications;
let people: TestPeople;
let open: Keyring[] = [];
let backups: LivingBackup[] = [];

beforeEach(async () => {
  open = [];
  backups = [];
  notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
  people = await createTestPeople(database, {}, { keyring: process() });
});
afterEach(async () => {
  for (const keyring of open) keyring.close();
  await notifications.stop();
  // Every test has an installation of its own: another root key would not open the keys of the one before.
  await database.admin('delete from key_rotations');
});

/** A key ring as another process would have it. */
function process(rootKeys: RootKeyProvider = rootKeysFromText('environment', rootLine)): Keyring {
  const keyring = createKeyring({ db: database.db, rootKeys, clock: systemClock, notifications });
  open.push(keyring);
  return keyring;
}

function context(options: { rootKeys?: RootKeyProvider; at?: () => Date } = {}): EncryptionContext {
  const { rootKeys = rootKeysFromText('environment', rootLine), at = () => new Date() } = options;
  const keyring = process(rootKeys);
  const clock = { ...systemClock, now: at };
  return {
    db: database.db,
    clock,
    ids: systemIds,
    log: silentLog,
    keyring,
    rootKeys,
    audit: { clock, ids: systemIds, keyring },
    holder: createHolderId(),
    places,
    rewrapBackupKeys: () => Promise.resolve(0),
    livingBackups: () => Promise.resolve(backups),
  };
}

const run = (ctx: EncryptionContext, signal = new AbortController().signal) => runRotations(ctx, { signal, share: 1 });

async function newWorkspace(): Promise<string> {
  return (await createTestTenant(people, `Toko ${newUuid().slice(-6)}`)).workspaceId;
}

const aadOf = (workspaceId: string, id: string): string[] => [workspaceId, 'saved_replies', 'text_sealed', id];

/** Writes saved replies as a process with this key ring would. Gives their ids. */
async function addReplies(keyring: Keyring, workspaceId: string, count: number): Promise<string[]> {
  const ring = await keyring.workspaceKeys(workspaceId);
  const ids = Array.from({ length: count }, newUuid);
  await database.admin(
    `insert into saved_replies (workspace_id, id, name, shortcut, text_sealed, created_at, updated_at)
     select $1, id, id::text, id::text, decode(sealed, 'base64'), now(), now() from unnest($2::uuid[], $3::text[]) as fresh (id, sealed)`,
    [workspaceId, ids, ids.map((id) => seal(ring.primary, aadOf(workspaceId, id), `text of ${id}`).toString('base64'))],
  );
  return ids;
}

async function readReplies(workspaceId: string): Promise<{ id: string; sealed: Buffer }[]> {
  return database.admin<{ id: string; sealed: Buffer }>('select id, text_sealed as sealed from saved_replies where workspace_id = $1', [
    workspaceId,
  ]);
}

/** Opens every reply with the keys of a process that begins now. */
async function expectAllOpen(workspaceId: string, rootKeys?: RootKeyProvider): Promise<Set<number>> {
  const ring = await process(rootKeys).workspaceKeys(workspaceId);
  const versions = new Set<number>();
  for (const { id, sealed } of await readReplies(workspaceId)) {
    expect(openText(ring, aadOf(workspaceId, id), sealed)).toBe(`text of ${id}`);
    versions.add(sealedKeyId(sealed));
  }
  return versions;
}

test('seals everything of a workspace anew, and destroys the older key only when nothing needs it', async () => {
  let now = new Date();
  const ctx = context({ at: () => now });
  const workspaceId = await newWorkspace();
  await addReplies(ctx.keyring, workspaceId, 250);
  const contactId = newUuid();
  await withEngine(database.db, 'test', (tx) => ctx.keyring.prepareNew(tx, [{ workspaceId, contactId }]));
  await withTenant(database.db, workspaceId, (tx) =>
    appendAudit(ctx.audit, tx, { actor: { kind: 'system', id: null }, action: 'test.renamed', after: { name: personal('Sari') } }),
  );

  expect(await startWorkspaceRotation(ctx, workspaceId, byHand)).toMatchObject({ toKey: '2', state: 'running' });
  expect(await startWorkspaceRotation(ctx, workspaceId, byHand)).toBeNull();
  expect((await readStatus(ctx)).older).toMatchObject([
    { workspaceId, version: 1, obstacles: [{ kind: 'rotation_running' }, { kind: 'in_use' }, { kind: 'too_young' }] },
  ]);
  const [finished] = await run(ctx);
  expect(finished).toMatchObject({ workspaceId, kind: 'workspace' });

  expect(await expectAllOpen(workspaceId)).toEqual(new Set([2]));
  const [older] = (await readStatus(ctx)).older;
  expect(older).toMatchObject({ version: 1, wrappedCount: 0, valueCount: 0, obstacles: [{ kind: 'too_young' }] });
  expect((await retireOldKeys(ctx)).retired).toEqual([]);

  now = new Date(now.getTime() + 25 * hourMs);
  expect((await retireOldKeys(ctx)).retired).toMatchObject([{ workspaceId, version: 1 }]);
  expect(
    await database.admin('select octet_length(wrapped) as size from workspace_keys where workspace_id = $1 and version = 1', [workspaceId]),
  ).toEqual([{ size: 0 }]);
  expect(await expectAllOpen(workspaceId)).toEqual(new Set([2]));
  const later = process();
  expect((await later.workspaceKeys(workspaceId)).all.size).toBe(1);
  expect((await later.contactKeys([{ workspaceId, contactId }])).has(contactId)).toBe(true);
  expect(await withEngine(database.db, 'test', (tx) => verifyAudit(tx, workspaceId))).toMatchObject({ ok: true });
  const told = await database.admin<{ action: string }>(
    `select action from audit_events where workspace_id = $1 and action like 'encryption.%' order by seq`,
    [workspaceId],
  );
  expect(told.map(({ action }) => action)).toEqual([
    'encryption.workspace_rotation_started',
    'encryption.workspace_rotation_finished',
    'encryption.workspace_key_destroyed',
  ]);
});

test('can be killed at any point: everything opens then, and the next run ends it', { timeout: 120_000 }, async () => {
  const workspaceId = await newWorkspace();
  const ids = await addReplies(process(), workspaceId, 400);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 9 }), async (stopAfter) => {
      const killed = context();
      await startWorkspaceRotation(killed, workspaceId, byHand);
      const stop = new AbortController();
      let seen = 0;
      const broken = runRotations(killed, {
        signal: stop.signal,
        share: 1,
        onProgress: () => {
          seen += 1;
          if (seen > stopAfter) stop.abort(new Error('killed'));
        },
      });
      await broken.catch(() => undefined);
      await expectAllOpen(workspaceId);
      await run(context());
      const newest = (await process().workspaceKeys(workspaceId)).primary.id;
      expect(await expectAllOpen(workspaceId)).toEqual(new Set([newest]));
    }),
    { numRuns: 10 },
  );
  expect(await readReplies(workspaceId)).toHaveLength(ids.length);
});

test('loses no write that happens meanwhile, also of a process that has not heard of the new key', async () => {
  const workspaceId = await newWorkspace();
  const stale = await process().workspaceKeys(workspaceId);
  const first = await addReplies(process(), workspaceId, 300);
  const ctx = context();
  await startWorkspaceRotation(ctx, workspaceId, byHand);
  const live = process();
  let written = 0;
  await runRotations(ctx, {
    signal: new AbortController().signal,
    share: 1,
    onProgress: () => {
      const id = first[written];
      written += 1;
      if (id === undefined) return;
      const again = seal(stale.primary, aadOf(workspaceId, id), `text of ${id}`);
      pending.push(
        database.admin('update saved_replies set text_sealed = $3 where workspace_id = $1 and id = $2', [workspaceId, id, again]),
        addReplies(live, workspaceId, 3),
      );
    },
  });
  await Promise.all(pending.splice(0));
  expect(written).toBeGreaterThan(0);
  await expectAllOpen(workspaceId);
  // What the stale process wrote after the last look is found before the key goes, and sealed by the next change at the latest.
  const left = (await readStatus(ctx)).older.find((one) => one.workspaceId === workspaceId);
  const underOld = (await readReplies(workspaceId)).filter(({ sealed }) => sealedKeyId(sealed) === 1).length;
  expect(left?.valueCount).toBe(underOld);
});
const pending: Promise<unknown>[] = [];

test('keeps an older key for as long as a backup that needs it can be restored', async () => {
  let now = new Date();
  const ctx = context({ at: () => now });
  const workspaceId = await newWorkspace();
  await addReplies(ctx.keyring, workspaceId, 5);
  const expiresAt = new Date(now.getTime() + 35 * 24 * hourMs);
  backups = [{ snapshotAt: new Date(now.getTime() - hourMs), expiresAt }];
  await startWorkspaceRotation(ctx, workspaceId, byHand);
  await run(ctx);
  now = new Date(now.getTime() + 30 * 24 * hourMs);
  expect((await retireOldKeys(ctx, { workspaceId })).kept).toMatchObject([
    { version: 1, obstacles: [{ kind: 'backups', until: expiresAt }] },
  ]);
  now = new Date(now.getTime() + 6 * 24 * hourMs);
  expect((await retireOldKeys(ctx, { workspaceId })).retired).toMatchObject([{ version: 1 }]);
});

test('a value that does not open keeps its key, and is counted', async () => {
  let now = new Date();
  const ctx = context({ at: () => now });
  const workspaceId = await newWorkspace();
  const [id] = await addReplies(ctx.keyring, workspaceId, 3);
  await database.admin(
    `update saved_replies set text_sealed = set_byte(text_sealed, 30, (get_byte(text_sealed, 30) + 1) % 256) where workspace_id = $1 and id = $2`,
    [workspaceId, id],
  );
  await startWorkspaceRotation(ctx, workspaceId, byHand);
  await run(ctx);
  expect((await readStatus(ctx)).rotations[0]).toMatchObject({ workspaceId, state: 'done', unreadableCount: 1 });
  now = new Date(now.getTime() + 50 * 24 * hourMs);
  expect((await retireOldKeys(ctx, { workspaceId })).kept).toMatchObject([
    { version: 1, valueCount: 1, obstacles: [{ kind: 'in_use', count: 1 }] },
  ]);
});

test('wraps every workspace key by a new root key, so that the older root key can go', async () => {
  const workspaceId = await newWorkspace();
  await addReplies(process(), workspaceId, 5);
  const newLine = rootKeyLine(randomBytes(32));
  const both = rootKeysFromText('environment', `${newLine},${rootLine}`);
  const ctx = context({ rootKeys: both });
  expect(await startRootRotation(ctx, byHand, false)).toMatchObject({ kind: 'root', workspaceId: installationId });
  await run(ctx);
  const { root } = await readStatus(ctx);
  expect(root.inUse).toMatchObject([{ rootKeyId: await both.primaryId() }]);
  await expectAllOpen(workspaceId, rootKeysFromText('environment', newLine));
  await expect(process(rootKeysFromText('environment', rootLine)).workspaceKeys(workspaceId)).rejects.toMatchObject({
    code: 'unknown_key',
  });
  // Back, for the tests behind this one.
  const back = context({ rootKeys: rootKeysFromText('environment', `${rootLine},${newLine}`) });
  await startRootRotation(back, byHand, false);
  await run(back);
});

test('leaves no copy of a contact’s key behind: destroyed after a change, it is gone under every version', async () => {
  const ctx = context();
  const workspaceId = await newWorkspace();
  const contactId = newUuid();
  await withEngine(database.db, 'test', (tx) => ctx.keyring.prepareNew(tx, [{ workspaceId, contactId }]));
  await startWorkspaceRotation(ctx, workspaceId, byHand);
  await run(ctx);
  await withEngine(database.db, 'test', (tx) => ctx.keyring.destroyContactKeys(tx, workspaceId, [contactId]));
  expect(await database.admin('select octet_length(wrapped) as size from contact_keys where workspace_id = $1', [workspaceId])).toEqual([
    { size: 0 },
  ]);
  await startWorkspaceRotation(ctx, workspaceId, byHand);
  await run(ctx);
  expect((await process().contactKeys([{ workspaceId, contactId }])).size).toBe(0);
});

test('is done by one process at a time', async () => {
  const workspaceId = await newWorkspace();
  await addReplies(process(), workspaceId, 300);
  const [one, other] = [context(), context()];
  await startWorkspaceRotation(one, workspaceId, byHand);
  let met: unknown = null;
  await runRotations(one, {
    signal: new AbortController().signal,
    share: 1,
    onProgress: () => {
      if (met === null) met = run(other).catch((error: unknown) => error);
    },
  });
  expect(await met).toBeInstanceOf(RotationBusyError);
});

test('replaces the key that signs: what was signed before stays proved, and the older key proves nothing newer', async () => {
  const ctx = context();
  await newWorkspace();
  const anchor = createTestAnchor(people);
  const before = await people.keyring.signingKey();
  const receipt = signDocument(before, { erased: 1 });
  await writeCheckpoints(anchor);
  const ids = await rotateSigningKey(ctx, byHand);
  expect(ids.before).toBe(before.id);
  people.keyring.forgetWorkspace(installationId);

  const [former] = await people.keyring.formerSigningKeys();
  expect(former).toMatchObject({ keyId: before.id });
  expect(isSignedBy(former?.publicKeyPem ?? '', receipt)).toBe(true);
  const now = await people.keyring.signingKey();
  expect(now.id).toBe(ids.after);
  const workspaceId = await newWorkspace();
  await writeCheckpoints(anchor);
  await verifyEveryChain(anchor, (_chain, found) => expect(found.problems).toEqual([]));

  // Whoever has the older key writes a checkpoint with it, an hour later.
  const names: string[] = [];
  for await (const { name } of anchor.checkpoints.storage.list(workspaceId)) names.push(name);
  const file = path.join(anchor.folder, names[0] ?? '');
  const written = JSON.parse(readFileSync(file, 'utf8')) as { document: { at: string } }; // by us
  const forged = signDocument(before, { ...written.document, at: new Date(Date.now() + hourMs).toISOString() });
  writeFileSync(file, canonicalJson(forged));
  expect(await verifyChain(anchor, workspaceId)).toMatchObject({ ok: false, problems: [{ reason: 'checkpoint_forged' }] });
});
