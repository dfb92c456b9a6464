import { hash } from 'node:crypto';
import { ID_PREFIXES, type CreateNoteRequest, type NoteResponse } from '@kabar/contract';
import { notify } from '#modules/notifications';
import { keyedHash } from '#platform/crypto/keyed-hash';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { appendEntries } from '../entries/append-entries.ts';
import { getEntry } from '../entries/list-entries.ts';
import { findMentioned, type Mentioned } from './find-mentioned.ts';
import { findPlace } from './find-place.ts';
import { entryByOf } from './note-author.ts';
import type { NotesContext } from './notes-context.ts';
import { insertNoteRequest, selectNoteRequest } from './notes.sql.ts';
import { sealNoteText } from './open-note-text.ts';

/**
 * Writes a note into a conversation and tells whom it mentions, in one transaction. With an idempotency key the same request
 * makes one note, however often it comes; `replayed` tells that this is the first one's.
 *
 * Errors: `not_found` (conversation, mentioned member or team), `conflict` when the customer was erased, `idempotency_key_reused`.
 */
export async function createNote(
  ctx: NotesContext,
  actor: WorkspaceActor,
  conversationId: string,
  input: { request: CreateNoteRequest; idempotencyKey: string | null },
): Promise<{ response: NoteResponse; replayed: boolean }> {
  const { workspaceId } = actor;
  const { request, idempotencyKey } = input;
  const viewer = await ctx.viewers.of(actor);
  const fingerprint = idempotencyKey === null ? null : await fingerprintOf(ctx, workspaceId, conversationId, request);
  const written = await withTenant(ctx.db, workspaceId, async (tx): Promise<WrittenNote & { replayed: boolean }> => {
    const place = await findPlace(tx, viewer, conversationId);
    const mentioned = await findMentioned(ctx, tx, place, request.mentions, request.team_mentions);
    const ring = (await ctx.keyring.contactKeys([{ workspaceId, contactId: place.contactId }], tx)).get(place.contactId);
    if (ring === undefined) throw new AppError('conflict');
    const id = ctx.ids.uuid();
    const now = ctx.clock.now();
    const earlierId =
      idempotencyKey === null || fingerprint === null ? null : await earlierNote(tx, keyHashOf(actor, idempotencyKey), fingerprint);
    if (earlierId !== null) return { entryId: earlierId, mentioned, replayed: true };
    await appendEntries(tx, ctx, workspaceId, [
      {
        id,
        conversationId,
        kind: 'note',
        by: entryByOf(actor),
        data: mentionData(request),
        contentSealed: sealNoteText(ring.primary, workspaceId, id, request.text),
        occurredAt: now,
      },
    ]);
    if (idempotencyKey !== null && fingerprint !== null) {
      const row = { workspaceId, keyHash: keyHashOf(actor, idempotencyKey), fingerprint, entryId: id, at: now };
      // Two presses at the same moment: the second waited for the first and takes its own note back.
      if ((await tx.query(insertNoteRequest(row))).length === 0) throw new RepeatedNote();
    }
    await tellMentioned(ctx, tx, actor, conversationId, id, mentioned);
    return { entryId: id, mentioned, replayed: false };
  }).catch((error: unknown) => {
    if (error instanceof RepeatedNote) return null;
    throw error;
  });
  if (written === null) return createNote(ctx, actor, conversationId, input);
  return { response: await respondNote(ctx, actor, conversationId, written), replayed: written.replayed };
}

/** A note that is stored, with whom it mentions. */
export type WrittenNote = { entryId: string; mentioned: Mentioned };

/** The same request was carried out at the same moment. */
class RepeatedNote extends Error {
  override readonly name = 'RepeatedNote';
}

/** Who is mentioned, as an entry keeps it. */
export function mentionData(request: CreateNoteRequest): Record<string, string[]> {
  return {
    mentioned_member_ids: [...new Set(request.mentions)],
    ...(request.team_mentions.length === 0 ? {} : { mentioned_team_ids: [...new Set(request.team_mentions)] }),
  };
}

/** Tells those who are mentioned and may see it, each once per note, whatever is changed about it later. */
export async function tellMentioned(
  ctx: NotesContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  conversationId: string,
  entryId: string,
  mentioned: Mentioned,
): Promise<void> {
  const publicId = toPublicId(ID_PREFIXES.entry, entryId);
  await notify(ctx, tx, actor.workspaceId, {
    kind: 'mentioned',
    memberIds: mentioned.seeing,
    actor: actor.kind === 'user' ? { kind: 'member', id: actor.memberId } : { kind: 'api_key', id: actor.apiKeyId },
    conversationId,
    data: { entry_id: publicId },
    dedupeKey: publicId,
  });
}

/** The note as it stands now, with whom it tells. Errors: `not_found` when it is gone already. */
export async function respondNote(
  ctx: NotesContext,
  actor: WorkspaceActor,
  conversationId: string,
  { entryId, mentioned }: WrittenNote,
): Promise<NoteResponse> {
  const self = actor.kind === 'user' ? actor.memberId : null;
  const publicIds = (ids: readonly string[]): NoteResponse['notified_member_ids'] =>
    ids.filter((id) => id !== self).map((id) => toPublicId(ID_PREFIXES.member, id) as NoteResponse['notified_member_ids'][number]); // made with that very prefix
  return {
    entry: await getEntry(ctx, actor.workspaceId, conversationId, entryId),
    notified_member_ids: publicIds(mentioned.seeing),
    not_notified_member_ids: publicIds(mentioned.blind),
  };
}

async function earlierNote(tx: TenantTx, keyHash: Buffer, fingerprint: Buffer): Promise<string | null> {
  const [earlier] = await tx.query<{ entryId: string; fingerprint: Buffer }>(selectNoteRequest(tx.workspaceId, keyHash));
  if (earlier === undefined) return null;
  if (!earlier.fingerprint.equals(fingerprint)) throw new AppError('idempotency_key_reused');
  return earlier.entryId;
}

/** Keys of two authors do not meet. */
function keyHashOf(actor: WorkspaceActor, idempotencyKey: string): Buffer {
  const { kind, id } = entryByOf(actor);
  return Buffer.from(hash('sha256', `${kind} ${id ?? ''} ${idempotencyKey}`), 'hex');
}

async function fingerprintOf(ctx: NotesContext, workspaceId: string, conversationId: string, request: CreateNoteRequest): Promise<Buffer> {
  const key = await ctx.keyring.indexKey(workspaceId, 'note_requests');
  return keyedHash(key, 'request', JSON.stringify([conversationId, request.text, request.mentions, request.team_mentions]));
}
