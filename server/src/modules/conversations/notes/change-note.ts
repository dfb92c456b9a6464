import { ID_PREFIXES, type NoteResponse, type UpdateNoteRequest } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { entryEvent } from '../entries/append-entries.ts';
import { mentionData, respondNote, tellMentioned, type WrittenNote } from './create-note.ts';
import { findMentioned } from './find-mentioned.ts';
import { findPlace } from './find-place.ts';
import { auditActorOf, requireAuthorOrManager } from './note-author.ts';
import type { NotesContext } from './notes-context.ts';
import { lockNote, updateNote, updateNoteDeleted, type NoteRow } from './notes.sql.ts';
import { sealNoteText } from './open-note-text.ts';

/**
 * Gives a note another text; its author may, and managers. Who is mentioned for the first time is told.
 * Errors: `not_found`, also for a note that was deleted; `permission_denied`; `conflict` when the customer was erased.
 */
export async function updateNoteText(
  ctx: NotesContext,
  actor: WorkspaceActor,
  place: { conversationId: string; entryId: string },
  request: UpdateNoteRequest,
): Promise<NoteResponse> {
  const { workspaceId } = actor;
  const { conversationId, entryId } = place;
  const viewer = await ctx.viewers.of(actor);
  const written = await withTenant(ctx.db, workspaceId, async (tx): Promise<WrittenNote> => {
    const conversation = await findPlace(tx, viewer, conversationId);
    const { isOwn } = requireAuthorOrManager(actor, await mustLock(tx, conversationId, entryId));
    const mentioned = await findMentioned(ctx, tx, conversation, request.mentions, request.team_mentions);
    const { contactId } = conversation;
    const ring = (await ctx.keyring.contactKeys([{ workspaceId, contactId }], tx)).get(contactId);
    if (ring === undefined) throw new AppError('conflict');
    const at = ctx.clock.now();
    const contentSealed = sealNoteText(ring.primary, workspaceId, entryId, request.text);
    await tx.query(updateNote({ workspaceId, entryId, data: JSON.stringify(mentionData(request)), contentSealed, at }));
    await appendEvents(tx, [entryEvent(workspaceId, conversationId, entryId, at)]);
    await tellMentioned(ctx, tx, actor, conversationId, entryId, mentioned);
    if (!isOwn) await record(ctx, tx, actor, 'note.changed', entryId);
    return { entryId, mentioned };
  });
  return respondNote(ctx, actor, conversationId, written);
}

/**
 * Deletes a note; its author may, and managers. The text is gone for good; that there was a note, of whom and when, stays.
 * Errors: `not_found`, also for a note that was deleted before; `permission_denied`.
 */
export async function deleteNote(
  ctx: NotesContext,
  actor: WorkspaceActor,
  { conversationId, entryId }: { conversationId: string; entryId: string },
): Promise<void> {
  const viewer = await ctx.viewers.of(actor);
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    await findPlace(tx, viewer, conversationId);
    const { isOwn } = requireAuthorOrManager(actor, await mustLock(tx, conversationId, entryId));
    const at = ctx.clock.now();
    await tx.query(updateNoteDeleted(actor.workspaceId, entryId, at));
    await appendEvents(tx, [entryEvent(actor.workspaceId, conversationId, entryId, at)]);
    if (!isOwn) await record(ctx, tx, actor, 'note.deleted', entryId);
  });
}

async function mustLock(tx: TenantTx, conversationId: string, entryId: string): Promise<NoteRow> {
  const [note] = await tx.query<NoteRow>(lockNote(tx.workspaceId, conversationId, entryId));
  if (note === undefined) throw new AppError('not_found');
  return note;
}

/** What is done to somebody else's words is worth a line. */
async function record(ctx: NotesContext, tx: TenantTx, actor: WorkspaceActor, action: string, entryId: string): Promise<void> {
  const target = { kind: 'entry', id: toPublicId(ID_PREFIXES.entry, entryId) };
  await appendAudit(ctx.audit, tx, { actor: auditActorOf(actor), action, target });
}
