import { Readable } from 'node:stream';
import { ID_PREFIXES, type TranscriptFormat, type TranscriptQuery } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { entryNames } from './describe-entry.ts';
import { readLines } from './read-lines.ts';
import type { TranscriptHead, TranscriptLine } from './transcript-line.ts';
import type { TranscriptsContext } from './transcripts-context.ts';
import { selectHead, selectNames, type HeadRow, type NameRow } from './transcripts.sql.ts';
import { writeCsv } from './write-csv.ts';
import { writeHtml } from './write-html.ts';
import { writeJson } from './write-json.ts';
import { writeText } from './write-text.ts';

/** A transcript on its way: what it is and its bytes, which are made while they are read. */
export type Transcript = { mimeType: string; filename: string; content: Readable };

type Writer = (head: TranscriptHead, lines: AsyncIterable<TranscriptLine>) => AsyncGenerator<string>;

const forms: Record<TranscriptFormat, { mimeType: string; write: Writer }> = {
  txt: { mimeType: 'text/plain; charset=utf-8', write: writeText },
  html: { mimeType: 'text/html; charset=utf-8', write: writeHtml },
  json: { mimeType: 'application/json; charset=utf-8', write: writeJson },
  csv: { mimeType: 'text/csv; charset=utf-8', write: writeCsv },
};

/**
 * Begins a transcript of a conversation, of any length in bounded memory. That it was made, by whom and in which form, is on
 * record before anything of it leaves. Errors: `not_found`; later ones break the stream.
 */
export async function makeTranscript(
  ctx: TranscriptsContext,
  actor: WorkspaceActor,
  conversationId: string,
  query: TranscriptQuery,
): Promise<Transcript> {
  const { workspaceId } = actor;
  await ctx.requireConversation(actor, conversationId);
  const madeAt = ctx.clock.now();
  const from = query.from === undefined ? null : new Date(query.from);
  const until = query.until === undefined ? madeAt : new Date(query.until);
  const publicId = toPublicId(ID_PREFIXES.conversation, conversationId);
  const { row, nameRows } = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [[found], names] = await Promise.all([
      tx.query<HeadRow>(selectHead(workspaceId, conversationId)),
      tx.query<NameRow>(selectNames(workspaceId)),
    ]);
    if (found === undefined) throw new AppError('not_found');
    await appendAudit(ctx.audit, tx, {
      actor: actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId },
      action: 'conversation.exported',
      target: { kind: 'conversation', id: publicId },
      after: { format: query.format, notes: query.notes === 'true', from: from?.toISOString() ?? null, until: until.toISOString() },
    });
    return { row: found, nameRows: names };
  });
  const contact = (await ctx.nameOfContact(workspaceId, row.contactId)) ?? 'Customer';
  const { numberName: number, workspaceName: workspace, timeZone, slug } = row;
  const lines = readLines(ctx, {
    workspaceId,
    conversationId,
    from,
    until,
    notes: query.notes === 'true',
    names: { number, ...entryNames(contact, nameRows) },
    linkOf: (messageId) => `${ctx.publicUrl}/w/${slug}/inbox/${publicId}?message=${messageId}`,
  });
  const form = forms[query.format];
  return {
    mimeType: form.mimeType,
    filename: `transcript-${publicId}-${madeAt.toISOString().slice(0, 10)}.${query.format}`,
    content: Readable.from(form.write({ conversationId: publicId, contact, number, workspace, timeZone, madeAt, from, until }, lines), {
      objectMode: false,
    }),
  };
}
