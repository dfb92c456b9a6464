import { ID_PREFIXES } from '@kabar/contract';
import type { KeyRing } from '#platform/crypto/data-key';
import { SealError } from '#platform/crypto/seal-error';
import { withEngine } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import { StorageError } from '#platform/storage/object-storage';
import { bareType, mediaLifetimesMs, maxAnyFileBytes } from '#whatsapp/media-rules';
import type { Connection, MediaDownload } from '#whatsapp/provider';
import type { ProviderError } from '#whatsapp/provider-error';
import { readSha256 } from '#whatsapp/sha256';
import { scanFile, storeThumbnail } from './check-file.ts';
import type { MediaContext } from './media-context.ts';
import { objectPlace, openColumn, ownerKeys, storageKeyOf } from './media-keys.ts';
import { updateFetched, updateFetchLater, updateGone, type MediaRow, type StoredFacts } from './media.sql.ts';
import type { ProviderRef } from './register-inbound.ts';

/** What became of one try. */
export type FetchOutcome = 'stored' | 'later' | 'gone' | 'overtaken';

type Try = { kind: 'stored'; facts: StoredFacts } | { kind: 'later'; why: string } | { kind: 'gone'; why: string };

const retryAfterMs = [1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000];
/** A definite refusal is believed when it comes this often: single wrong answers do happen. */
const believedRefusals = 3;

/**
 * Fetches one claimed file from WhatsApp into the storage: by its address while that is valid, else by its id; compares the hash;
 * records the end if the claim is still the newest. Never throws for anything that WhatsApp or the network does.
 */
export async function fetchMedia(ctx: MediaContext, media: MediaRow, signal: AbortSignal): Promise<FetchOutcome> {
  const result = await attempt(ctx, media, signal);
  const now = ctx.clock.now();
  if (result.kind === 'later') {
    const delayMs = retryAfterMs[Math.min(media.attempts, retryAfterMs.length) - 1] ?? 1_000;
    const at = new Date(now.getTime() + delayMs);
    await withEngine(ctx.db, 'try a file again later', (tx) => tx.query(updateFetchLater(media, at, result.why)));
    return 'later';
  }
  return withEngine(ctx.db, 'record a fetched file', async (tx) => {
    const statement = result.kind === 'stored' ? updateFetched(media, result.facts, now) : updateGone(media, result.why);
    const rows = await tx.query(statement);
    if (rows.length === 0) return 'overtaken';
    const messageId = media.messageId === null ? {} : { message_id: toPublicId(ID_PREFIXES.message, media.messageId) };
    await appendEvents(tx, [
      {
        workspaceId: media.workspaceId,
        type: 'media.updated',
        data: { media_id: toPublicId(ID_PREFIXES.media, media.id), ...messageId },
        occurredAt: now,
      },
    ]);
    return result.kind;
  });
}

async function attempt(ctx: MediaContext, media: MediaRow, signal: AbortSignal): Promise<Try> {
  const keys = await ownerKeys(ctx, media);
  if (keys === null || media.providerRefSealed === null || media.numberId === null) return { kind: 'gone', why: 'contact_erased' };
  const ref = readRef(keys, media, media.providerRefSealed);
  if (ref === null) return { kind: 'gone', why: 'contact_erased' };
  const ageMs = ctx.clock.now().getTime() - new Date(ref.receivedAt).getTime();
  if (ageMs > mediaLifetimesMs.inbound) return { kind: 'gone', why: 'expired' };
  const connection = await ctx.connections.connectionFor(media.workspaceId, media.numberId);
  if (connection === null) return { kind: 'later', why: 'number_disconnected' };
  const source = await openSource(ctx, connection, ref, signal);
  if (!('body' in source))
    return source.isFinal && media.attempts >= believedRefusals ? { kind: 'gone', why: source.why } : { kind: 'later', why: source.why };
  return store(ctx, media, keys, ref, source);
}

type Source = MediaDownload & { sha256: string | null; mimeType: string | null };
type NoSource = { why: string; isFinal: boolean };

