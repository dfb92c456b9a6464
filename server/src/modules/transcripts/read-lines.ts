import { openNoteText } from '#modules/conversations';
import { loadMessages } from '#modules/messages';
import { tenantQuery } from '#platform/db/tx';
import { describeEntry, type EntryNames } from './describe-entry.ts';
import { describeMessage, type MessageNames } from './describe-message.ts';
import type { TranscriptLine } from './transcript-line.ts';
import type { TranscriptsContext } from './transcripts-context.ts';
import { selectEntriesAfter, selectMessageIds, type EntryRow, type Place } from './transcripts.sql.ts';

/** Which part of which conversation, and the names in it. */
export type LineSource = {
  workspaceId: string;
  conversationId: string;
  from: Date | null;
  until: Date;
  notes: boolean;
  names: MessageNames & EntryNames;
  linkOf(messageId: string): string;
};

type Reader = Pick<TranscriptsContext, 'db' | 'keyring'>;

const rowsPerStep = 200;
const firstId = '00000000-0000-0000-0000-000000000000';

/** The lines of a conversation, oldest first, read step by step while they are asked for. */
export async function* readLines(reader: Reader, source: LineSource): AsyncGenerator<TranscriptLine> {
  const messages = messageLines(reader, source);
  const entries = source.notes ? entryLines(reader, source) : null;
  let message = await messages.next();
  let entry = entries === null ? null : await entries.next();
  while (message.done !== true || (entry !== null && entry.done !== true)) {
    const isMessageFirst =
      message.done !== true && (entry === null || entry.done === true || message.value.at.getTime() <= entry.value.at.getTime());
    if (isMessageFirst) {
      yield message.value;
      message = await messages.next();
    } else if (entries !== null && entry !== null && entry.done !== true) {
      yield entry.value;
      entry = await entries.next();
    }
  }
}

async function* messageLines(reader: Reader, source: LineSource): AsyncGenerator<TranscriptLine> {
  const { workspaceId, conversationId, until } = source;
  for (let after = beginOf(source); ;) {
    const places = await tenantQuery<Place>(
      reader.db,
      workspaceId,
      selectMessageIds(workspaceId, conversationId, after, until, rowsPerStep),
    );
    const ids = places.map(({ id }) => id);
    for (const message of await loadMessages(reader, workspaceId, ids)) yield describeMessage(message, source.names, source.linkOf);
    const last = places.at(-1);
    if (last === undefined || places.length < rowsPerStep) return;
    after = last;
  }
}

async function* entryLines(reader: Reader, source: LineSource): AsyncGenerator<TranscriptLine> {
  const { workspaceId, conversationId, until } = source;
  for (let after = beginOf(source); ;) {
    const rows = await tenantQuery<EntryRow>(
      reader.db,
      workspaceId,
      selectEntriesAfter(workspaceId, conversationId, after, until, rowsPerStep),
    );
    const rings = await reader.keyring.contactKeys(rows.map(({ contactId }) => ({ workspaceId, contactId })));
    for (const row of rows) {
      const ring = rings.get(row.contactId);
      const text = ring === undefined || row.contentSealed === null ? null : openNoteText(ring, workspaceId, row.id, row.contentSealed);
      yield describeEntry(row, text, source.names);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsPerStep) return;
    after = last;
  }
}

/** Before the first moment that counts. */
function beginOf({ from }: LineSource): Place {
  return { at: from === null ? new Date(0) : from, id: firstId };
}
