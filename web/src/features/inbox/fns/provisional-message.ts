import type { Message } from '@kabar/contract';
import type { OutboxEntry } from '../outbox/outbox.ts';

/** A message of the outbox in the form of a stored one, so that it is drawn the same way. */
export function provisionalMessage(entry: OutboxEntry, author: { id: string; name: string }): Message {
  const at = new Date(entry.createdAtMs).toISOString();
  const { type } = entry.content;
  const replyTo = entry.content.context?.message_id;
  return {
    // Ids are only compared, never taken apart; the key cannot be mistaken for one of the server's.
    id: entry.key as Message['id'],
    direction: 'out',
    status: entry.state.kind === 'unsent' ? 'failed' : 'queued',
    type,
    content: { ...contentOf(entry), ...(entry.file ? { filename: entry.file.file.name } : {}) },
    media_id: null,
    number_id: entry.to.numberId,
    conversation_id: entry.to.conversationId as Message['conversation_id'],
    contact_id: entry.to.contactId,
    author: { kind: 'member', ...author },
    category: null,
    wamid: null,
    client_ref: entry.key,
    reply_to: replyTo === undefined ? null : { message_id: replyTo as Message['id'], wamid: null },
    forwarded: false,
    referral: null,
    reactions: [],
    edited_at: null,
    revoked_at: null,
    occurred_at: at,
    scheduled_at: null,
    created_at: at,
    states: {
      queued_at: null,
      sending_at: null,
      sent_at: null,
      delivered_at: null,
      read_at: null,
      played_at: null,
      failed_at: null,
      cancelled_at: null,
    },
    reason: null,
    pricing: null,
    resent: false,
    automatic: false,
    automatic_reason: null,
  };
}

/**
 * Puts messages of the outbox behind the thread. One that the server already has, recognised by its key or its id, is
 * not shown twice. `messages` oldest first.
 */
export function withOutbox(messages: readonly Message[], entries: readonly OutboxEntry[], author: { id: string; name: string }): Message[] {
  const ids = new Set(messages.map((message) => message.id as string));
  const refs = new Set(messages.map((message) => message.client_ref));
  const waiting = entries.filter((entry) => !isStored(entry, ids, refs));
  return [...messages, ...waiting.map((entry) => provisionalMessage(entry, author))];
}

function isStored(entry: OutboxEntry, ids: ReadonlySet<string>, refs: ReadonlySet<string | null>): boolean {
  return refs.has(entry.key) || (entry.state.kind === 'accepted' && ids.has(entry.state.messageId));
}

function contentOf({ content }: OutboxEntry): object {
  const found: unknown = Object.entries(content).find(([name]) => name === content.type)?.[1];
  return typeof found === 'object' && found !== null ? found : {};
}
