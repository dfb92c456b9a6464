import type { Readable } from 'node:stream';
import {
  PrivacyReceipt,
  type ListPrivacyRequestsQuery,
  type PrivacyRequest,
  type PrivacyRequestCounts,
  type PrivacyRequestEvent,
} from '@kabar/contract';
import type { z } from 'zod';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { requestPublicId, type Actor } from './acting.ts';
import { noteEvent } from './change-request.ts';
import { selectEvents, type EventRow } from './events.sql.ts';
import { codeWays } from './identity.ts';
import { officeIn } from './office.ts';
import { presentRequest } from './present-request.ts';
import type { RequestsContext } from './requests-context.ts';
import { countRequests, selectRequest, selectRequests, selectRequestsOf, selectRequestsOfUser, type RequestRow } from './requests.sql.ts';
import { openText } from './subject.ts';
import { selectTasks, type TaskRow } from './tasks.sql.ts';

type Query = z.output<typeof ListPrivacyRequestsQuery>;

/** A page of requests. Errors: `cursor_invalid`. */
export async function listRequests(
  ctx: RequestsContext,
  workspaceId: string,
  query: Query,
): Promise<{ data: PrivacyRequest[]; next_cursor: string | null }> {
  const { limit } = query;
  const position = decodeCursor(query.cursor, 2);
  const after = position === null ? null : readPosition(position);
  const contactId = query.contact_id === undefined ? null : fromPublicId('ctc', query.contact_id);
  const filter = { tab: query.tab, kind: query.kind ?? null, contactId, after, limit: limit + 1 };
  const rows = await tenantQuery<RequestRow>(ctx.db, workspaceId, selectRequests(workspaceId, filter));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const at = query.tab === 'closed' ? last?.closedAt : last?.dueAt;
  return {
    data: await presentAll(ctx, workspaceId, page),
    next_cursor:
      rows.length > limit && last !== undefined && at !== null && at !== undefined ? encodeCursor([at.toISOString(), last.id]) : null,
  };
}

function readPosition([at, id]: readonly (string | number | null)[]): readonly [Date, string] {
  const time = new Date(String(at));
  if (Number.isNaN(time.getTime()) || !/^[0-9a-f-]{36}$/.test(String(id))) throw new AppError('cursor_invalid');
  return [time, String(id)];
}

async function presentAll(ctx: RequestsContext, workspaceId: string, rows: readonly RequestRow[]): Promise<PrivacyRequest[]> {
  const office = await withTenant(ctx.db, workspaceId, officeIn);
  return Promise.all(rows.map((row) => presentRequest(ctx, row, office, null)));
}

/** How many requests stand where. */
export async function countAllRequests(ctx: RequestsContext, workspaceId: string): Promise<PrivacyRequestCounts> {
  const [counts] = await tenantQuery<PrivacyRequestCounts>(ctx.db, workspaceId, countRequests(workspaceId, ctx.clock.now()));
  return counts ?? { open: 0, identity: 0, decide: 0, running: 0, closed: 0, overdue: 0, due_soon: 0 };
}

/** A request with its steps. Errors: `not_found`. */
export async function getRequest(ctx: RequestsContext, workspaceId: string, id: string): Promise<PrivacyRequest> {
  const row = await requireRow(ctx, workspaceId, id);
  const [office, tasks, ways, copy] = await Promise.all([
    withTenant(ctx.db, workspaceId, officeIn),
    tenantQuery<TaskRow>(ctx.db, workspaceId, selectTasks(workspaceId, id)),
    row.state === 'received' || row.state === 'identity_check' ? codeWays(ctx, row) : null,
    row.exportId === null ? null : ctx.copies.state(workspaceId, row.exportId),
  ]);
  const notes = new Map<string, string>();
  for (const task of tasks) {
    if (task.noteSealed !== null) notes.set(task.key, await ctx.keyring.openSecret(notePlace(workspaceId, id, task.key), task.noteSealed));
  }
  return presentRequest(ctx, row, office, { tasks, notes, ways, copy });
}

/** What happened to a request. Errors: `not_found`. */
export async function getHistory(ctx: RequestsContext, workspaceId: string, id: string): Promise<{ data: PrivacyRequestEvent[] }> {
  await requireRow(ctx, workspaceId, id);
  const rows = await tenantQuery<EventRow>(ctx.db, workspaceId, selectEvents(workspaceId, id));
  return {
    data: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      actor: { kind: row.actorKind, id: row.actorId === null ? null : actorId(row) },
      data: row.kind === 'mail_taken' ? {} : row.data,
      at: row.at.toISOString(),
    })),
  };
}

const prefixes = { member: 'mem', api_key: 'key', person: 'ctc', operator: 'usr' } as const;

function actorId({ actorKind, actorId: id }: EventRow): string | null {
  return id === null || actorKind === 'system' ? null : toPublicId(prefixes[actorKind], id);
}

/** The signed receipt of a request that is done. Errors: `not_found`. */
export async function getReceipt(ctx: RequestsContext, workspaceId: string, id: string): Promise<PrivacyReceipt> {
  const row = await requireRow(ctx, workspaceId, id);
  if (row.receipt === null) throw new AppError('not_found');
  return PrivacyReceipt.parse(row.receipt);
}

/** The copy of somebody's data. `isAccount`: JSON about an account, otherwise a ZIP. Who took it stands in the history and in the audit log. */
export async function openCopy(
  ctx: RequestsContext,
  actor: Actor,
  id: string,
): Promise<{ isAccount: true; text: string } | { isAccount: false; stream: Readable }> {
  const { workspaceId } = actor;
  const row = await requireRow(ctx, workspaceId, id);
  const text = await openText(ctx, { workspaceId, id, column: 'answer_sealed' }, row.answerSealed);
  if (text === null && row.exportId === null) throw new AppError('not_found');
  const stream = text === null ? await ctx.copies.open(workspaceId, row.exportId ?? '') : null;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await noteEvent(ctx, tx, actor, id, 'copy_downloaded');
    await appendAudit(ctx.audit, tx, {
      actor: actor.audit,
      action: 'privacy_request.copy_downloaded',
      target: { kind: 'privacy_request', id: requestPublicId(id) },
    });
  });
  return stream === null ? { isAccount: true, text: text ?? '' } : { isAccount: false, stream };
}

/** Requests of one customer, newest first, for their own page. */
export async function requestsOfPerson(ctx: RequestsContext, workspaceId: string, contactId: string): Promise<PrivacyRequest[]> {
  const rows = await tenantQuery<RequestRow>(ctx.db, workspaceId, selectRequestsOf(workspaceId, contactId, 50));
  return presentAll(ctx, workspaceId, rows);
}

/** Requests about somebody's own account, newest first. */
export async function requestsOfUser(ctx: RequestsContext, workspaceId: string, userId: string): Promise<PrivacyRequest[]> {
  const rows = await tenantQuery<RequestRow>(ctx.db, workspaceId, selectRequestsOfUser(workspaceId, userId, 50));
  return presentAll(ctx, workspaceId, rows);
}

/** One request as stored. Errors: `not_found`. */
export async function requireRow(ctx: RequestsContext, workspaceId: string, id: string): Promise<RequestRow> {
  const [row] = await tenantQuery<RequestRow>(ctx.db, workspaceId, selectRequest(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

/** Where the note of a step lies. */
export function notePlace(workspaceId: string, requestId: string, key: string) {
  return { workspaceId, table: 'privacy_request_tasks', column: 'note_sealed', rowId: `${requestId}/${key}` };
}
