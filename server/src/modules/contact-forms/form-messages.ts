import { FormMessageContent, ID_PREFIXES, type FormMessage, type ListFormMessagesQuery, type Page, type PublicId } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { addNote, auditActorOf, createContact, normalisePhone, uuidOf } from '#modules/contacts';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText } from '#platform/crypto/seal';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { ContactFormsContext } from './contact-forms-context.ts';
import { deleteMessage, selectMessage, selectMessages, updateAnswered, updateConverted, type MessageRow } from './contact-forms.sql.ts';
import { contentAad } from './submit-form.ts';

/** A page of messages, newest first. Errors: `cursor_invalid`. */
export async function listFormMessages(
  ctx: ContactFormsContext,
  workspaceId: string,
  { state, limit, cursor }: ListFormMessagesQuery,
): Promise<Page<FormMessage>> {
  const [position] = decodeCursor(cursor, 1) ?? [];
  const beforeId = position === undefined ? null : fromPublicId(ID_PREFIXES.formMessage, String(position));
  if (position !== undefined && beforeId === null) throw new AppError('cursor_invalid');
  const rows = await tenantQuery<MessageRow>(ctx.db, workspaceId, selectMessages(workspaceId, state ?? null, beforeId, limit + 1));
  const ring = await ctx.keyring.workspaceKeys(workspaceId);
  const data = rows.slice(0, limit).map((row) => present(workspaceId, ring, row));
  const last = data.at(-1);
  return { data, next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/** One message. Errors: `not_found`. */
export async function getFormMessage(
  ctx: Pick<ContactFormsContext, 'db' | 'keyring'>,
  workspaceId: string,
  publicId: string,
): Promise<FormMessage> {
  return present(workspaceId, await ctx.keyring.workspaceKeys(workspaceId), await requireMessage(ctx, workspaceId, publicId));
}

/** Marks a message as answered, or takes that back. Errors: `not_found`; `conflict` once it was made a contact. */
export async function markAnswered(
  ctx: Pick<ContactFormsContext, 'db' | 'keyring' | 'clock'>,
  workspaceId: string,
  publicId: string,
  isAnswered: boolean,
): Promise<FormMessage> {
  const { id } = await requireMessage(ctx, workspaceId, publicId);
  const now = ctx.clock.now();
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [changed] = await tx.query<MessageRow>(updateAnswered(workspaceId, id, isAnswered ? now : null));
    if (changed === undefined) throw new AppError('conflict');
    await appendEvents(tx, [{ workspaceId, type: 'form_message.updated', data: { form_message_id: publicId }, occurredAt: now }]);
    return changed;
  });
  return present(workspaceId, await ctx.keyring.workspaceKeys(workspaceId), row);
}

/**
 * Makes the writer a contact: name and number go there, what was typed becomes a note about them, and from here it is gone. From now on the rules of
 * contacts hold for it instead of those of the form. Repeated after a crash it finds the contact that is there already.
 *
 * Errors: `not_found`; `recipient_invalid` without a usable phone number; `conflict` when it was done before.
 */
export async function convertFormMessage(ctx: ContactFormsContext, actor: WorkspaceActor, publicId: string): Promise<FormMessage> {
  const { workspaceId } = actor;
  const found = await getFormMessage(ctx, workspaceId, publicId);
  if (found.content === null) throw new AppError('conflict');
  const phone = normalisePhone(found.content.phone ?? '');
  if (phone === null) throw new AppError('recipient_invalid');
  const { contactId } = await createContact(ctx, actor, { phone: `+${phone}`, name: found.content.name });
  await addNote(ctx, actor, toPublicId(ID_PREFIXES.contact, contactId), noteOf(found.content, found.submitted_at));
  const now = ctx.clock.now();
  const id = uuidOf('formMessage', publicId);
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [changed] = await tx.query<MessageRow>(updateConverted(workspaceId, id, contactId, now));
    if (changed === undefined) throw new AppError('conflict');
    await appendEvents(tx, [{ workspaceId, type: 'form_message.updated', data: { form_message_id: publicId }, occurredAt: now }]);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'form_message.converted',
      target: { kind: 'form_message', id: publicId },
      after: { contact_id: toPublicId(ID_PREFIXES.contact, contactId) },
    });
    return changed;
  });
  return present(workspaceId, await ctx.keyring.workspaceKeys(workspaceId), row);
}

/** Deletes a message for good. Errors: `not_found`. */
export async function removeFormMessage(ctx: ContactFormsContext, actor: WorkspaceActor, publicId: string): Promise<void> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const gone = await tx.query(deleteMessage(workspaceId, uuidOf('formMessage', publicId)));
    if (gone.length === 0) throw new AppError('not_found');
    const at = ctx.clock.now();
    await appendEvents(tx, [{ workspaceId, type: 'form_message.updated', data: { form_message_id: publicId }, occurredAt: at }]);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'form_message.deleted',
      target: { kind: 'form_message', id: publicId },
    });
  });
}

async function requireMessage(ctx: Pick<ContactFormsContext, 'db'>, workspaceId: string, publicId: string): Promise<MessageRow> {
  const [row] = await tenantQuery<MessageRow>(ctx.db, workspaceId, selectMessage(workspaceId, uuidOf('formMessage', publicId)));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

/** What was typed, as lines of a note; the labels are English, like those of other notes that Kabar writes. */
function noteOf({ email, company, job_title: jobTitle, message, project = {} }: FormMessageContent, submittedAt: string): string {
  const facts: [string, string | undefined][] = [
    ['E-mail', email],
    ['Company', company],
    ['Job title', jobTitle],
    ['Requirements', project.requirements],
    ['Budget', project.budget],
    ['Timeline', project.timeline],
    ['Goals', project.goals],
  ];
  const lines = facts.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [`${label}: ${value}`]));
  return [`Contact form, ${submittedAt.slice(0, 10)}`, ...lines, '', message].join('\n').slice(0, 10_000);
}

function present(workspaceId: string, ring: KeyRing, row: MessageRow): FormMessage {
  const { contentSealed } = row;
  return {
    id: toPublicId(ID_PREFIXES.formMessage, row.id) as PublicId<'formMessage'>, // both made with the prefix they are branded with
    state: row.state,
    language: row.language,
    content:
      contentSealed === null ? null : FormMessageContent.parse(JSON.parse(openText(ring, contentAad(workspaceId, row.id), contentSealed))),
    contact_id: row.contactId === null ? null : (toPublicId(ID_PREFIXES.contact, row.contactId) as PublicId<'contact'>),
    submitted_at: row.submittedAt.toISOString(),
    handled_at: row.handledAt?.toISOString() ?? null,
  };
}
