import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import pg from 'pg';
import { createKeyring } from '../src/modules/keyring/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { rootKeysFromText } from '../src/platform/crypto/root-keys.ts';
import { openDatabase } from '../src/platform/db/database.ts';
import { createNotifications } from '../src/platform/events/notifications.ts';
import { fromPublicId, newUuid } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';
import { createDiskStorage } from '../src/platform/storage/disk-storage.ts';
import { createSealedStorage } from '../src/platform/storage/sealed-storage.ts';

/**
 * Gives the person of a conversation files, for the benchmark: `node fill-media.ts <database url> <root key> <media folder> <conversation> <files> <bytes
 * of each>`.
 */
const [url = '', rootKey = '', folder = '', conversation = '', fileText = '1', byteText = '1'] = process.argv.slice(2);
const admin = new pg.Pool({ connectionString: url, max: 2 });
const db = openDatabase({ url, appPoolSize: 2, enginePoolSize: 2, onError: () => undefined });
const notifications = createNotifications({ url, clock: systemClock, log: silentLog });
const keyring = createKeyring({ db, rootKeys: rootKeysFromText('environment', rootKey), clock: systemClock, notifications });
const storage = createSealedStorage(createDiskStorage(folder));
const { rows } = await admin.query<{ workspaceId: string; contactId: string }>(
  'select workspace_id as "workspaceId", contact_id as "contactId" from conversations where id = $1',
  [fromPublicId('cnv', conversation)],
);
const [place] = rows;
if (place === undefined) throw new Error('there is no such conversation');
const { workspaceId, contactId } = place;
const ring = (await keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
if (ring === undefined) throw new Error('the contact has no key');
const bytes = randomBytes(Number(byteText));
for (let index = 0; index < Number(fileText); index += 1) {
  const id = newUuid();
  const name = `${workspaceId}/${id.slice(-2)}/${id}.1`;
  const source = Readable.from([bytes]);
  const stored = await storage.put({
    name,
    owner: ring.primary,
    place: [workspaceId, 'media', 'object', id],
    source,
    maxBytes: bytes.length,
  });
  await admin.query(
    `insert into media (workspace_id, id, contact_id, direction, status, kind, mime_type, size_bytes, storage_key, object_key_sealed, sha256, created_at, stored_at)
     values ($1, $2, $3, 'in', 'stored', 'document', 'application/octet-stream', $4, $5, $6, $7, now(), now())`,
    [workspaceId, id, contactId, bytes.length, name, stored.sealedKey, stored.sha256],
  );
}
keyring.close();
await notifications.stop();
await db.close();
await admin.end();
