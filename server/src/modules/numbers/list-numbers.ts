import type { AccountEvent, NumberEvent, Page, PageQuery, WhatsAppNumber } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { selectAccountEventsPage, selectNumberEventsPage, type AccountEventRow, type NumberEventRow } from './number-events.sql.ts';
import type { NumbersContext } from './numbers-context.ts';
import { selectNumber, selectNumbersPage, type NumberRow } from './numbers.sql.ts';
import { presentAccountEvent, presentNumber, presentNumberEvent } from './present-number.ts';

type PageInput = PageQuery & { workspaceId: string };

/** Numbers of the workspace, connected ones first. Errors: `cursor_invalid`. */
export async function listNumbers(ctx: NumbersContext, input: PageInput): Promise<Page<WhatsAppNumber>> {
  const position = decodeCursor(input.cursor, 3);
  const after = position === null ? null : { isDisconnected: position[0] === 1, connectedAt: dateAt(position[1]), id: uuidAt(position[2]) };
  const rows = await tenantQuery<NumberRow>(ctx.db, input.workspaceId, selectNumbersPage(input.workspaceId, after, input.limit + 1));
  const now = ctx.clock.now();
  return toPage(
    rows,
    input.limit,
    (row) => presentNumber(row, ctx.endpoints().publicUrl, now),
    (row) => [row.disconnectedAt === null ? 0 : 1, row.connectedAt.toISOString(), row.id],
  );
}

/** One number. Errors: `not_found`. */
export async function getNumber(ctx: NumbersContext, workspaceId: string, numberId: string): Promise<WhatsAppNumber> {
  const [row] = await tenantQuery<NumberRow>(ctx.db, workspaceId, selectNumber(workspaceId, numberId));
  if (row === undefined) throw new AppError('not_found');
  return presentNumber(row, ctx.endpoints().publicUrl, ctx.clock.now());
}

/** What happened to a number, newest first. Errors: `not_found`, `cursor_invalid`. */
export async function listNumberHistory(ctx: NumbersContext, input: PageInput & { numberId: string }): Promise<Page<NumberEvent>> {
  const before = readTimePosition(input.cursor);
  const [number] = await tenantQuery<NumberRow>(ctx.db, input.workspaceId, selectNumber(input.workspaceId, input.numberId));
  if (number === undefined) throw new AppError('not_found');
  const rows = await tenantQuery<NumberEventRow>(
    ctx.db,
    input.workspaceId,
    selectNumberEventsPage(input.workspaceId, input.numberId, before, input.limit + 1),
  );
  return toPage(rows, input.limit, presentNumberEvent, (row) => [row.at.toISOString(), row.id]);
}

/** What WhatsApp told about accounts, newest first. Errors: `cursor_invalid`. */
export async function listAccountEvents(ctx: NumbersContext, input: PageInput): Promise<Page<AccountEvent>> {
  const before = readTimePosition(input.cursor);
  const rows = await tenantQuery<AccountEventRow>(
    ctx.db,
    input.workspaceId,
    selectAccountEventsPage(input.workspaceId, before, input.limit + 1),
  );
  return toPage(rows, input.limit, presentAccountEvent, (row) => [row.at.toISOString(), row.id]);
}

function readTimePosition(cursor: string | undefined): { at: Date; id: string } | null {
  const position = decodeCursor(cursor, 2);
  return position === null ? null : { at: dateAt(position[0]), id: uuidAt(position[1]) };
}

function toPage<Row, Shape>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => Shape,
  positionOf: (row: Row) => (string | number)[],
): Page<Shape> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(present), next_cursor: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null };
}

function dateAt(part: string | number | null | undefined): Date {
  const at = typeof part === 'string' ? new Date(part) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new AppError('cursor_invalid');
  return at;
}

function uuidAt(part: string | number | null | undefined): string {
  if (typeof part !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part)) throw new AppError('cursor_invalid');
  return part;
}
