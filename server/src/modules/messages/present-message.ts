import { ID_PREFIXES, REASONS, type Message, type ReasonCode } from '@kabar/contract';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText } from '#platform/crypto/seal';
import { toPublicId } from '#platform/ids';
import { readWebhookError } from '#whatsapp/provider-error';
import { reactionAad } from './apply-changes.ts';
import type { MessageRow, StoredReaction } from './read-messages.sql.ts';
import { openContent, openWamid, type StoredContent } from './stored-content.ts';

/**
 * A message in the form of the API. Without the contact's key (the customer was erased) everything personal is empty.
 * `reactions` are those of this message.
 */
export function presentMessage(
  workspaceId: string,
  row: MessageRow,
  ring: KeyRing | undefined,
  reactions: readonly StoredReaction[],
): Message {
  const stored: StoredContent = ring === undefined ? { content: {} } : openContent(ring, workspaceId, row.id, row.contentSealed);
  const replyToWamid = stored.replyToWamid ?? null;
  return {
    // Ids are made with the very prefixes their types are branded with.
    id: toPublicId(ID_PREFIXES.message, row.id) as Message['id'],
    direction: row.direction,
    status: row.status,
    type: row.type,
    content: contentOf(stored.content),
    media_id: row.mediaId === null ? null : (toPublicId(ID_PREFIXES.media, row.mediaId) as NonNullable<Message['media_id']>),
    number_id: toPublicId(ID_PREFIXES.number, row.numberId) as Message['number_id'],
    conversation_id: toPublicId(ID_PREFIXES.conversation, row.conversationId) as Message['conversation_id'],
    contact_id: toPublicId(ID_PREFIXES.contact, row.contactId) as Message['contact_id'],
    author: { kind: row.authorKind, id: authorId(row), name: row.authorName },
    automatic: row.automaticReason !== null,
    automatic_reason: row.automaticReason,
    category: row.category,
    wamid: ring === undefined || row.wamidSealed === null ? null : openWamid(ring, workspaceId, row.id, row.wamidSealed),
    client_ref: row.clientRef,
    reply_to:
      row.replyToId === null && replyToWamid === null
        ? null
        : {
            message_id: row.replyToId === null ? null : (toPublicId(ID_PREFIXES.message, row.replyToId) as Message['id']),
            wamid: replyToWamid,
          },
    forwarded: row.forwarded,
    referral: stored.referral ?? null,
    reactions:
      ring === undefined
        ? []
        : reactions.map((reaction) => ({
            emoji: openText(ring, reactionAad(workspaceId, row.id, reaction.by), reaction.emojiSealed),
            by: reaction.by,
            at: reaction.at.toISOString(),
          })),
    edited_at: iso(row.editedMs),
    revoked_at: iso(row.revokedMs),
    occurred_at: new Date(row.occurredMs).toISOString(),
    scheduled_at: iso(row.scheduledMs),
    created_at: new Date(row.createdMs).toISOString(),
    states: {
      queued_at: iso(row.queuedMs),
      sending_at: iso(row.sendingMs),
      sent_at: iso(row.sentMs),
      delivered_at: iso(row.deliveredMs),
      read_at: iso(row.readMs),
      played_at: iso(row.playedMs),
      failed_at: iso(row.failedMs),
      cancelled_at: iso(row.cancelledMs),
    },
    reason: reasonOf(row),
    pricing: row.pricing === null ? null : { category: row.pricing.category, type: row.pricing.type, model: row.pricing.model },
    resent: row.resent,
  };
}

/** Old rows and other people's data may hold anything; the API promises an object or a list. */
function contentOf(content: unknown): Message['content'] {
  if (Array.isArray(content)) return content as unknown[]; // just checked
  return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {}; // just checked
}

function authorId(row: MessageRow): string | null {
  if (row.authorKind === 'contact') return toPublicId(ID_PREFIXES.contact, row.contactId);
  if (row.authorId === null) return null;
  if (row.authorKind === 'member') return toPublicId(ID_PREFIXES.user, row.authorId);
  return row.authorKind === 'api_key' ? toPublicId(ID_PREFIXES.apiKey, row.authorId) : null;
}

/** Why a message is where it is, in words; for a refusal by WhatsApp the words of that very error. */
function reasonOf(row: MessageRow): Message['reason'] {
  if (row.reasonCode === null) return null;
  const code = row.reasonCode as ReasonCode; // written by us from the same list
  const words = REASONS[code] ?? REASONS.meta_refused;
  if (row.metaError === null) return { code, title: words.title, next_step: words.next_step, meta: null };
  const { code: metaCode, title, details } = row.metaError;
  const verdict = readWebhookError({ code: metaCode, title });
  const isOwnWords = code === 'meta_refused';
  return {
    code,
    title: isOwnWords ? verdict.plainReason : words.title,
    next_step: isOwnWords ? verdict.nextStep : words.next_step,
    meta: { code: metaCode, title, details },
  };
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

const previewLength = 160;

/**
 * One line about a message for a list: its text or caption, the title of a button or list, a file's or place's name; empty
 * where the type says it all. Never throws.
 */
export function previewOf(type: string, content: unknown): string {
  const value = asObject(content);
  switch (type) {
    case 'text':
      return line(value['body']);
    case 'image':
    case 'video':
      return line(value['caption']);
    case 'document':
      return line(value['caption']) || line(value['filename']);
    case 'location':
      return line(value['name']) || line(value['address']);
    case 'button':
      return line(value['text']);
    case 'template':
      return line(value['name']);
    case 'reaction':
      return line(value['emoji']);
    case 'system':
      return line(value['body']);
    case 'contacts':
      return Array.isArray(content) ? line(asObject(asObject(content[0])['name'])['formatted_name']) : '';
    case 'interactive':
      return (
        line(asObject(value['button_reply'])['title']) ||
        line(asObject(value['list_reply'])['title']) ||
        line(asObject(value['body'])['text'])
      );
    default:
      return '';
  }
}

function line(value: unknown): string {
  if (typeof value !== 'string') return '';
  const flat = value.replaceAll(/\s+/g, ' ').trim();
  return flat.length <= previewLength ? flat : `${flat.slice(0, previewLength - 1)}…`;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}; // just checked
}
