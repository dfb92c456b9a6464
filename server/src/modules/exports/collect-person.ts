import { ID_PREFIXES, type Contact } from '@kabar/contract';
import { loadRecord, memberIdsOf, noteAad, uuidOf } from '#modules/contacts';
import { openNoteText } from '#modules/conversations';
import { openContent } from '#modules/messages';
import { readImported } from '#modules/person-imports';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText } from '#platform/crypto/seal';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import type { PersonIds } from '#platform/personal-data/person-rows';
import type { ExportsContext } from './exports-context.ts';
import {
  selectConsents,
  selectContactNotes,
  selectConversations,
  selectHistory,
  selectMessages,
  selectNames,
  selectThreadNotes,
  selectWorkspaceName,
} from './exports.sql.ts';
import type { MessageRow } from './exports.sql.ts';

/** A message in the form of an export. */
export type ExportedMessage = {
  id: string;
  conversation_id: string;
  number_id: string | null;
  direction: 'in' | 'out';
  author: string;
  type: string;
  status: string;
  occurred_at: string;
  content: unknown;
  media_id: string | null;
  /** When it came from another installation; absent for what was written here. */
  imported_at?: string;
};

/** Everything about a person but messages and files. The form is described in docs/reference/person-export.md. */
export type PersonRecord = {
  format: 'kabar.person';
  version: 1;
  exported_at: string;
  exported_from: string | null;
  contact: Contact;
  stage: string | null;
  tags: string[];
  notes: { id: string; text: string; author: string; written_at: string; conversation_id: string | null }[];
  consents: Record<string, unknown>[];
  history: Record<string, unknown>[];
  conversations: { id: string; number_id: string; status: string; created_at: string; last_activity_at: string }[];
};

type ConsentRow = {
  id: string;
  purpose: string;
  category: string;
  state: string;
  source: string;
  legalBasis: string | null;
  actorKind: string;
  occurredAt: Date;
  recordedAt: Date;
  evidenceMessageId: string | null;
  evidenceMediaId: string | null;
  evidenceSealed: Buffer | null;
  wordingTexts: Record<string, string> | null;
};

const pageSize = 500;

