import { engineQuery, tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { operatorQueue, requestPublicId, systemIn, type Actor } from './acting.ts';
import { changeRequest } from './change-request.ts';
import { selectWorkspaceBySlug } from './office.sql.ts';
import { openRequest } from './open-request.ts';
import type { RequestsContext } from './requests-context.ts';
import { selectForwarded, selectRequest, type RequestRow } from './requests.sql.ts';
import { openSubject } from './subject.ts';

/**
 * Hands a request that came to the wrong door to the right one: what a customer of a workspace asks goes to that workspace, which decides about their
 * data; what the holder of an account asks goes to the operator. The clock keeps running from when it was first received, and both doors go on seeing it.
 *
 * Errors: `not_found` for the request; `request_not_possible` for a workspace that does not exist, the same door, or one that is worked on already.
 */
export async function forwardRequest(
  ctx: RequestsContext,
  actor: Actor,
  id: string,
  to: 'operator' | 'workspace',
  slug: string | undefined,
): Promise<void> {
  const { workspaceId } = actor;
  const [row] = await tenantQuery<RequestRow>(ctx.db, workspaceId, selectRequest(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  if (row.state !== 'received' && row.state !== 'identity_check' && row.state !== 'forwarded') throw new AppError('request_not_possible');
  const target = to === 'operator' ? operatorQueue : await workspaceOf(ctx, slug);
  if (target === null || target === workspaceId) throw new AppError('request_not_possible');
  const subject = await openSubject(ctx, row);
  if (subject === null) throw new AppError('request_not_possible');
  // Opened there first: killed in between, it is found there again instead of being lost here.
  const [known] = await engineQuery<{ id: string }>(ctx.db, selectForwarded(target, workspaceId, id));
  const there =
    known?.id ??
    (await openRequest(ctx, systemIn(target), {
      kind: row.kind,
      kindGuessed: row.kindGuessed,
      purpose: row.purpose,
      channel: row.channel,
      subject,
      language: row.language,
      residence: row.residence,
      isChild: row.isChild,
      receivedAt: row.receivedAt,
      from: { workspaceId, id, queue: workspaceId === operatorQueue ? 'operator' : 'workspace' },
    }));
  await changeRequest(ctx, actor, id, ['received', 'identity_check'], () => ({
    patch: {
      state: 'forwarded',
      forwardWorkspaceId: target,
      forwardId: there,
      forwardQueue: to,
      forwardDirection: 'to',
      closedAt: ctx.clock.now(),
    },
    event: 'forwarded',
    data: { to, request: requestPublicId(there) },
  }));
}

async function workspaceOf(ctx: RequestsContext, slug: string | undefined): Promise<string | null> {
  if (slug === undefined) return null;
  const [found] = await engineQuery<{ id: string }>(ctx.db, selectWorkspaceBySlug(slug));
  return found?.id ?? null;
}
