import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPeopleCache, type PeopleDeps } from '../src/modules/contacts/index.ts';
import { openConversations } from '../src/modules/conversations/index.ts';
import { createKeyring, type Keyring } from '../src/modules/keyring/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { rootKeyLine, rootKeysFromText } from '../src/platform/crypto/root-keys.ts';
import { withTenant } from '../src/platform/db/tx.ts';
import { createNotifications, type Notifications } from '../src/platform/events/notifications.ts';
import { newUuid, systemIds } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';
import type { TestDatabase } from './harness.ts';

/** A workspace with one connected number, made directly in the tables, for tests of the message path. */
export type MessageWorld = {
  workspaceId: string;
  wabaAccountId: string;
  numberId: string;
  keyring: Keyring;
  people: PeopleDeps;
  notifications: Notifications;
  /** A folder of the test's own, removed at the end. */
  folder: string;
  /** A contact and conversation for a phone number; the window is open for a day unless told otherwise. */
  customer(phone: string, options?: { window?: 'open' | 'closed' }): Promise<{ contactId: string; conversationId: string }>;
  template(name: string, facts?: { category?: string; status?: string }): Promise<void>;
  close(): Promise<void>;
};

/** Builds the world over a test database. `throughputPerSecond` is the number's limit; `rootKey` lets other processes open what is sealed. */
export async function createMessageWorld(
  database: TestDatabase,
  throughputPerSecond = 1_000,
  rootKey = rootKeyLine(randomBytes(32)),
): Promise<MessageWorld> {
  const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
  const keyring = createKeyring({
    db: database.db,
    rootKeys: rootKeysFromText('environment', rootKey),
    clock: systemClock,
    notifications,
  });
  const [workspaceId, wabaAccountId, numberId] = [newUuid(), newUuid(), newUuid()];
  const digits = String(10_000_000_000 + Math.floor(Math.random() * 1e10));
  await database.admin(
    `insert into workspaces (id, name, slug, time_zone, created_at, updated_at) values ($1, 'Toko', $2, 'Asia/Jakarta', now(), now())`,
    [workspaceId, `toko-${digits}`],
  );
  await withTenant(database.db, workspaceId, (tx) => keyring.createWorkspaceKeys(tx, workspaceId));
  await database.admin(
    `insert into waba_accounts (workspace_id, id, provider, waba_id, webhook_key, verify_token_hash, app_secret_sealed, access_token_sealed, created_at)
     values ($1, $2, 'emulator', $3, $4, '\\x00', '\\x00', '\\x00', now())`,
    [workspaceId, wabaAccountId, digits, `key-${digits}`],
  );
  await database.admin(
    `insert into numbers (workspace_id, id, waba_account_id, phone_number_id, display_phone_number, status, throughput_per_second, connected_at)
     values ($1, $2, $3, $4, '+1 555 0100', 'connected', $5, now())`,
    [workspaceId, numberId, wabaAccountId, `9${digits}`, throughputPerSecond],
  );
  const people: PeopleDeps = { db: database.db, keyring, cache: createPeopleCache(), clock: systemClock, ids: systemIds };
  const folder = mkdtempSync(path.join(tmpdir(), 'kabar-world-'));
  return {
    workspaceId,
    wabaAccountId,
    numberId,
    keyring,
    people,
    notifications,
    folder,
    async customer(phone, options = {}) {
      const [opened] = await openConversations(people, [{ workspaceId, numberId, address: { kind: 'phone', value: phone } }]);
      if (opened === undefined || 'error' in opened) throw new Error('no conversation');
      if (options.window !== 'closed') {
        await database.admin(`update conversations set window_expires_at = now() + interval '1 day' where id = $1`, [
          opened.conversationId,
        ]);
      }
      return opened;
    },
    async template(name, facts = {}) {
      await database.admin(
        `insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, components, facts_at, synced_at, created_at)
         values ($1, $2, $3, $4, $5, 'en_US', $6, $7, '[]', now(), now(), now())`,
        [workspaceId, newUuid(), wabaAccountId, newUuid(), name, facts.category ?? 'utility', facts.status ?? 'approved'],
      );
    },
    async close() {
      keyring.close();
      await notifications.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
