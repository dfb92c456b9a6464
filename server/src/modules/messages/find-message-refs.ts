import { ID_PREFIXES } from '@kabar/contract';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';

/** Messages that a new one points at. Ours are given by id; WhatsApp's own ids pass as they are. */
export type MessageRefs = { replyToId: string | null; replyToWamid: string | null };

/**
 * Resolves the message that is answered and checks the one that is reacted to. A message named by our id must belong to
 * the same number; one named by WhatsApp's id is believed, since it may be older than anything stored here.
 *
 * Errors: `not_found` when a message of ours does not exist; `validation_failed` for an id of neither kind.
 */
export async function findMessageRefs(
  db: Database,
  workspaceId: string,
  numberId: string,
  refs: { replyTo: string | null; reactionTo: string | null },
): Promise<MessageRefs> {
  const reply = parseRef('body.context.message_id', refs.replyTo);
  const reaction = parseRef('body.reaction.message_id', refs.reactionTo);
  const ours = [reply.id, reaction.id].filter((id) => id !== null);
  if (ours.length > 0) {
    const found = await tenantQuery<{ id: string }>(db, workspaceId, {
      name: 'messages_select_refs',
      text: 'select id from messages where workspace_id = $1 and number_id = $2 and id = any($3::uuid[])',
      values: [workspaceId, numberId, ours],
    });
    if (new Set(found.map((row) => row.id)).size !== new Set(ours).size) throw new AppError('not_found');
  }
  return { replyToId: reply.id ?? reaction.id, replyToWamid: reply.wamid };
}

function parseRef(path: string, ref: string | null): { id: string | null; wamid: string | null } {
  if (ref === null) return { id: null, wamid: null };
  if (ref.startsWith('wamid.')) return { id: null, wamid: ref };
  const id = fromPublicId(ID_PREFIXES.message, ref);
  if (id === null)
    throw new AppError('validation_failed', {
      details: { issues: [{ path, message: 'must be a message id (msg_…) or a WhatsApp id (wamid.…)' }] },
    });
  return { id, wamid: null };
}
