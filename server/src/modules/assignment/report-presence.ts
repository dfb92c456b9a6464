import { ID_PREFIXES, PRESENCE_OFFLINE_AFTER_MS, type MemberPresence, type ReportPresenceRequest } from '@kabar/contract';
import { tenantQuery, withEngine, withTenant, type EngineTx, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { AssignmentContext } from './assignment-context.ts';
import { selectPresence, updateSilent, upsertPresence, type PresenceRow, type ReportedRow } from './presence.sql.ts';

/**
 * Takes the report of an open dashboard. Others are told only when it changes what they see; that is also what gives a member
 * who comes online their share of who waits. An API key is nobody: nothing is recorded, and the answer is null.
 */
export async function reportPresence(
  ctx: Pick<AssignmentContext, 'db' | 'clock'>,
  actor: WorkspaceActor,
  request: ReportPresenceRequest,
): Promise<MemberPresence | null> {
  if (actor.kind !== 'user') return null;
  const { workspaceId, memberId } = actor;
  const now = ctx.clock.now();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [reported] = await tx.query<ReportedRow>(
      upsertPresence({ workspaceId, memberId, choice: request.choice ?? null, seenAt: request.leaving === true ? null : now }),
    );
    if (reported !== undefined && reported.announced !== (reported.before ?? 'offline')) await tell(tx, [{ workspaceId, memberId }], now);
    const [row] = await tx.query<PresenceRow>(selectPresence(workspaceId, memberId));
    if (row === undefined) throw new AppError('not_found');
    return present(row, now);
  });
}

/** Where the members of a workspace are. */
export async function listPresence(ctx: Pick<AssignmentContext, 'db' | 'clock'>, workspaceId: string): Promise<MemberPresence[]> {
  const rows = await tenantQuery<PresenceRow>(ctx.db, workspaceId, selectPresence(workspaceId, null));
  const now = ctx.clock.now();
  return rows.map((row) => present(row, now));
}

/** Tells of members whose dashboards fell silent, across workspaces. Gives how many. */
export async function noteSilentMembers(ctx: Pick<AssignmentContext, 'db' | 'clock'>): Promise<number> {
  const now = ctx.clock.now();
  return withEngine(ctx.db, 'members of all workspaces whose dashboards fell silent', async (tx) => {
    const silent = await tx.query<{ workspaceId: string; memberId: string }>(
      updateSilent(new Date(now.getTime() - PRESENCE_OFFLINE_AFTER_MS), 500),
    );
    await tell(tx, silent, now);
    return silent.length;
  });
}

/** Whether a report at `lastSeenAt` still counts. */
export function isSilent(lastSeenAt: Date | null, now: Date): boolean {
  return lastSeenAt === null || lastSeenAt.getTime() < now.getTime() - PRESENCE_OFFLINE_AFTER_MS;
}

async function tell(tx: TenantTx | EngineTx, members: readonly { workspaceId: string; memberId: string }[], now: Date): Promise<void> {
  await appendEvents(
    tx,
    members.map(({ workspaceId, memberId }) => ({
      workspaceId,
      type: 'member_presence.updated',
      data: { member_id: toPublicId(ID_PREFIXES.member, memberId) },
      occurredAt: now,
    })),
  );
}

function present(row: PresenceRow, now: Date): MemberPresence {
  return {
    member_id: toPublicId(ID_PREFIXES.member, row.memberId) as MemberPresence['member_id'], // made with the prefix it is branded with
    state: isSilent(row.lastSeenAt, now) ? 'offline' : row.announced,
    choice: row.choice,
    last_seen_at: row.lastSeenAt?.toISOString() ?? null,
    open_conversations: row.openCount,
  };
}
