import type { Message } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import type { Recipient } from '#whatsapp/build-send-body';
import type { MessageReader } from './list-messages.ts';
import { presentMessage } from './present-message.ts';
import { selectMessages, type MessageRow } from './read-messages.sql.ts';
import { openContent, type SenderAddress } from './stored-content.ts';

/** A message as servers of the workspace are told of it: the API's form, and what that leaves out. Ids beside it are database ids. */
export type ToldMessage = {
  message: Message;
  contactId: string;
  numberId: string;
  mediaId: string | null;
  /** Database id of the quoted message, where it is one that the business sent from here. */
  answersOwn: string | null;
  to: Recipient | null;
  from: SenderAddress | null;
  callbackData: string | null;
};

/** Messages by database id; those that are gone, or whose person was erased, are left out. */
export async function loadToldMessages(
  reader: MessageReader,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<Map<string, ToldMessage>> {
  const rows = await tenantQuery<MessageRow>(reader.db, workspaceId, selectMessages(workspaceId, messageIds));
  const [rings, own] = await Promise.all([
    reader.keyring.contactKeys(rows.map(({ contactId }) => ({ workspaceId, contactId }))),
    selectOwn(reader, workspaceId, [...new Set(rows.flatMap(({ replyToId }) => replyToId ?? []))]),
  ]);
  const told = new Map<string, ToldMessage>();
  for (const row of rows) {
    const ring = rings.get(row.contactId);
    if (ring === undefined) continue;
    const { to, from, callbackData } = openContent(ring, workspaceId, row.id, row.contentSealed);
    told.set(row.id, {
      message: presentMessage(workspaceId, row, ring, []),
      contactId: row.contactId,
      numberId: row.numberId,
      mediaId: row.mediaId,
      answersOwn: row.replyToId !== null && own.has(row.replyToId) ? row.replyToId : null,
      to: to ?? null,
      from: from ?? null,
      callbackData: callbackData ?? null,
    });
  }
  return told;
}

/** Which of these messages the business sent from here. */
async function selectOwn({ db }: MessageReader, workspaceId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tenantQuery<{ id: string }>(db, workspaceId, {
    name: 'messages_own_of',
    text: `select id from messages where workspace_id = $1 and id = any($2::uuid[]) and direction = 'out' and author_kind <> 'phone'`,
    values: [workspaceId, ids],
  });
  return new Set(rows.map(({ id }) => id));
}
