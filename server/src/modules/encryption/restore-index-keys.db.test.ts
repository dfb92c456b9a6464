import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBackup, restoreBackup } from '#modules/backups';
import { suppressionsCarried } from '#modules/consent';
import { createPeopleCache, erasedIdentifiersCarried, resolvePeople } from '#modules/contacts';
import { erasureLogCarried, orderErasure, runErasure } from '#modules/erasure';
import { createKeyring, indexVersionsCarried } from '#modules/keyring';
import { systemClock } from '#platform/clock';
import { rootKeysFromText } from '#platform/crypto/root-keys';
import { openDatabase } from '#platform/db/database';
import { engineQuery, withEngine } from '#platform/db/tx';
import { createNotifications } from '#platform/events/notifications';
import { systemIds } from '#platform/ids';
import { createHolderId } from '#platform/leases/lease';
import { silentLog } from '#platform/log';
import { createBackupWorld, type BackupWorld } from '../../../test/backup-world.ts';
import { stopMarketing } from '../../../test/consent-world.ts';
import { erasureContext } from '../../../test/erasure-world.ts';
import { createEmptyDatabase, useTestDatabase } from '../../../test/harness.ts';
import type { EncryptionContext } from './encryption-context.ts';
import { fitCarriedRows, raiseRestored } from './raise-restored.ts';
import { runRotations } from './run-rotation.ts';
import { startIndexRotation } from './start-index-rotation.ts';

const database = useTestDatabase();
const never = new AbortController().signal;
let world: BackupWorld;
beforeAll(async () => {
  world = await createBackupWorld(database, 100);
});
afterAll(() => world.close());

const stop = (contactId: string): Promise<void> =>
  withEngine(database.db, 'test', (tx) => stopMarketing(tx, world.world.people, world.world.workspaceId, contactId));

test(
  'a backup from before a change of index keys comes back with today’s stops and erasures over it, and nobody is missed',
  { timeout: 180_000 },
  async () => {
    const { workspaceId, people, keyring } = world.world;
    const customer = async (phone: string): Promise<string> => (await world.world.customer(phone)).contactId;
    const [plain, before, after, gone] = [
      await customer('628120000101'),
      await customer('628120000102'),
      await customer('628120000103'),
      await customer('628120000104'),
    ];
    await stop(before);
    const { id: publicId } = (await createBackup(world.ctx, { cause: 'command', signal: never })).summary;

    const ctx: EncryptionContext = {
      db: database.db,
      clock: systemClock,
      ids: systemIds,
      log: silentLog,
      keyring,
      rootKeys: world.ctx.rootKeys,
      audit: { clock: systemClock, ids: systemIds, keyring },
      holder: createHolderId(),
      places: [],
      rewrapBackupKeys: () => Promise.resolve(0),
      livingBackups: () => Promise.resolve([]),
    };
    await startIndexRotation(ctx, workspaceId, { actor: { kind: 'system', id: null }, cause: 'leak' }, never);
    await runRotations(ctx, { signal: never, share: 1 });
    await stop(after);
    const erasure = erasureContext(world.world);
    const actor = { kind: 'system', id: null } as const;
    const order = await orderErasure(erasure, workspaceId, gone, { reason: 'person_asked', actor, auditActor: actor, waitMs: 0 });
    expect(await runErasure(erasure, workspaceId, order.id)).toMatchObject({ kind: 'done' });

    const empty = await createEmptyDatabase();
    const db = openDatabase({ url: empty.url, appPoolSize: 2, enginePoolSize: 4, onError: () => undefined });
    const restoredRing = createKeyring({
      db,
      rootKeys: rootKeysFromText('environment', world.rootKey),
      clock: systemClock,
      notifications: createNotifications({ url: empty.url, clock: systemClock, log: silentLog }),
    });
    try {
      await restoreBackup({
        place: world.ctx.places.first,
        publicId,
        targetUrl: empty.url,
        keys: { kind: 'database', url: database.url },
        identities: null,
        rootKeys: world.ctx.rootKeys,
        media: null,
        carried: [indexVersionsCarried, suppressionsCarried, erasureLogCarried, erasedIdentifiersCarried],
        raiseHashes: async () => {
          const keys = await raiseRestored({ db, clock: systemClock, keyring: restoredRing }, never);
          return (table, rows) => Promise.resolve(fitCarriedRows(keys, table, rows));
        },
        finish: () => Promise.resolve(),
        onProgress: () => undefined,
        now: new Date(),
        signal: never,
      });
      const choices = await engineQuery<{ id: string; choice: string }>(db, {
        text: `select id, kabar_marketing_choice(workspace_id, id) as choice from contacts where workspace_id = $1 and id = any($2::uuid[])`,
        values: [workspaceId, [plain, before, after]],
      });
      expect(new Map(choices.map(({ id, choice }) => [id, choice]))).toEqual(
        new Map([
          [plain, 'unset'],
          [before, 'stopped'],
          [after, 'stopped'],
        ]),
      );
      const found = await resolvePeople({ ...people, db, keyring: restoredRing, cache: createPeopleCache() }, [
        { workspaceId, identities: [{ kind: 'wa_id', value: '628120000101' }] },
      ]);
      expect(found).toMatchObject([{ contactId: plain, isNew: false }]);
      const marked = await engineQuery(db, {
        text: `select 1 from contact_identifiers i join erased_identifiers e using (workspace_id, match_kind, match_hash)
                where i.workspace_id = $1 and i.contact_id = $2`,
        values: [workspaceId, gone],
      });
      expect(marked).toHaveLength(1);
      const versions = await engineQuery<{ written: number; oldest: number; versions: number[] }>(db, {
        text: `select written, oldest, (select array_agg(distinct kabar_hash_version(match_hash)) from
                 (select match_hash from contact_identifiers union all select match_hash from suppressions union all select match_hash from erased_identifiers) h) as versions
                 from index_versions where workspace_id = $1 and purpose = 'contacts'`,
        values: [workspaceId],
      });
      expect(versions).toEqual([{ written: 2, oldest: 2, versions: [2] }]);
    } finally {
      restoredRing.close();
      await db.close();
      await empty.close();
    }
  },
);
