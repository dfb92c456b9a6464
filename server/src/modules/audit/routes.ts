import { AuditEntry, pageOf, PageQuery } from '@kabar/contract';
import type { Database } from '#platform/db/database';
import { defineRoute, type Route } from '#platform/http/route';
import type { AuditContext } from './append-audit.ts';
import { listAudit } from './list-audit.ts';

/** Routes of the audit log. */
export function auditRoutes(ctx: AuditContext & { db: Database }): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/audit',
      summary: 'List audit entries',
      description: 'Newest first. Every change of members, keys, settings and numbers is here, with who made it.',
      tag: 'Audit',
      auth: 'workspace',
      permission: 'audit:read',
      query: PageQuery,
      responses: { 200: pageOf(AuditEntry) },
      handler: ({ actor, query }) => listAudit(ctx, { workspaceId: actor.workspaceId, ...query }),
    }),
  ];
}
