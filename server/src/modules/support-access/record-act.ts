import { appendAudit, personal } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import type { RecordSupport } from '#platform/http/support-act';
import { readAction } from './grant-access.ts';
import { publicAccessId } from './present-access.ts';
import type { SupportContext } from './support-context.ts';

/**
 * Writes one request of an operator into the log of the workspace they are inside: what was asked for and which things the answer holds. What was searched for
 * may be about people, so it is sealed beside the chain. An answer leaves only after this is committed.
 */
export function createRecorder(ctx: Pick<SupportContext, 'db' | 'audit'>): RecordSupport {
  return ({ stay, userId, method, route, ids, query, holds }) =>
    withTenant(ctx.db, stay.workspaceId, (tx) =>
      appendAudit(ctx.audit, tx, {
        actor: { kind: 'user', id: userId },
        action: method === 'GET' || holds !== null ? readAction : 'support_access.helped',
        target: { kind: 'support_access', id: publicAccessId(stay.grantId) },
        after: {
          method,
          route,
          ...(ids.length === 0 ? {} : { of: [...ids] }),
          ...(query === null ? {} : { asked_for: personal(query) }),
          ...(holds === null || holds.length === 0 ? {} : { read: [...holds] }),
        },
      }),
    );
}
