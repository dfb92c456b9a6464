import { tenantQuery } from '#platform/db/tx';
import type { Route } from '#platform/http/route';
import { businessProfileRoutes } from './business-profile.ts';
import { requireAccount } from './find-objects.ts';
import { requirePermission, type GraphContext } from './graph-context.ts';
import { selectFields } from './graph-fields.ts';
import { readPaging, toGraphPage } from './graph-paging.ts';
import { defineGraphRoute } from './graph-routes.ts';
import { selectNumbersOfWaba, type GraphNumberRow } from './graph.sql.ts';
import { numberKind, numberNode } from './number-nodes.ts';

/** Numbers of an account, and what customers see of a number. */
export function numberRoutes(ctx: GraphContext): Route[] {
  return [
    defineGraphRoute({
      method: 'GET',
      path: '/:waba_id/phone_numbers',
      summary: 'List the numbers of an account',
      answer: async ({ actor, version, ids: { waba_id: wabaId = '' }, query }) => {
        requirePermission(actor, 'numbers:read');
        const { workspaceId } = actor;
        const account = await requireAccount(ctx, workspaceId, wabaId, 'GET');
        const asked = readPaging(query, 1);
        const place = asked.cursor === null ? null : String(asked.cursor[0]);
        const only = await ctx.numbersOf(actor);
        const found = await tenantQuery<GraphNumberRow>(
          ctx.db,
          workspaceId,
          selectNumbersOfWaba(workspaceId, account.id, { place, isBackward: asked.isBackward, limit: asked.limit + 1, only }),
        );
        const rows = found.slice(0, asked.limit);
        return toGraphPage({ rows: asked.isBackward ? rows.toReversed() : rows, hasMore: found.length > asked.limit }, asked, {
          url: `${ctx.publicUrl}/graph/${version}/${wabaId}/phone_numbers`,
          query,
          present: (row) => selectFields(numberKind, numberNode(row), query['fields']),
          placeOf: (row) => [row.phoneNumberId],
        });
      },
    }),
    ...businessProfileRoutes(ctx),
  ];
}
