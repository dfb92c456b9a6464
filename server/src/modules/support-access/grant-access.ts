import {
  ID_PREFIXES,
  SUPPORT_MAX_HOURS,
  type GrantSupportRequest,
  type Page,
  type SupportAccess,
  type SupportSettings,
  type CurrentSupportAccess,
} from '@kabar/contract';
import { appendAudit, countAuditOf } from '#modules/audit';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import { tellOperator, tellOwners } from './mails.ts';
import { presentAccess, publicAccessId } from './present-access.ts';
import type { SupportContext } from './support-context.ts';
import {
  insertGranted,
  lockGrant,
  selectGrant,
  selectGrants,
  selectOpenGrants,
  selectSettings,
  updateAnswered,
  updateEnded,
  updateGranted,
  updateLeft,
  upsertSettings,
  type GrantRow,
} from './support.sql.ts';

const hourMs = 3_600_000;

/** Action of the log under which each request of an operator stands. */
export const readAction = 'support_access.read';

/** What goes on now, and which operators wait for an answer; for the banner of every member. */
export async function getCurrent(ctx: SupportContext, workspaceId: string): Promise<CurrentSupportAccess> {
  const now = ctx.clock.now();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const rows = await tx.query<GrantRow>(selectOpenGrants(workspaceId));
    const shown = await present(tx, workspaceId, rows);
    const isOn = ({ status, ends_at }: SupportAccess): boolean => status === 'active' && ends_at !== null && new Date(ends_at) > now;
    return { access: shown.find(isOn) ?? null, asked: shown.filter(({ status }) => status === 'asked') };
  });
}

/** Every access there was, newest first. Errors: `cursor_invalid`. */
export async function listAccess(
  ctx: SupportContext,
  workspaceId: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<SupportAccess>> {
  const position = decodeCursor(query.cursor, 1);
  const beforeId = position === null ? null : fromPublicId(ID_PREFIXES.supportAccess, String(position[0]));
  if (position !== null && beforeId === null) throw new AppError('cursor_invalid');
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const rows = await tx.query<GrantRow>(selectGrants(workspaceId, beforeId, query.limit + 1));
    const data = await present(tx, workspaceId, rows.slice(0, query.limit));
    const last = rows.length > query.limit ? data.at(-1) : undefined;
    return { data, next_cursor: last === undefined ? null : encodeCursor([last.id]) };
  });
}

/**
 * Lets operators in for some hours: any of them, or only the one whose request this answers. One access at a time.
 *
 * Errors: `support_request_needed`, `support_access_open`, `not_found` when the request waits no longer.
 */
export async function grantAccess(ctx: SupportContext, actor: WorkspaceActor, input: GrantSupportRequest): Promise<SupportAccess> {
  const { workspaceId, userId } = requirePerson(actor);
  const hours = Math.min(input.hours, SUPPORT_MAX_HOURS);
  const at = ctx.clock.now();
  const row = { level: input.level, hours, because: input.reason, by: userId, at, endsAt: new Date(at.getTime() + hours * hourMs) };
  const requestId = input.request_id === undefined ? null : fromPublicId(ID_PREFIXES.supportAccess, input.request_id);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    if (input.request_id === undefined && (await readSettings(tx, workspaceId)).only_when_asked)
      throw new AppError('support_request_needed');
    const known = requestId === null ? undefined : (await tx.query<GrantRow>(selectGrant(workspaceId, requestId)))[0];
    if (input.request_id !== undefined && known?.status !== 'asked') throw new AppError('not_found');
    const id = known?.id ?? ctx.ids.uuid();
    const written = await tx.query(known === undefined ? insertGranted(workspaceId, id, row) : updateGranted(workspaceId, id, row));
    if (written.length === 0) throw new AppError('support_access_open');
    const grant = await requireGrant(tx, workspaceId, id);
    await tellOwners(ctx, tx, grant, 'started');
    await tellOperator(ctx, tx, grant, true);
    await changed(ctx, tx, id);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: userId },
      action: 'support_access.granted',
      target: { kind: 'support_access', id: publicAccessId(id) },
      after: { level: row.level, hours, ends_at: row.endsAt.toISOString(), was_asked: known !== undefined },
    });
    return presentAccess(grant, 0);
  });
}

