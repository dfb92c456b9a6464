import type { RetentionClass } from '@kabar/contract';
import { removeDoubts } from '#modules/consent';
import { removeFormMessages } from '#modules/contact-forms';
import { removeContactEvents } from '#modules/contacts';
import { removeEntries } from '#modules/conversations';
import { removeDeliveries } from '#modules/intake';
import { expireMedia, forgetMediaOfMessages } from '#modules/media';
import { removeMessages } from '#modules/messages';
import { removeNotifications } from '#modules/notifications';
import { removeAccountEvents, removeNumberEvents } from '#modules/numbers';
import { removeImported } from '#modules/person-imports';
import { removeRequests } from '#modules/request-log';
import { removeDocuments } from '#modules/search';
import { removeEpisodes } from '#modules/service-levels';
import type { EngineTx } from '#platform/db/tx';
import type { RowShape } from './due.sql.ts';
import type { RetentionContext } from './retention-context.ts';
import { deleteSealed } from './sealed.sql.ts';
import { SILENT_CONTACTS } from './silent-contacts.ts';

/**
 * Rows that the sweep removes: their shape, their class, and how their owner removes them. `remove` runs in the transaction that counts them and
 * gives the objects to delete once it committed. `goesWith`: tables that lose rows with these. `mostNow`: rows that the next batch may take, where
 * their owner can take only so many.
 */
export type SweepTarget = {
  class: RetentionClass;
  shape: RowShape;
  goesWith: readonly string[];
  /** Holds on these classes count for it, too: what hangs on a row keeps the row. */
  heldWith: readonly RetentionClass[];
  mostNow?(ctx: RetentionContext, tx: EngineTx, workspaceId: string): Promise<number>;
  remove(tx: EngineTx, workspaceId: string, ids: readonly string[], ctx: RetentionContext): Promise<string[]>;
};

const nothingLeft = async (done: Promise<void>): Promise<string[]> => {
  await done;
  return [];
};

const lateMessage = `t.created_at - t.occurred_at > interval '1 hour'`;

