import type { ErasureContext } from '#modules/erasure';
import { eraseAccount, findErasure, orderErasure, runErasure, verifyErased } from '#modules/erasure';
import { openRequestedCopy, orderForRequest, requestedCopy, type ExportsContext } from '#modules/exports';
import type { RequestsContext } from '#modules/requests';
import { AppError } from '#platform/errors';

/** Copies of everything about a person, as requests order them. */
export function createCopyHands(ctx: ExportsContext): RequestsContext['copies'] {
  return {
    order: (tx, who) => orderForRequest(ctx, tx, who),
    state: (workspaceId, exportId) => requestedCopy(ctx, workspaceId, exportId),
    open: (workspaceId, exportId) => openRequestedCopy(ctx, workspaceId, exportId),
  };
}

/** Reasons that concern no data of the person any more; they are not worth a line in a receipt. */
const unsaid: ReadonlySet<string> = new Set(['not_personal', 'points_to_nobody', 'erased_mark', 'key_tombstone']);

/** Erasing, as requests have it done. What is kept is named in words of the data catalogue. */
export function createErasureHands(ctx: ErasureContext): RequestsContext['erasure'] {
  return {
    order: async ({ workspaceId, contactId, requestId }) => {
      const actor = { kind: 'system', id: null } as const;
      const order = { reason: 'person_asked' as const, actor, auditActor: actor, waitMs: 0, requestId };
      return (await orderErasure(ctx, workspaceId, contactId, order)).id;
    },
    run: async (workspaceId, erasureId, signal) => {
      const outcome = await runErasure(ctx, workspaceId, erasureId, signal);
      if (outcome.kind === 'open') return { kind: 'open', left: named(ctx, outcome.findings) };
      const row = await findErasure(ctx, workspaceId, erasureId);
      if (outcome.kind === 'held')
        return { kind: 'held', holds: (row?.heldBy ?? []).map(({ reason, reviewAt }) => ({ reason, reviewAt })) };
      const kept = (row?.kept ?? []).filter(({ because }) => !unsaid.has(because));
      return {
        kind: 'done',
        removed: Object.values(row?.steps ?? {}).reduce((sum, count) => sum + count, 0),
        kept: kept.map(({ table, because, until, count }) => ({
          what: ctx.catalogue.tables.get(table)?.holds[0] ?? table,
          because,
          until,
          count,
        })),
      };
    },
    account: async (userId) => {
      try {
        const { rows_erased: rows, kept } = (await eraseAccount(ctx, userId)).document;
        return {
          kind: 'done',
          removed: Object.values(rows).reduce((sum, count) => sum + count, 0),
          kept: kept
            .filter(({ because }) => !unsaid.has(because))
            .map(({ what, rows: count, because }) => ({
              what: ctx.catalogue.tables.get(what)?.holds[0] ?? what,
              because,
              until: null,
              count,
            })),
        };
      } catch (error) {
        if (error instanceof AppError && error.code === 'last_owner') return { kind: 'last_owner' };
        if (error instanceof AppError && error.code === 'not_found') return { kind: 'done', removed: 0, kept: [] };
        throw error;
      }
    },
    findLeft: async (workspaceId, erasureId) => named(ctx, await verifyErased(ctx, workspaceId, erasureId)),
  };
}

/** Finds in words of the data catalogue. */
function named(ctx: ErasureContext, findings: readonly { table: string; count: number }[]): { what: string; count: number }[] {
  return findings.map(({ table, count }) => ({ what: ctx.catalogue.tables.get(table)?.holds[0] ?? table, count }));
}
