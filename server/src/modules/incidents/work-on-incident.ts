import { ID_PREFIXES, type IncidentEntry } from '@kabar/contract';
import { appendAccountAudit, appendAudit } from '#modules/audit';
import { withEngine, withTenant } from '#platform/db/tx';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId, toPublicId } from '#platform/ids';
import { sealText } from './incident-details.ts';
import type { IncidentScopeOf, IncidentsContext } from './incidents-context.ts';
import { insertEntry, lockIncident, type IncidentRow } from './incidents.sql.ts';

/** A transaction over incidents: of one workspace, or of the installation. */
export type IncidentTx = TenantTx | EngineTx;

/** Runs a function in a transaction that sees the incidents of one owner: row-level security for a workspace, the engine for the installation. */
export function withOwner<T>(ctx: IncidentsContext, whose: IncidentScopeOf, fn: (tx: IncidentTx) => Promise<T>): Promise<T> {
  return whose.isOperator ? withEngine(ctx.db, 'incidents of the installation', fn) : withTenant(ctx.db, whose.ownerId, fn);
}

/** Database id of a public id. Errors: `not_found`. */
export function incidentUuid(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.incident, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}

/** Works on one open incident with its row locked. Errors: `not_found`, `incident_closed`. */
export function withOpenIncident<T>(
  ctx: IncidentsContext,
  whose: IncidentScopeOf,
  publicId: string,
  fn: (tx: IncidentTx, row: IncidentRow) => Promise<T>,
): Promise<T> {
  const id = incidentUuid(publicId);
  return withOwner(ctx, whose, async (tx) => {
    const [row] = await tx.query<IncidentRow>(lockIncident(whose.ownerId, id));
    if (row === undefined) throw new AppError('not_found');
    if (row.status === 'closed') throw new AppError('incident_closed');
    return fn(tx, row);
  });
}

/** Adds a line to the timeline and to the audit log. Call it last in the transaction. */
export async function addEntry(
  ctx: IncidentsContext,
  tx: IncidentTx,
  whose: IncidentScopeOf,
  incidentId: string,
  entry: { kind: IncidentEntry['kind']; text?: string; count?: number },
): Promise<void> {
  const id = ctx.ids.uuid();
  const textSealed = entry.text === undefined ? null : await sealText(ctx, whose.ownerId, 'incident_entries', id, entry.text);
  const { kind, count = null } = entry;
  await tx.query(insertEntry(whose.ownerId, { incidentId, id, kind, userId: whose.userId, textSealed, count, at: ctx.clock.now() }));
  const audit = {
    actor: whose.userId === null ? ({ kind: 'system', id: null } as const) : ({ kind: 'user', id: whose.userId } as const),
    action: `incident.${kind}`,
    target: { kind: 'incident', id: toPublicId(ID_PREFIXES.incident, incidentId) },
    ...(count === null ? {} : { after: { count } }),
  };
  if ('workspaceId' in tx) await appendAudit(ctx.audit, tx, audit);
  else await appendAccountAudit(ctx.audit, tx, audit);
}
