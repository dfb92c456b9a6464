import { AuditEntry, AuditState, AuditVerification, ListAuditQuery, pageOf } from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import type { AnchorContext } from './audit-anchor.ts';
import { auditState } from './audit-state.ts';
import { exportAudit } from './export-audit.ts';
import { listAudit } from './list-audit.ts';
import { verifyChain } from './verify-chain.ts';

const ExportQuery = ListAuditQuery.omit({ cursor: true, limit: true }).extend({ format: z.enum(['csv', 'jsonl']).default('csv') });

/** Routes of the audit log. */
export function auditRoutes(ctx: AnchorContext): Route[] {
  const common = { tag: 'Audit', auth: 'workspace', permission: 'audit:read' } as const;
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/audit',
      summary: 'List audit entries',
      description:
        'Newest first. Every change of members, keys, settings and numbers is here, with who made it, from where, and what it was before.',
      query: ListAuditQuery,
      responses: { 200: pageOf(AuditEntry) },
      handler: ({ actor, query }) => listAudit(ctx, { ...query, workspaceId: actor.workspaceId }),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/audit/state',
      summary: 'Get the state of the audit log',
      description:
        'How many entries there are, what the last verification found, and the newest signed checkpoint. Keep a copy of the checkpoint: it proves later that nothing up to it was changed.',
      responses: { 200: AuditState },
      handler: ({ actor }) => auditState(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/audit/verify',
      summary: 'Verify the audit log',
      description:
        'Recomputes the chain from its first entry and compares it with every signed checkpoint outside the database. Changes nothing but the time of the last verification.',
      responses: { 200: AuditVerification },
      whileClosing: true,
      handler: ({ actor }) => verifyChain(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/audit/export',
      support: 'never',
      summary: 'Export the audit log',
      description: 'The narrowed log as a file, newest first: CSV, or one JSON object per line.',
      query: ExportQuery,
      responses: { 200: 'application/octet-stream' },
      handler: async ({ actor, query: { format, ...query }, reply }) => {
        reply.headers({
          'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
          'content-disposition': `attachment; filename="audit.${format}"`,
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, no-store',
        });
        return exportAudit(ctx, actor.workspaceId, query, format);
      },
    }),
  ];
}