/** Says no to an operator who asked. Errors: `not_found` when they wait no longer. */
export async function declineAccess(ctx: SupportContext, actor: WorkspaceActor, id: string): Promise<void> {
  const { workspaceId, userId } = requirePerson(actor);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const answered = await tx.query(updateAnswered(workspaceId, id, 'declined', userId, ctx.clock.now()));
    if (answered.length === 0) throw new AppError('not_found');
    await tellOperator(ctx, tx, await requireGrant(tx, workspaceId, id), false);
    await changed(ctx, tx, id);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: userId },
      action: 'support_access.declined',
      target: { kind: 'support_access', id: publicAccessId(id) },
    });
  });
}

/** Ends an access at once: whoever is inside is out with the commit, streams and downloads included. Errors: `not_found` when it does not go on. */
export async function endAccess(ctx: SupportContext, actor: WorkspaceActor, id: string): Promise<SupportAccess> {
  const { workspaceId, userId } = requirePerson(actor);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    if (!(await closeAccess(ctx, tx, id, { how: 'workspace', by: userId }))) throw new AppError('not_found');
    const [shown] = await present(tx, workspaceId, [await requireGrant(tx, workspaceId, id)]);
    if (shown === undefined) throw new AppError('not_found');
    return shown;
  });
}

/** Ends an access in this transaction, with its mails and its line in the log. False when it did not go on. */
export async function closeAccess(
  ctx: SupportContext,
  tx: TenantTx,
  id: string,
  end: { how: 'expired' | 'workspace' | 'operator'; by: string | null },
): Promise<boolean> {
  const { workspaceId } = tx;
  const now = ctx.clock.now();
  await tx.query(lockGrant(workspaceId, id));
  const ended = await tx.query(updateEnded(workspaceId, id, end.how, end.by, now));
  if (ended.length === 0) return false;
  await tx.query(updateLeft(workspaceId, id, null, now));
  await tellOwners(ctx, tx, await requireGrant(tx, workspaceId, id), 'ended');
  await announceAuthorizationChange(tx, [`support:${id}`]);
  await changed(ctx, tx, id);
  await appendAudit(ctx.audit, tx, {
    actor: end.by === null ? { kind: 'system', id: null } : { kind: 'user', id: end.by },
    action: 'support_access.ended',
    target: { kind: 'support_access', id: publicAccessId(id) },
    after: { how: end.how },
  });
  return true;
}

/** The rule of a workspace. */
export async function getSettings(ctx: SupportContext, workspaceId: string): Promise<SupportSettings> {
  return withTenant(ctx.db, workspaceId, (tx) => readSettings(tx, workspaceId));
}

/** Changes the rule. What goes on goes on. */
export async function putSettings(ctx: SupportContext, actor: WorkspaceActor, input: SupportSettings): Promise<SupportSettings> {
  const { workspaceId, userId } = requirePerson(actor);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const before = await readSettings(tx, workspaceId);
    await tx.query(upsertSettings(workspaceId, input.only_when_asked, ctx.clock.now()));
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: userId },
      action: 'support_access.settings_changed',
      before,
      after: input,
    });
    return input;
  });
}

/** Tells every browser of the workspace that something about support access changed. */
export async function changed(ctx: SupportContext, tx: TenantTx, id: string): Promise<void> {
  await appendEvents(tx, [
    {
      workspaceId: tx.workspaceId,
      type: 'support_access.updated',
      data: { support_access_id: publicAccessId(id) },
      occurredAt: ctx.clock.now(),
    },
  ]);
}

/** Reads one access. Errors: `not_found`. */
export async function requireGrant(tx: TenantTx, workspaceId: string, id: string): Promise<GrantRow> {
  const [row] = await tx.query<GrantRow>(selectGrant(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

async function present(tx: TenantTx, workspaceId: string, rows: readonly GrantRow[]): Promise<SupportAccess[]> {
  const counts = await countAuditOf(
    tx,
    workspaceId,
    readAction,
    rows.map(({ id }) => publicAccessId(id)),
  );
  return rows.map((row) => presentAccess(row, counts.get(publicAccessId(row.id)) ?? 0));
}

async function readSettings(tx: TenantTx, workspaceId: string): Promise<SupportSettings> {
  const [row] = await tx.query<{ onlyWhenAsked: boolean }>(selectSettings(workspaceId));
  return { only_when_asked: row?.onlyWhenAsked ?? false };
}

/** Only people of the workspace decide; no key carries the permission, and this says so a second time. */
function requirePerson(actor: WorkspaceActor): { workspaceId: string; userId: string } {
  if (actor.kind !== 'user' || actor.support !== undefined)
    throw new AppError('permission_denied', { details: { permission: 'support:grant' } });
  return { workspaceId: actor.workspaceId, userId: actor.userId };
}
