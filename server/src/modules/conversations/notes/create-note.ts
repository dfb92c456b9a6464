import { ID_PREFIXES, type CreateNoteRequest, type NoteResponse } from '@kabar/contract';
import { notify } from '#modules/notifications';
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
import { sealNoteText } from './open-note-text.ts';

/**
 * Writes a note into a conversation and tells whom it mentions, in one transaction.
 *
 * Errors: `not_found` (conversation, mentioned member or team), `conflict` when the customer was erased.
 */
export async function createNote(
  ctx: NotesContext,
  actor: WorkspaceActor,
  conversationId: string,
  request: CreateNoteRequest,
): Promise<NoteResponse> {
  const { workspaceId } = actor;
  const viewer = await ctx.viewers.of(actor);
  const written = await withTenant(ctx.db, workspaceId, async (tx): Promise<WrittenNote> => {
    const place = await findPlace(tx, viewer, conversationId);
    const mentioned = await findMentioned(ctx, tx, place, request.mentions, request.team_mentions);
    const ring = (await ctx.keyring.contactKeys([{ workspaceId, contactId: place.contactId }], tx)).get(place.contactId);
    if (ring === undefined) throw new AppError('conflict');
    const id = ctx.ids.uuid();
    await appendEntries(tx, ctx, workspaceId, [
      {
        id,
        conversationId,
        kind: 'note',
        by: entryByOf(actor),
        data: mentionData(request),
        contentSealed: sealNoteText(ring.primary, workspaceId, id, request.text),
        occurredAt: ctx.clock.now(),
      },
    ]);
    await tellMentioned(ctx, tx, actor, conversationId, id, mentioned);
    return { entryId: id, mentioned };
  });
  return respondNote(ctx, actor, conversationId, written);
}

/** A note that is stored, with whom it mentions. */
export type WrittenNote = { entryId: string; mentioned: Mentioned };

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