/** Every table that is swept by policy, in the order in which a run goes through them. The audit log is trimmed apart. */
export const SWEEP_TARGETS: readonly SweepTarget[] = [
  SILENT_CONTACTS,
  {
    class: 'media',
    shape: {
      table: 'media',
      // A file of ours counts from the last message that was sent with it, and not at all while it is a saved reply's or a template's.
      anchor: `coalesce((select max(m.occurred_at) from messages m
                          where m.workspace_id = t.workspace_id and m.media_id = t.id and m.direction = 'out'), t.created_at)`,
      index: 't.created_at',
      id: 'id',
      contact: 't.contact_id',
      conversation: null,
      only: `t.status <> 'gone' and (t.message_id is not null
                or exists (select from messages m where m.workspace_id = t.workspace_id and m.media_id = t.id and m.direction = 'out')
                   and not exists (select from saved_replies r where r.workspace_id = t.workspace_id and r.media_id = t.id)
                   and not exists (select from templates p where p.workspace_id = t.workspace_id and t.id = any (p.sample_media_ids)))`,
    },
    goesWith: [],
    heldWith: ['message_content'],
    remove: expireMedia,
  },
  {
    class: 'message_content',
    shape: {
      table: 'messages',
      anchor: 't.occurred_at',
      id: 'id',
      contact: 't.contact_id',
      conversation: 't.conversation_id',
      late: lateMessage,
    },
    goesWith: ['message_attempts', 'message_reactions', 'dispatch', 'media', 'search_documents', 'message_words'],
    heldWith: ['message_metadata', 'media', 'bot_log'],
    remove: async (tx, workspaceId, ids) => {
      await removeDocuments(
        tx,
        ids.map((id) => ({ workspaceId, id })),
      );
      const { mediaIds } = await removeMessages(tx, workspaceId, ids);
      return forgetMediaOfMessages(tx, workspaceId, ids, mediaIds);
    },
  },
  {
    class: 'message_content',
    shape: { table: 'imported_records', anchor: 't.occurred_at', id: 'id', contact: 't.contact_id', conversation: null },
    goesWith: ['media'],
    heldWith: ['media'],
    remove: removeImported,
  },
  {
    class: 'conversation_work',
    shape: {
      table: 'conversation_entries',
      anchor: 't.occurred_at',
      id: 'id',
      contact: '(select v.contact_id from conversations v where v.workspace_id = t.workspace_id and v.id = t.conversation_id)',
      conversation: 't.conversation_id',
    },
    goesWith: ['search_documents', 'message_words'],
    heldWith: [],
    remove: async (tx, workspaceId, ids) => {
      await removeDocuments(
        tx,
        ids.map((id) => ({ workspaceId, id })),
      );
      return nothingLeft(removeEntries(tx, workspaceId, ids));
    },
  },
  {
    class: 'conversation_work',
    shape: { table: 'contact_events', anchor: 't.occurred_at', id: 'id', contact: 't.contact_id', conversation: null },
    goesWith: [],
    heldWith: [],
    remove: (tx, workspaceId, ids) => nothingLeft(removeContactEvents(tx, workspaceId, ids)),
  },
  {
    class: 'conversation_work',
    shape: {
      table: 'episodes',
      anchor: 't.resolved_at',
      id: 'id',
      contact: '(select v.contact_id from conversations v where v.workspace_id = t.workspace_id and v.id = t.conversation_id)',
      conversation: 't.conversation_id',
      only: 't.resolved_at is not null',
    },
    goesWith: [],
    heldWith: [],
    remove: (tx, workspaceId, ids) => nothingLeft(removeEpisodes(tx, workspaceId, ids)),
  },
  {
    class: 'conversation_work',
    shape: {
      table: 'consent_doubts',
      anchor: 't.created_at',
      id: 'id',
      contact: 't.contact_id',
      conversation: 't.conversation_id',
    },
    goesWith: [],
    heldWith: [],
    remove: (tx, workspaceId, ids) => nothingLeft(removeDoubts(tx, workspaceId, ids)),
  },
  {
    class: 'webhook_payload',
    shape: {
      table: 'intake_deliveries',
      anchor: 't.received_at',
      id: 'id',
      contact: null,
      conversation: null,
      only: 't.processed_at is not null',
    },
    goesWith: ['intake_units'],
    heldWith: [],
    remove: (tx, workspaceId, ids) => nothingLeft(removeDeliveries(tx, workspaceId, ids)),
  },
  {
    class: 'contact_form',
    shape: { table: 'contact_form_messages', anchor: 't.submitted_at', id: 'id', contact: 't.contact_id', conversation: null },
    goesWith: [],
    heldWith: [],
    remove: (tx, workspaceId, ids) => nothingLeft(removeFormMessages(tx, workspaceId, ids)),
  },
  {
    class: 'notification',
    shape: { table: 'notifications', anchor: 't.created_at', id: 'id', contact: null, conversation: 't.conversation_id' },
    goesWith: [],
    heldWith: [],
    remove: (tx, workspaceId, ids) => nothingLeft(removeNotifications(tx, workspaceId, ids)),
  },
  {
    class: 'system_log',
    shape: { table: 'account_events', anchor: 't.at', id: 'id', contact: null, conversation: null },
    goesWith: [],
    heldWith: [],
    remove: (tx, workspaceId, ids) => nothingLeft(removeAccountEvents(tx, workspaceId, ids)),
  },
  {
    class: 'system_log',
    shape: { table: 'number_events', anchor: 't.at', id: 'id', contact: null, conversation: null },
    goesWith: [],
    heldWith: [],
    remove: (tx, workspaceId, ids) => nothingLeft(removeNumberEvents(tx, workspaceId, ids)),
  },
  {
    class: 'api_log',
    // Counted from the end of the day: whole days are dropped before the sweep would find a row of them.
    shape: {
      table: 'request_log',
      anchor: `(date_trunc('day', t.at, 'UTC') + interval '1 day')`,
      index: 't.at',
      id: 'id',
      contact: null,
      conversation: null,
    },
    goesWith: [],
    heldWith: [],
    remove: (tx, workspaceId, ids) => nothingLeft(removeRequests(tx, workspaceId, ids)),
  },
];

/**
 * Sealed copies, which go by the law that wants them. One class stands for all: every rule that a sealed copy satisfies is about messages with what
 * hangs on them.
 */
export const SEALED_TARGET: SweepTarget = {
  class: 'message_content',
  shape: {
    table: 'sealed_records',
    anchor: 't.anchor_at',
    id: 'id',
    contact: 't.contact_id',
    conversation: 't.conversation_id',
    country: 't.country',
  },
  goesWith: [],
  heldWith: ['message_metadata', 'media', 'conversation_work', 'bot_log'],
  remove: async (tx, workspaceId, ids) => {
    await tx.query(deleteSealed(workspaceId, ids));
    return [];
  },
};

/** Where the oldest row of classes lies that fixed jobs remove, for showing how old it is. */
export const FIXED_SHAPES: readonly { class: RetentionClass; shape: RowShape }[] = [
  {
    class: 'import_file',
    shape: { table: 'imports', anchor: 't.created_at', id: 'id', contact: null, conversation: null, only: 't.storage_key is not null' },
  },
  {
    class: 'export_file',
    shape: { table: 'exports', anchor: 't.finished_at', id: 'id', contact: null, conversation: null, only: 't.storage_key is not null' },
  },
];