/** Reads everything about a person but messages and files. Errors: `not_found` once the contact is erased. */
export async function collectPerson(
  ctx: ExportsContext,
  workspaceId: string,
  contactId: string,
): Promise<{ person: PersonRecord; ring: KeyRing; ids: PersonIds }> {
  const ring = (await ctx.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
  if (ring === undefined) throw new AppError('not_found');
  const contact = await loadRecord(ctx, workspaceId, contactId);
  const ids = await memberIdsOf(ctx, workspaceId, contactId);
  const ask = <Row>(statement: Parameters<typeof tenantQuery>[2]) => tenantQuery<Row>(ctx.db, workspaceId, statement);
  type Author = { actorKind: string; actorId: string | null };
  const [names, own, thread, consents, history, conversations] = await Promise.all([
    ask<{ id: string; name: string }>(
      selectNames(
        workspaceId,
        contact.tag_ids.map((id) => uuidOf('tag', id)),
        contact.stage_id === null ? null : uuidOf('stage', contact.stage_id),
      ),
    ),
    ask<{ id: string; textSealed: Buffer; authorKind: string; authorId: string; createdAt: Date }>(selectContactNotes(workspaceId, ids)),
    ask<{ id: string; conversationId: string; contentSealed: Buffer; occurredAt: Date } & Author>(
      selectThreadNotes(workspaceId, contactId),
    ),
    ask<ConsentRow>(selectConsents(workspaceId, ids)),
    ask<{ kind: string; occurredAt: Date; actorKind: string; data: Record<string, unknown> }>(selectHistory(workspaceId, ids)),
    ask<{ id: string; numberId: string; status: string; createdAt: Date; lastActivityAt: Date }>(
      selectConversations(workspaceId, contactId),
    ),
  ]);
  const [workspace] = await ask<{ name: string }>(selectWorkspaceName(workspaceId));
  const nameOf = new Map(names.map((row) => [row.id, row.name]));
  const person: PersonRecord = {
    format: 'kabar.person',
    version: 1,
    exported_at: ctx.clock.now().toISOString(),
    exported_from: workspace?.name ?? null,
    contact,
    stage: contact.stage_id === null ? null : (nameOf.get(uuidOf('stage', contact.stage_id)) ?? null),
    tags: contact.tag_ids.flatMap((id) => nameOf.get(uuidOf('tag', id)) ?? []),
    notes: [
      ...own.map((note) => ({
        id: toPublicId(ID_PREFIXES.contactNote, note.id),
        text: openText(ring, noteAad(workspaceId, note.id), note.textSealed),
        author: authorOf(note.authorKind, note.authorId),
        written_at: note.createdAt.toISOString(),
        conversation_id: null,
      })),
      ...thread.map((note) => ({
        id: toPublicId(ID_PREFIXES.entry, note.id),
        text: openNoteText(ring, workspaceId, note.id, note.contentSealed),
        author: authorOf(note.actorKind, note.actorId),
        written_at: note.occurredAt.toISOString(),
        conversation_id: toPublicId(ID_PREFIXES.conversation, note.conversationId),
      })),
    ].toSorted((a, b) => a.written_at.localeCompare(b.written_at)),
    consents: consents.map((row) => presentConsent(workspaceId, row, ring)),
    history: history.map((event) => ({
      kind: event.kind,
      occurred_at: event.occurredAt.toISOString(),
      by: event.actorKind,
      data: event.data,
    })),
    conversations: conversations.map((one) => ({
      id: toPublicId(ID_PREFIXES.conversation, one.id),
      number_id: toPublicId(ID_PREFIXES.number, one.numberId),
      status: one.status,
      created_at: one.createdAt.toISOString(),
      last_activity_at: one.lastActivityAt.toISOString(),
    })),
  };
  const conversationIds = conversations.map((one) => one.id);
  const publicIds = ids.map((id) => toPublicId(ID_PREFIXES.contact, id));
  return { person, ring, ids: { workspaceId, contactIds: ids, publicIds, conversationIds } };
}

/** With what proves it, so that it is worth something elsewhere. */
function presentConsent(workspaceId: string, row: ConsentRow, ring: KeyRing): Record<string, unknown> {
  const { id, evidenceSealed, evidenceMessageId, evidenceMediaId, wordingTexts } = row;
  return {
    id: toPublicId(ID_PREFIXES.consentRecord, id),
    purpose: row.purpose,
    category: row.category,
    state: row.state,
    source: row.source,
    legal_basis: row.legalBasis,
    recorded_by: row.actorKind,
    evidence: {
      message_id: evidenceMessageId === null ? null : toPublicId(ID_PREFIXES.message, evidenceMessageId),
      media_id: evidenceMediaId === null ? null : toPublicId(ID_PREFIXES.media, evidenceMediaId),
      text: evidenceSealed === null ? null : openText(ring, [workspaceId, 'consent_records', 'evidence_sealed', id], evidenceSealed),
      wording: wordingTexts === null ? null : Object.values(wordingTexts).join(' / '),
    },
    occurred_at: row.occurredAt.toISOString(),
    recorded_at: row.recordedAt.toISOString(),
  };
}

/** The messages of a person, conversation by conversation in order, then what came from elsewhere; a page in memory at a time. */
export async function* readMessages(
  ctx: ExportsContext,
  workspaceId: string,
  person: PersonRecord,
  ring: KeyRing,
): AsyncGenerator<ExportedMessage> {
  for (const conversation of person.conversations) {
    let after: { at: string; id: string } | null = null;
    for (;;) {
      const rows: MessageRow[] = await tenantQuery<MessageRow>(
        ctx.db,
        workspaceId,
        selectMessages(workspaceId, uuidOf('conversation', conversation.id), after, pageSize),
      );
      for (const row of rows) yield presentMessage(workspaceId, row, ring);
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageSize) break;
      after = { at: last.position, id: last.id };
    }
  }
  const contactIds = await memberIdsOf(ctx, workspaceId, uuidOf('contact', person.contact.id));
  for await (const one of readImported(ctx, workspaceId, contactIds, ring)) {
    yield {
      id: one.sourceId,
      conversation_id: one.conversation,
      number_id: null,
      direction: one.direction,
      author: one.author,
      type: one.type,
      status: one.status,
      occurred_at: one.occurredAt.toISOString(),
      content: one.content,
      media_id: one.mediaId,
      imported_at: one.importedAt.toISOString(),
    };
  }
}

function presentMessage(workspaceId: string, row: MessageRow, ring: KeyRing): ExportedMessage {
  const { content } = openContent(ring, workspaceId, row.id, row.contentSealed);
  return {
    id: toPublicId(ID_PREFIXES.message, row.id),
    conversation_id: toPublicId(ID_PREFIXES.conversation, row.conversationId),
    number_id: toPublicId(ID_PREFIXES.number, row.numberId),
    direction: row.direction,
    author: row.authorKind === 'contact' ? 'contact' : authorOf(row.authorKind, row.authorId),
    type: row.type,
    status: row.status,
    occurred_at: row.occurredAt.toISOString(),
    content,
    media_id: row.mediaId === null ? null : toPublicId(ID_PREFIXES.media, row.mediaId),
  };
}

function authorOf(kind: string, id: string | null): string {
  const prefix = { member: ID_PREFIXES.member, api_key: ID_PREFIXES.apiKey }[kind];
  return prefix === undefined || id === null ? kind : toPublicId(prefix, id);
}