/** The address of the webhook first; when it is too old or refused, a fresh one by the id. */
async function openSource(ctx: MediaContext, connection: Connection, ref: ProviderRef, signal: AbortSignal): Promise<Source | NoSource> {
  const isUrlValid = ref.url !== null && new Date(ref.urlUntil) > ctx.clock.now();
  if (isUrlValid && ref.url !== null) {
    const direct = await ctx.provider.downloadMedia(connection, ref.url, { signal });
    if (direct.ok) return { ...direct.value, sha256: ref.sha256 };
    if (direct.unreachable) return toNoSource(direct.error, true);
  }
  const info = await ctx.provider.mediaInfo(connection, ref.id, { signal });
  if (!info.ok) return toNoSource(info.error, info.unreachable);
  const download = await ctx.provider.downloadMedia(connection, info.value.url, { signal });
  if (!download.ok) return toNoSource(download.error, download.unreachable);
  return { ...download.value, sha256: ref.sha256 ?? info.value.sha256 };
}

/** A token can be renewed and a limit passes; only a refusal of the file itself is final. */
function toNoSource(error: ProviderError, isUnreachable: boolean): NoSource {
  if (isUnreachable || error.retry === 'R' || error.retry === 'U' || error.retry === 'L') return { why: 'unreachable', isFinal: false };
  const isAboutAccess = error.class === 'auth' || error.class === 'permission';
  return { why: isAboutAccess ? 'access_refused' : 'refused', isFinal: !isAboutAccess };
}

async function store(ctx: MediaContext, media: MediaRow, keys: KeyRing, ref: ProviderRef, source: Source): Promise<Try> {
  const storageKey = storageKeyOf(media.workspaceId, media.id, media.attempts);
  // What an earlier try left behind, when its process was killed between storing and recording.
  if (media.attempts > 1) await ctx.storage.delete(storageKeyOf(media.workspaceId, media.id, media.attempts - 1));
  try {
    const stored = await ctx.storage.put({
      name: storageKey,
      owner: keys.primary,
      place: objectPlace(media.workspaceId, media.id),
      source: source.body,
      maxBytes: maxAnyFileBytes,
    });
    const expected = source.sha256 === null ? null : readSha256(source.sha256);
    const isCutShort = source.sizeBytes !== null && source.sizeBytes !== stored.sizeBytes;
    if (isCutShort || (expected !== null && expected !== stored.sha256.toString('hex'))) {
      await ctx.storage.delete(storageKey);
      return media.attempts >= believedRefusals && !isCutShort ? { kind: 'gone', why: 'wrong_hash' } : { kind: 'later', why: 'wrong_hash' };
    }
    const place = objectPlace(media.workspaceId, media.id);
    const open = () => ctx.storage.get({ name: storageKey, owner: keys, place, sealedKey: stored.sealedKey });
    const scan = await scanFile(ctx, open);
    const { workspaceId, id, mimeType } = media;
    const picture = {
      workspaceId,
      id,
      mimeType: bareType(mimeType),
      sizeBytes: stored.sizeBytes,
      owner: keys.primary,
      version: media.attempts,
    };
    const thumbnail = scan === 'infected' ? null : await storeThumbnail(ctx, picture, open);
    const { sizeBytes, sha256, sealedKey } = stored;
    return { kind: 'stored', facts: { storageKey, sizeBytes, sha256, objectKeySealed: sealedKey, mimeType, scan, thumbnail } };
  } catch (error) {
    source.body.destroy();
    if (error instanceof StorageError && error.code === 'too_large') return { kind: 'gone', why: 'too_large' };
    ctx.log.warn('a file could not be stored and is tried again', { workspaceId: media.workspaceId, mediaId: media.id, error });
    return { kind: 'later', why: 'not_stored' };
  }
}

function readRef(keys: KeyRing, media: MediaRow, sealed: Buffer): ProviderRef | null {
  try {
    return JSON.parse(openColumn(keys, media, 'provider_ref', sealed)) as ProviderRef; // sealed by us in this very form
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
