import { ID_PREFIXES, WEBHOOK_EVENTS, type IdKind, type WebhookEventType } from '@kabar/contract';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import type { FeedEvent } from '#platform/events/event-feed';
import { fromPublicId, toPublicId } from '#platform/ids';
import { eventIdOf } from './event-id.ts';
import {
  selectEntryFacts,
  selectErasureFacts,
  selectMessageFacts,
  type EntryFact,
  type ErasureFact,
  type MessageFact,
  type Place,
} from './facts.sql.ts';

/** Something to tell receivers. `data` holds public ids and words of ours. Ids are database ids. */
export type ToldEvent = {
  workspaceId: string;
  id: string;
  type: WebhookEventType;
  data: Record<string, string | null>;
  contactId: string | null;
  conversationId: string | null;
  messageId: string | null;
  occurredAt: Date;
};

/** Conversation events by the kind of line that tells of them. */
const entryEvents: Readonly<Record<string, WebhookEventType>> = {
  assigned: 'conversation.assigned',
  unassigned: 'conversation.unassigned',
  team_changed: 'conversation.team_changed',
  resolved: 'conversation.resolved',
  reopened: 'conversation.reopened',
  snoozed: 'conversation.snoozed',
  tagged: 'conversation.tagged',
  untagged: 'conversation.untagged',
  rated: 'conversation.rated',
};

/** Events that go out under the name they have inside. */
const plainTypes: ReadonlySet<string> = new Set<WebhookEventType>([
  'contact.updated',
  'contact.merged',
  'consent.updated',
  'template.updated',
  'number.updated',
  'account_event.created',
  'media.updated',
  'import.updated',
  'export.updated',
  'form_message.updated',
  'privacy_request.updated',
]);

/** States without a time of their own: they are told as of the moment at which they were met. */
const waitingStates: Readonly<Record<string, WebhookEventType>> = {
  held: 'message.held',
  skipped: 'message.skipped',
  unknown: 'message.unknown',
  cancelled: 'message.cancelled',
};

/**
 * Turns what happened inside into what receivers are told, in the same order. What a message has reached is read from the message itself, so that
 * two states which came together make two events, and each only once (`eventIdOf`). `since` gives, by workspace, from when on states are told: nobody wants
 * to hear of what was before they listened.
 */
export async function translateEvents(
  db: Database,
  events: readonly FeedEvent[],
  since: (workspaceId: string) => Date,
): Promise<ToldEvent[]> {
  const [messages, entries, erasures] = await Promise.all([
    load<MessageFact>(db, placesOf(events, ['message.created', 'message.updated'], 'message', 'message_id'), selectMessageFacts),
    load<EntryFact>(db, placesOf(events, ['entry.updated'], 'entry', 'entry_id'), selectEntryFacts),
    load<ErasureFact>(db, placesOf(events, ['erasure.updated'], 'erasure', 'erasure_id'), selectErasureFacts),
  ]);
  const told = new Map<string, ToldEvent>();
  for (const event of events) {
    for (const one of tell(event, { messages, entries, erasures }, since(event.workspaceId))) {
      const key = `${one.workspaceId} ${one.id}`;
      if (!told.has(key)) told.set(key, one);
    }
  }
  return [...told.values()];
}

type Facts = { messages: Map<string, MessageFact>; entries: Map<string, EntryFact>; erasures: Map<string, ErasureFact> };

function tell(event: FeedEvent, facts: Facts, since: Date): ToldEvent[] {
  switch (event.type) {
    case 'message.created':
    case 'message.updated': {
      const fact = factOf(facts.messages, event, 'message', 'message_id');
      return fact === null ? [] : tellMessage(fact, event, since);
    }
    case 'entry.updated': {
      const fact = factOf(facts.entries, event, 'entry', 'entry_id');
      const type = fact === null ? undefined : entryEvents[fact.kind];
      return fact === null || type === undefined || fact.occurredAt < since ? [] : [tellEntry(fact, type)];
    }
    case 'erasure.updated': {
      const fact = factOf(facts.erasures, event, 'erasure', 'erasure_id');
      return fact === null ? [] : [tellErasure(fact, event)];
    }
    default:
      return plainTypes.has(event.type) ? [tellPlain(event, event.type as WebhookEventType)] : []; // the set holds such names only
  }
}

