import { dataKey, newDataKey } from '#platform/crypto/data-key';
import type { DataKey } from '#platform/crypto/data-key';
import { open, seal } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import { withEngine } from '#platform/db/tx';
import { announcePurge } from './key-purge.ts';
import { run, wrappingAad } from './keyring-context.ts';
import type { KeyringContext } from './keyring-context.ts';
import { destroyPayloadKeyRows, insertPayloadKey, selectPayloadKey } from './keyring.sql.ts';
import type { PayloadKeyRow } from './keyring.sql.ts';
import { workspaceKeys } from './workspace-keys.ts';

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

const dayMs = 86_400_000;
// The last day asked for: every delivery asks, and writing a date costs more than its look-up.
const lastDay = { index: Number.NaN, text: '' };

/** The UTC day of an instant, as `YYYY-MM-DD`. */
export function payloadDay(at: Date): string {
  const index = Math.floor(at.getTime() / dayMs);
  if (index !== lastDay.index) {
    lastDay.index = index;
    lastDay.text = at.toISOString().slice(0, 10);
  }
  return lastDay.text;
}

/**
 * The key of a workspace's raw webhook deliveries of one UTC day (`YYYY-MM-DD`), made when first asked for. Its own transaction, so that it is
 * stored before anything is sealed with it; safe when several processes ask at once.
 *
 * Errors: `SealError` `key_destroyed` once the day is past retention, and as for `workspaceKeys`.
 */
export async function payloadKeyFor(context: KeyringContext, workspaceId: string, day: string): Promise<DataKey> {
  const cached = context.payloads.get(`${workspaceId}/${day}`);
  if (cached !== undefined) return cached;
  if (!dayForm.test(day)) throw new TypeError('a day is YYYY-MM-DD');
  const existing = await load(context, workspaceId, day);
  if (existing !== null) return existing;
  const { primary } = await workspaceKeys(context, workspaceId);
  const { key, bytes } = newDataKey();
  const wrapped = seal(primary, wrappingAad(workspaceId, 'payload_keys', day, key.id), bytes);
  const row = { workspaceId, day, keyId: key.id, wrapped, workspaceKeyVersion: primary.id, at: context.clock.now() };
  await run(context, undefined, insertPayloadKey(row));
  const stored = await load(context, workspaceId, day);
  if (stored === null) throw new SealError('unknown_key');
  return stored;
}

async function load(context: KeyringContext, workspaceId: string, day: string): Promise<DataKey | null> {
  const epoch = context.payloads.epoch();
  const [row] = await run<PayloadKeyRow>(context, undefined, selectPayloadKey(workspaceId, day));
  if (row === undefined) return null;
  if (row.isDestroyed) throw new SealError('key_destroyed');
  const ring = await workspaceKeys(context, workspaceId);
  const key = dataKey(row.keyId, open(ring, wrappingAad(workspaceId, 'payload_keys', day, row.keyId), row.wrapped));
  context.payloads.put(`${workspaceId}/${day}`, key, epoch);
  return key;
}

/**
 * Destroys the payload keys of all days before `day`, of one workspace or of all. Deliveries sealed with them cannot be
 * opened any more, in no copy and no backup. Idempotent. Gives which workspaces and days.
 */
export async function destroyPayloadKeysBefore(
  context: KeyringContext,
  day: string,
  workspaceId: string | null = null,
): Promise<{ workspaceId: string; day: string }[]> {
  if (!dayForm.test(day)) throw new TypeError('a day is YYYY-MM-DD');
  return withEngine(context.db, 'payload keys of all workspaces end by day', async (tx) => {
    const destroyed = await tx.query<{ workspaceId: string; day: string }>(destroyPayloadKeyRows(day, workspaceId, context.clock.now()));
    if (destroyed.length > 0) await announcePurge(tx, { kind: 'payloads', workspaceId, beforeDay: day });
    return destroyed;
  });
}
