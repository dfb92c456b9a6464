import { ID_PREFIXES, SIGN_IN_METHODS, type Permission } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import type { UserActor } from '#platform/http/actor';
import { fromPublicId } from '#platform/ids';
import { powerOf } from './power/power.ts';
import { hashSessionToken, readSessionToken } from './session-cookie.ts';
import { barrierDueAt, barrierOf } from './sessions/barrier.ts';
import type { UsersContext } from './users-context.ts';
import { selectSession, touchSession, type SessionRow } from './users.sql.ts';

/** A session's last use is written at most this often, so that reading stays reading. */
const touchEveryMs = 60_000;

const none: ReadonlySet<Permission> = new Set();

/**
 * Who is behind a `Cookie` header, and what they may do in the named workspace. Null without a live session: no cookie,
 * one we did not sign, ended, unused for too long, too old. A workspace that the person is not in gives no membership,
 * exactly as one that does not exist.
 *
 * One query (see `selectSession`), none for a cookie we did not sign; nothing is cached, so every change of membership or
 * role acts on the next request.
 */
export async function checkSession(ctx: UsersContext, cookieHeader: string, workspacePublicId: string | null): Promise<UserActor | null> {
  const token = readSessionToken(ctx.cookie, ctx.keys.cookieMac, cookieHeader);
  if (token === null) return null;
  const workspaceId = workspacePublicId === null ? null : fromPublicId(ID_PREFIXES.workspace, workspacePublicId);
  const now = ctx.clock.now();
  const idleSince = new Date(now.getTime() - ctx.config.sessionIdleMs);
  const [row] = await engineQuery<SessionRow>(ctx.db, selectSession(hashSessionToken(token), workspaceId, now, idleSince));
  if (row === undefined) return null;
  if (now.getTime() - row.last_seen_at.getTime() >= touchEveryMs) await engineQuery(ctx.db, touchSession(row.session_id, now));
  const found = membershipOf(row, now);
  const signedInBy = SIGN_IN_METHODS.find((method) => method === row.method);
  if (signedInBy === undefined) throw new Error('a session that began in no known way');
  return {
    kind: 'user',
    userId: row.user_id,
    sessionId: row.session_id,
    name: row.name,
    email: row.email,
    isOperator: row.email_verified && ctx.config.operators.includes(row.email),
    operatorBarrier: ctx.config.operatorsNeedSecondFactor && !row.has_second_factor ? 'second_factor_required' : null,
    signedInBy,
    hasSecondFactor: row.has_second_factor,
    provedRecently: now.getTime() - row.proved_at.getTime() < ctx.config.stepUpMs,
    singleSignOnWorkspaceId: row.single_sign_on_workspace_id,
    membership: found?.membership ?? null,
    permissions: found?.permissions ?? none,
    endsAt: earliest([row.expires_at, new Date(now.getTime() + ctx.config.sessionIdleMs), found?.barrierDueAt ?? null]),
  };
}

type Membership = {
  membership: NonNullable<UserActor['membership']>;
  permissions: UserActor['permissions'];
  /** When a barrier will stand where none does yet. */
  barrierDueAt: Date | null;
};

function membershipOf(row: SessionRow, now: Date): Membership | null {
  if (row.workspace_id === null || row.member_id === null || row.role === null) return null;
  const { role, permissions, isLimited } = powerOf({ ...row, role: row.role });
  const rules = {
    workspaceId: row.workspace_id,
    role,
    secondFactorFrom: row.second_factor_from,
    singleSignOnOnly: row.single_sign_on_only === true,
  };
  const proof = { hasSecondFactor: row.has_second_factor, singleSignOnWorkspaceId: row.single_sign_on_workspace_id };
  const barrier = barrierOf(rules, proof, now);
  return {
    membership: { workspaceId: row.workspace_id, memberId: row.member_id, role, isLimited, isClosing: row.is_closing === true, barrier },
    permissions,
    barrierDueAt: barrierDueAt(rules, proof, now),
  };
}

function earliest(moments: readonly [Date, ...(Date | null)[]]): Date {
  return new Date(Math.min(...moments.filter((moment) => moment !== null).map((moment) => moment.getTime())));
}
