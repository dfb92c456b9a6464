import { tellReopened, updateActivity } from '#modules/conversations';
import type { ActivityRow, ConversationActivity } from '#modules/conversations';
import type { Keyring } from '#modules/keyring';
import type { EngineTx } from '#platform/db/tx';
import { hashWamid } from './hash-wamid.ts';
import { insertInbound } from './inbound.sql.ts';
import type { NewInboundRow } from './inbound.sql.ts';
import { readRatingReply } from './rating-reply.ts';
import { sealContent, sealWamid, type SenderAddress } from './stored-content.ts';

/**
 * A message that came from outside with its contact and conversation. `author` `phone`: the business wrote it in the
 * WhatsApp Business app on the same number. `id` and `mediaId` are fresh uuids that count only if the message is new.
 */
export type InboundMessage = {
  workspaceId: string;
  id: string;
  numberId: string;
  conversationId: string;
  contactId: string;
  author: 'contact' | 'phone';
  /** By which ids WhatsApp named the customer: the sender, or the addressee of what the business wrote on its phone. */
  from?: SenderAddress;
  wamid: string;
  /** WhatsApp's time. */
  at: Date;
  type: string;
  content: unknown;
  mediaId: string | null;
  replyToWamid: string | null;
  forwarded: boolean;
  referral: Record<string, unknown> | null;
  opensWindow: boolean;
};

/** What was new, and how its conversations stand. */
export type StoredInbound = { messages: (InboundMessage & { wamidHash: Buffer })[]; conversationIds: string[] };

/**
 * Stores the messages of a batch that are not here yet and brings their conversations up to date, in the caller's
 * transaction: two statements for any number of messages, and a third when one of them brings a conversation back that was
 * snoozed or resolved. A message is known by number and WhatsApp id; unread count, last message and
 * window follow from the rows really inserted, so a delivery that comes twice changes nothing.
 *
 * The window opens by WhatsApp's time of the message, never by when it arrived.
 * Errors: 23503 when a conversation or contact was merged away meanwhile: look them up anew. A contact without a key
 * throws.
 */
export async function storeInbound(
  deps: { keyring: Keyring },
  tx: EngineTx,
  messages: readonly InboundMessage[],
  now: Date,
): Promise<StoredInbound> {
  if (messages.length === 0) return { messages: [], conversationIds: [] };
  const rows = await prepareRows(deps, messages);
  const inserted = await tx.query<{ id: string }>(insertInbound(rows, now));
  const isNew = new Set(inserted.map((row) => row.id));
  const stored = messages.flatMap((message, index) => {
    const row = rows[index];
    return row !== undefined && isNew.has(message.id) ? [{ ...message, wamidHash: row.wamidHash }] : [];
  });
  const activity = summarise(stored);
  if (activity.length > 0) await tellReopened(tx, await tx.query<ActivityRow>(updateActivity(activity)), now);
  return { messages: stored, conversationIds: activity.map((item) => item.conversationId) };
}

async function prepareRows(deps: { keyring: Keyring }, messages: readonly InboundMessage[]): Promise<NewInboundRow[]> {
  const rings = await deps.keyring.contactKeys(messages);
  const indexKeys = new Map(
    await Promise.all(
      [...new Set(messages.map((message) => message.workspaceId))].map(
        async (id) => [id, await deps.keyring.indexKey(id, 'wamid')] as const,
      ),
    ),
  );
  const inBatch = new Map(messages.map((message) => [`${message.numberId} ${message.wamid}`, message.id]));
  return messages.map((message) => {
    const key = rings.get(message.contactId)?.primary;
    const indexKey = indexKeys.get(message.workspaceId);
    if (key === undefined || indexKey === undefined) throw new Error('the contact of a message has no key');
    const { workspaceId, id, wamid, replyToWamid, referral } = message;
    return {
      ...message,
      contentSealed: sealContent(key, workspaceId, id, {
        content: message.content,
        ...(message.from === undefined ? {} : { from: message.from }),
        ...(replyToWamid === null ? {} : { replyToWamid }),
        ...(referral === null ? {} : { referral }),
      }),
      wamidHash: hashWamid(indexKey, wamid),
      wamidSealed: sealWamid(key, workspaceId, id, wamid),
      replyToHash: replyToWamid === null ? null : hashWamid(indexKey, replyToWamid),
      replyToId: replyToWamid === null ? null : (inBatch.get(`${message.numberId} ${replyToWamid}`) ?? null),
    };
  });
}

function summarise(messages: readonly InboundMessage[]): ConversationActivity[] {
  const byConversation = new Map<string, ConversationActivity>();
  for (const message of messages.toSorted((left, right) => left.at.getTime() - right.at.getTime())) {
    const { workspaceId, conversationId, id, at } = message;
    // An answer to the satisfaction question asks for nothing: nobody waits, and nothing is opened again.
    const isRating = readRatingReply(message.type, message.content) !== null;
    const isCustomers = message.author === 'contact' && message.type !== 'system' && !isRating;
    const known = byConversation.get(conversationId) ?? {
      workspaceId,
      conversationId,
      lastMessageId: id,
      lastActivityAt: at,
      unreadCount: 0,
      lastInboundAt: null,
      answeredAt: null,
      waitingSince: null,
    };
    known.lastActivityAt = at;
    known.lastMessageId = id;
    if (isCustomers) {
      known.unreadCount += 1;
      known.waitingSince ??= at;
    } else if (message.author === 'phone') {
      known.answeredAt = at;
      known.waitingSince = null;
    }
    if (message.opensWindow) known.lastInboundAt = at;
    byConversation.set(conversationId, known);
  }
  return [...byConversation.values()];
}
