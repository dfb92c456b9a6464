import type { KeyObject } from 'node:crypto';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { hashWamid } from './hash-wamid.ts';

/** Where a message stands. Ids are database ids. */
export type MessagePlace = { id: string; conversationId: string; direction: 'in' | 'out' };

/** A message of a number by our database id or by WhatsApp's id; null when this workspace has none such on the number. */
export async function locateMessage(
  deps: { db: Database; wamidKey(workspaceId: string): Promise<KeyObject> },
  workspaceId: string,
  numberId: string,
  ref: { id: string } | { wamid: string },
): Promise<MessagePlace | null> {
  const kind = 'id' in ref ? 'id' : 'wamid';
  const value = 'id' in ref ? ref.id : hashWamid(await deps.wamidKey(workspaceId), ref.wamid);
  const [found] = await tenantQuery<MessagePlace>(deps.db, workspaceId, {
    name: `messages_locate_by_${kind}`,
    text: `select id, conversation_id as "conversationId", direction from messages
            where workspace_id = $1 and number_id = $2 and ${kind === 'id' ? 'id = $3::uuid' : 'wamid_hash = $3::bytea'}`,
    values: [workspaceId, numberId, value],
  });
  return found ?? null;
}
