import type { KeyObject } from 'node:crypto';
import { ID_PREFIXES } from '@kabar/contract';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { hashWamid } from './hash-wamid.ts';

/**
 * The message that a new one points at: `replyToId` where it is stored here, with the conversation it belongs to;
 * `replyToWamid` where WhatsApp alone knows it.
 */
export type MessageRefs = { replyToId: string | null; replyToWamid: string | null; conversationId: string | null };

type Ref = { kind: 'id'; id: string } | { kind: 'wamid'; wamid: string; hash: Buffer };
type Found = { id: string; conversation_id: string };

/**
 * Resolves the message that is answered or reacted to, by our id or WhatsApp's. One named by our id must belong to the same
 * number; one named by WhatsApp's id is believed where it is not stored here, since it may be older than anything that is.
 *
 * Errors: `not_found` when a message of ours does not exist; `validation_failed` for an id of neither kind.
 */
export async function findMessageRefs(
  deps: { db: Database; wamidKey(workspaceId: string): Promise<KeyObject> },
  workspaceId: string,
  numberId: string,
  refs: { replyTo: string | null; reactionTo: string | null },
): Promise<MessageRefs> {
  const given = refs.reactionTo ?? refs.replyTo;
  if (given === null) return { replyToId: null, replyToWamid: null, conversationId: null };
  const path = refs.reactionTo === null ? 'body.context.message_id' : 'body.reaction.message_id';
  const ref = parseRef(path, given, given.startsWith('wamid.') ? await deps.wamidKey(workspaceId) : null);
  const [found] = await tenantQuery<Found>(deps.db, workspaceId, {
    name: `messages_select_ref_by_${ref.kind}`,
    text: `select id, conversation_id from messages
            where workspace_id = $1 and number_id = $2 and ${ref.kind === 'id' ? 'id = $3::uuid' : 'wamid_hash = $3::bytea'}`,
    values: [workspaceId, numberId, ref.kind === 'id' ? ref.id : ref.hash],
  });
  if (found !== undefined) return { replyToId: found.id, replyToWamid: null, conversationId: found.conversation_id };
  if (ref.kind === 'id') throw new AppError('not_found');
  return { replyToId: null, replyToWamid: ref.wamid, conversationId: null };
}

function parseRef(path: string, ref: string, wamidKey: KeyObject | null): Ref {
  if (wamidKey !== null) return { kind: 'wamid', wamid: ref, hash: hashWamid(wamidKey, ref) };
  const id = fromPublicId(ID_PREFIXES.message, ref);
  if (id === null)
    throw new AppError('validation_failed', {
      details: { issues: [{ path, message: 'must be a message id (msg_…) or a WhatsApp id (wamid.…)' }] },
    });
  return { kind: 'id', id };
}
