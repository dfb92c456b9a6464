import { ID_PREFIXES } from '@kabar/contract';
import type { AuditContext } from '#modules/audit';
import { createRecorder, findStay, supportJobs, supportRoutes, type SupportContext } from '#modules/support-access';
import { authorizationChanges } from '#platform/events/authorization-change';
import type { Authenticator } from '#platform/http/actor';
import type { SupportGuard } from '#platform/http/support-act';
import { fromPublicId } from '#platform/ids';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';

/** Builds the access of operators to workspaces that let them in. */
export function composeSupport(
  { db, clock, ids, mails, notifications }: Context,
  needs: { audit: AuditContext; publicUrl: string; session: Authenticator['session'] },
): Pick<Modules, 'routes' | 'jobs'> & { guard: SupportGuard; session: Authenticator['session'] } {
  const ctx: SupportContext = {
    db,
    clock,
    ids,
    audit: needs.audit,
    publicUrl: needs.publicUrl,
    mail: (tx, mail, dedupeKey) => mails.add(tx, mail, { template: 'support_access', dedupeKey }),
  };
  return {
    routes: supportRoutes(ctx),
    jobs: supportJobs(ctx),
    guard: { record: createRecorder(ctx), onAuthorizationChange: authorizationChanges(notifications) },
    session: withStay(ctx, needs.session),
  };
}

/** Adds to the session of an operator what lets them into the named workspace, where they do not belong to it. */
export function withStay(ctx: Pick<SupportContext, 'db' | 'clock'>, session: Authenticator['session']): Authenticator['session'] {
  return async (cookieHeader, workspacePublicId, clientIp) => {
    const actor = await session(cookieHeader, workspacePublicId, clientIp);
    if (actor === null || workspacePublicId === null || !actor.isOperator || actor.membership !== null) return actor;
    const workspaceId = fromPublicId(ID_PREFIXES.workspace, workspacePublicId);
    const stay = workspaceId === null ? null : await findStay(ctx, actor, workspaceId);
    return stay === null ? actor : { ...actor, support: stay };
  };
}
