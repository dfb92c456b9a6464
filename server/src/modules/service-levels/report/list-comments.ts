import { ID_PREFIXES, type ListReportCommentsQuery, type Page, type ReportComment } from '@kabar/contract';
import { loadMessages, type MessageReader } from '#modules/messages';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import { readReportPlace } from './read-report-place.ts';
import { selectComments, type CommentRow } from './report.sql.ts';

const ratings = { 3: 'good', 2: 'okay', 1: 'bad' } as const;

/**
 * What customers wrote after their answers, newest question first. Errors: `validation_failed` for days out of order or more than
 * 366; `not_found` for a number or team of another workspace; `cursor_invalid`.
 */
export async function listComments(ctx: MessageReader, workspaceId: string, query: ListReportCommentsQuery): Promise<Page<ReportComment>> {
  const { bounds, numberId, teamId } = await readReportPlace(ctx, workspaceId, query);
  const before = readCursor(query.cursor);
  const rows = await tenantQuery<CommentRow>(
    ctx.db,
    workspaceId,
    selectComments({ workspaceId, bounds, numberId, teamId }, before, query.limit + 1),
  );
  const page = rows.slice(0, query.limit);
  const messages = await loadMessages(
    ctx,
    workspaceId,
    page.map((row) => row.messageId),
  );
  const texts = new Map(messages.map((message) => [message.id as string, textOf(message.content)]));
  const last = page.at(-1);
  return {
    data: page.map((row): ReportComment => {
      const messageId = toPublicId(ID_PREFIXES.message, row.messageId);
      // Ids are made with the very prefixes their types are branded with.
      return {
        message_id: messageId as ReportComment['message_id'],
        conversation_id: toPublicId(ID_PREFIXES.conversation, row.conversationId) as ReportComment['conversation_id'],
        contact_id: toPublicId(ID_PREFIXES.contact, row.contactId) as ReportComment['contact_id'],
        member_id: row.assigneeId === null ? null : (toPublicId(ID_PREFIXES.member, row.assigneeId) as ReportComment['member_id']),
        rating: row.rating === null ? null : (ratings[row.rating] ?? null),
        text: texts.get(messageId) ?? null,
        asked_at: row.askedAt.toISOString(),
      };
    }),
    next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.askedAt.getTime(), last.id]) : null,
  };
}

function textOf(content: unknown): string | null {
  return typeof content === 'object' && content !== null && 'body' in content && typeof content.body === 'string' ? content.body : null;
}

function readCursor(cursor: string | undefined): { at: Date; id: string } | null {
  const position = decodeCursor(cursor, 2);
  if (position === null) return null;
  const [atMs, id] = position;
  if (typeof atMs !== 'number' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw new AppError('cursor_invalid');
  return { at: new Date(atMs), id };
}
