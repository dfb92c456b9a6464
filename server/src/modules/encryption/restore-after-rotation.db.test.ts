import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBackup, listLivingBackups, restoreBackup, rewrapBackupKeys } from '#modules/backups';
import { createKeyring } from '#modules/keyring';
import type { Keyring } from '#modules/keyring';
import { systemClock } from '#platform/clock';
import { rootKeysFromText } from '#platform/crypto/root-keys';
import { openText, seal } from '#platform/crypto/seal';
import { openDatabase } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { createNotifications } from '#platform/events/notifications';
import { newUuid, systemIds } from '#platform/ids';
import { createHolderId } from '#platform/leases/lease';
import { silentLog } from '#platform/log';
import { createBackupWorld } from '../../../test/backup-world.ts';
import type { BackupWorld } from '../../../test/backup-world.ts';
import { createEmptyDatabase, useTestDatabase } from '../../../test/harness.ts';
import type { EncryptionContext } from './encryption-context.ts';
import { listOlderVersions, retireOldKeys } from './retire-keys.ts';
import { runRotations } from './run-rotation.ts';
import { startWorkspaceRotation } from './start-rotation.ts';

const database = useTestDatabase();
const never = new AbortController().signal;
let world: BackupWorld;
let ctx: EncryptionContext;
let keyring: Keyring;
let publicId: string;
const replyId = newUuid();
let workspaceId: string;
let contactId: string;
let aad: string[];
let contactSealed: Buffer;

beforeAll(async () => {
  world = await createBackupWorld(database, 100);
  ({ workspaceId } = world.world);
  aad = [workspaceId, 'saved_replies', 'text_sealed', replyId];
  keyring = ringOver(database.url, database.db);
  ({ contactId } = await world.world.customer('+628120000009'));
  const own = (await keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
  if (own === undefined) throw new Error('no key');
  contactSealed = seal(own.primary, ['of the contact'], 'a message');
  const { primary } = await keyring.workspaceKeys(workspaceId);
  await database.admin(
    `insert into saved_replies (workspace_id, id, name, shortcut, text_sealed, created_at, updated_at) values ($1, $2, 'a', 'a', $3, now(), now())`,
    [workspaceId, replyId, seal(primary, aad, 'kept text')],
  );
  publicId = (await createBackup(world.ctx, { cause: 'command', signal: never })).summary.id;
  ctx = {
    db: database.db,
    clock: systemClock,
    ids: systemIds,
    log: silentLog,
    keyring,
    rootKeys: world.ctx.rootKeys,
    audit: { clock: systemClock, ids: systemIds, keyring },
    holder: createHolderId(),
    places: [{ table: 'saved_replies', column: 'text_sealed' }],
    rewrapBackupKeys: () => rewrapBackupKeys(world.ctx),
    livingBackups: () => listLivingBackups(database.db),
  };
});
afterAll(async () => {
  keyring.close();
  await world.close();
});

function ringOver(url: string, db: typeof database.db): Keyring {
  return createKeyring({
    db,
    rootKeys: rootKeysFromText('environment', world.rootKey),
    clock: systemClock,
    notifications: createNotifications({ url, clock: systemClock, log: silentLog }),
  });
}

/** Restores the backup with the keys of this moment, and looks at it with a key ring over the restored database. */
async function afterRestore<T>(look: (keys: Keyring, sealed: Buffer) => Promise<T>): Promise<T> {
  const empty = await createEmptyDatabase();
  try {
    await restoreBackup({
      place: world.ctx.places.first,
      publicId,
      targetUrl: empty.url,
      keys: { kind: 'database', url: database.url },
      identities: null,
      rootKeys: world.ctx.rootKeys,
      media: null,
      carried: [],
      finish: () => Promise.resolve(),
      onProgress: () => undefined,
      now: new Date(),
      signal: never,
    });
    const db = openDatabase({ url: empty.url, appPoolSize: 1, enginePoolSize: 2, onError: () => undefined });
    const keys = ringOver(empty.url, db);
    try {
      const [row] = await engineQuery<{ sealed: Buffer }>(db, {
        text: 'select text_sealed as sealed from saved_replies where id = $1',
        values: [replyId],
      });
      return await look(keys, row?.sealed ?? Buffer.alloc(0));
    } finally {
      keys.close();
      await db.close();
    }
  } finally {
    await empty.close();
  }
}

test(
  'a backup made before a change of keys restores whole with the keys of today, which are kept for it',
  { timeout: 120_000 },
  async () => {
    await startWorkspaceRotation(ctx, workspaceId, { actor: { kind: 'system', id: null }, cause: 'routine' });
    await runRotations(ctx, { signal: never, share: 1 });
    const [older] = await listOlderVersions(ctx, workspaceId, { nothingElseRuns: true, giveUpBackups: false });
    expect(older).toMatchObject({ version: 1, wrappedCount: 0, valueCount: 0, obstacles: [{ kind: 'backups' }] });
    await afterRestore(async (keys, sealed) => {
      expect(openText(await keys.workspaceKeys(workspaceId), aad, sealed)).toBe('kept text');
      const own = (await keys.contactKeys([{ workspaceId, contactId }])).get(contactId);
      expect(own === undefined ? null : openText(own, ['of the contact'], contactSealed)).toBe('a message');
    });
  },
);

test('given up after a leak, it loses what the older key sealed and nothing that customers said', { timeout: 120_000 }, async () => {
  const { retired } = await retireOldKeys(ctx, { workspaceId, haste: { nothingElseRuns: true, giveUpBackups: true } });
  expect(retired).toMatchObject([{ version: 1 }]);
  await afterRestore(async (keys, sealed) => {
    const ring = await keys.workspaceKeys(workspaceId);
    expect(() => openText(ring, aad, sealed)).toThrow(expect.objectContaining({ code: 'unknown_key' }));
    const own = (await keys.contactKeys([{ workspaceId, contactId }])).get(contactId);
    expect(own === undefined ? null : openText(own, ['of the contact'], contactSealed)).toBe('a message');
  });
});