function tellMessage(fact: MessageFact, event: FeedEvent, since: Date): ToldEvent[] {
  const made: ToldEvent[] = [];
  const { workspaceId, id, conversationId, contactId, numberId } = fact;
  const ids = {
    message_id: toPublicId(ID_PREFIXES.message, id),
    conversation_id: toPublicId(ID_PREFIXES.conversation, conversationId),
    contact_id: toPublicId(ID_PREFIXES.contact, contactId),
    number_id: toPublicId(ID_PREFIXES.number, numberId),
  };
  const add = (type: WebhookEventType, at: Date | null, more: Record<string, string | null> = {}, what: string = type): void => {
    if (at === null || at < since) return;
    made.push({
      workspaceId,
      id: eventIdOf(workspaceId, id, what),
      type,
      data: { ...ids, ...more },
      contactId,
      conversationId,
      messageId: id,
      occurredAt: at,
    });
  };
  const reason = { reason: fact.reasonCode };
  if (fact.direction === 'in') {
    if (event.type === 'message.created') {
      // The customer's clock may be behind ours by days of Meta's repeats; what counts is when it came here.
      if (fact.createdAt >= since) add('message.received', fact.occurredAt < since ? fact.createdAt : fact.occurredAt);
    }
    add('message.edited', fact.editedAt, {}, `message.edited ${fact.editedAt?.getTime() ?? ''}`);
    add('message.revoked', fact.revokedAt);
    return made;
  }
  if (event.type === 'message.created' && fact.authorKind !== 'phone') add('message.accepted', fact.createdAt);
  add('message.sent', fact.sentAt);
  add('message.delivered', fact.deliveredAt);
  add('message.read', fact.readAt);
  if (fact.status === 'failed') add('message.failed', fact.failedAt ?? event.occurredAt, reason);
  const waiting = waitingStates[fact.status];
  if (waiting !== undefined) add(waiting, event.occurredAt, reason, `${waiting} ${fact.reasonCode ?? ''}`);
  return made;
}

function tellEntry(fact: EntryFact, type: WebhookEventType): ToldEvent {
  const { workspaceId, id, conversationId, contactId, numberId, occurredAt } = fact;
  return {
    workspaceId,
    id: eventIdOf(workspaceId, id, type),
    type,
    data: {
      conversation_id: toPublicId(ID_PREFIXES.conversation, conversationId),
      contact_id: toPublicId(ID_PREFIXES.contact, contactId),
      number_id: toPublicId(ID_PREFIXES.number, numberId),
      entry_id: toPublicId(ID_PREFIXES.entry, id),
    },
    contactId,
    conversationId,
    messageId: null,
    occurredAt,
  };
}

/** Points to the contact by its public id alone: nothing of the person is left that it could lead to. */
function tellErasure({ workspaceId, id, contactId }: ErasureFact, { occurredAt }: FeedEvent): ToldEvent {
  return {
    workspaceId,
    id: eventIdOf(workspaceId, id, 'contact.erased'),
    type: 'contact.erased',
    data: { contact_id: toPublicId(ID_PREFIXES.contact, contactId), erasure_id: toPublicId(ID_PREFIXES.erasure, id) },
    contactId: null,
    conversationId: null,
    messageId: null,
    occurredAt,
  };
}

function tellPlain(event: FeedEvent, type: WebhookEventType): ToldEvent {
  const fields = Object.keys(WEBHOOK_EVENTS[type].data.shape);
  return {
    workspaceId: event.workspaceId,
    id: eventIdOf(event.workspaceId, event.id, type),
    type,
    data: Object.fromEntries(fields.flatMap((field) => (event.data[field] === undefined ? [] : [[field, event.data[field]]]))),
    contactId: fromPublicId(ID_PREFIXES.contact, event.data['contact_id'] ?? ''),
    conversationId: null,
    messageId: null,
    occurredAt: event.occurredAt,
  };
}

function factOf<Fact>(facts: ReadonlyMap<string, Fact>, event: FeedEvent, kind: IdKind, field: string): Fact | null {
  const id = fromPublicId(ID_PREFIXES[kind], event.data[field] ?? '');
  return id === null ? null : (facts.get(`${event.workspaceId} ${id}`) ?? null);
}

function placesOf(events: readonly FeedEvent[], types: readonly string[], kind: IdKind, field: string): Place[] {
  const places = new Map<string, Place>();
  for (const event of events) {
    const id = types.includes(event.type) ? fromPublicId(ID_PREFIXES[kind], event.data[field] ?? '') : null;
    if (id !== null) places.set(`${event.workspaceId} ${id}`, { workspaceId: event.workspaceId, id });
  }
  return [...places.values()];
}

async function load<Fact extends Place>(
  db: Database,
  places: readonly Place[],
  select: (places: readonly Place[]) => Parameters<typeof engineQuery>[1],
): Promise<Map<string, Fact>> {
  const rows = places.length === 0 ? [] : await engineQuery<Fact>(db, select(places));
  return new Map(rows.map((row) => [`${row.workspaceId} ${row.id}`, row]));
}
