import { ID_PREFIXES, type Conversation } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { MessageReader } from './list-messages.ts';
import { previewOf } from './present-message.ts';
import { selectSummaries, selectWamid } from './read-messages.sql.ts';
import type { SummaryRow } from './read-messages.sql.ts';
import { openContent, openWamid } from './stored-content.ts';

type Summary = NonNullable<Conversation['last_message']>;

/** Short forms of messages for lists, by database id, with one statement for all. Never holds more than one line of text. */
export async function summarizeMessages(
  reader: MessageReader,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<Map<string, Summary>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tenantQuery<SummaryRow>(reader.db, workspaceId, selectSummaries(workspaceId, messageIds));
  const rings = await reader.keyring.contactKeys(rows.map((row) => ({ workspaceId, contactId: row.contactId })));
  return new Map(
    rows.map((row) => {
      const ring = rings.get(row.contactId);
      const content = ring === undefined ? {} : openContent(ring, workspaceId, row.id, row.contentSealed).content;
      const summary: Summary = {
        id: toPublicId(ID_PREFIXES.message, row.id) as Summary['id'], // made with the prefix it is branded with
        direction: row.direction,
        type: row.type,
        status: row.status,
        preview: previewOf(row.type, content),
        occurred_at: row.occurredAt.toISOString(),
      };
      return [row.id, summary];
    }),
  );
}

/** WhatsApp's id of a message; null when it has none, does not exist, or its customer was erased. */
export async function wamidOf(reader: MessageReader, workspaceId: string, messageId: string): Promise<string | null> {
  const [row] = await tenantQuery<{ contactId: string; wamidSealed: Buffer | null }>(
    reader.db,
    workspaceId,
    selectWamid(workspaceId, messageId),
  );
  if (row === undefined || row.wamidSealed === null) return null;
  const ring = (await reader.keyring.contactKeys([{ workspaceId, contactId: row.contactId }])).get(row.contactId);
  return ring === undefined ? null : openWamid(ring, workspaceId, messageId, row.wamidSealed);
}
