import { ID_PREFIXES, type ContactNote, type Page, type PageQuery } from '@kabar/contract';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText, seal } from '#platform/crypto/seal';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { doerOf } from './acting.ts';
import { tellUpdated } from './contact-events.ts';
import { memberIdsOf, requireContact } from './current-contact.ts';
import { deleteNote, insertNote, lockNote, selectNotes, updateNote } from './notes.sql.ts';
import type { NoteRow } from './notes.sql.ts';

/** Notes about a contact and those merged into it, newest first. Errors: `not_found`, `cursor_invalid`. */
export async function listNotes(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  publicId: string,
  { limit, cursor }: PageQuery,
): Promise<Page<ContactNote>> {
  const { workspaceId } = actor;
  const contactId = await requireContact(ctx, actor, publicId);
  const ids = await memberIdsOf(ctx, workspaceId, contactId);
  const position = decodeCursor(cursor, 2);
  const before = position === null ? null : { at: String(position[0]), id: String(position[1]) };
  const rows = await tenantQuery<NoteRow & { position: string }>(
    ctx.db,
    workspaceId,
    selectNotes(workspaceId, ids, before, limit + 1),
  ).catch((cause: unknown) => {
    throw before === null ? cause : new AppError('cursor_invalid', { cause });
  });
  const ring = await ringOf(ctx, workspaceId, contactId);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map((row) => presentNote(row, openText(ring, noteAad(workspaceId, row.id), row.textSealed))),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.position, last.id]) : null,
  };
}

/** Writes a note about a contact. Errors: `not_found`. */
export async function addNote(ctx: ContactsContext, actor: WorkspaceActor, publicId: string, text: string): Promise<ContactNote> {
  const { workspaceId } = actor;
  const contactId = await requireContact(ctx, actor, publicId);
  const ring = await ringOf(ctx, workspaceId, contactId);
  const id = ctx.ids.uuid();
  const { kind: authorKind, id: authorId } = doerOf(actor);
  const row: NoteRow = {
    id,
    contactId,
    authorKind,
    authorId,
    textSealed: seal(ring.primary, noteAad(workspaceId, id), text),
    createdAt: ctx.clock.now(),
    editedAt: null,
  };
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(insertNote(workspaceId, row));
    await tellUpdated(tx, workspaceId, [contactId], row.createdAt);
  });
  return presentNote(row, text);
}

/** Changes a note of one's own; managers and above may change any. Errors: `not_found`; `permission_denied`. */
export async function editNote(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  publicId: string,
  noteId: string,
  text: string,
): Promise<ContactNote> {
  return changeNote(ctx, actor, publicId, noteId, text);
}

/** Deletes a note of one's own; managers and above may delete any. Errors: `not_found`; `permission_denied`. */
export async function removeNote(ctx: ContactsContext, actor: WorkspaceActor, publicId: string, noteId: string): Promise<void> {
  await changeNote(ctx, actor, publicId, noteId, null);
}

async function changeNote(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  publicId: string,
  noteId: string,
  text: string | null,
): Promise<ContactNote> {
  const { workspaceId } = actor;
  const contactId = await requireContact(ctx, actor, publicId);
  const ids = await memberIdsOf(ctx, workspaceId, contactId);
  // Sealed under the key of the contact it belongs to, so that it goes with it when a merge is taken apart.
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<NoteRow>(lockNote(workspaceId, noteId));
    if (row === undefined || !ids.includes(row.contactId)) throw new AppError('not_found');
    const doer = doerOf(actor);
    const isOwn = row.authorKind === doer.kind && row.authorId === doer.id;
    if (!isOwn && !mayChangeAny(actor)) throw new AppError('permission_denied', { details: { permission: 'contacts:manage' } });
    const now = ctx.clock.now();
    if (text === null) await tx.query(deleteNote(workspaceId, noteId));
    else {
      const ring = await ringOf(ctx, workspaceId, row.contactId);
      await tx.query(updateNote(workspaceId, noteId, seal(ring.primary, noteAad(workspaceId, noteId), text), now));
    }
    await tellUpdated(tx, workspaceId, [contactId], now);
    return presentNote({ ...row, editedAt: now }, text ?? '');
  });
}

function mayChangeAny(actor: WorkspaceActor): boolean {
  return actor.permissions.has('contacts:manage');
}

async function ringOf(ctx: ContactsContext, workspaceId: string, contactId: string): Promise<KeyRing> {
  const ring = (await ctx.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
  if (ring === undefined) throw new AppError('not_found');
  return ring;
}

/** What the sealed text of a note is bound to. */
export function noteAad(workspaceId: string, noteId: string): string[] {
  return [workspaceId, 'contact_notes', 'text_sealed', noteId];
}

function presentNote(row: NoteRow, text: string): ContactNote {
  return {
    id: toPublicId(ID_PREFIXES.contactNote, row.id) as ContactNote['id'], // both made with the prefix they are branded with
    contact_id: toPublicId(ID_PREFIXES.contact, row.contactId) as ContactNote['contact_id'],
    text,
    author: { kind: row.authorKind, id: toPublicId(row.authorKind === 'member' ? ID_PREFIXES.member : ID_PREFIXES.apiKey, row.authorId) },
    created_at: row.createdAt.toISOString(),
    edited_at: row.editedAt?.toISOString() ?? null,
  };
}
