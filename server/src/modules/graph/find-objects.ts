import { tenantQuery } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import type { GraphContext } from './graph-context.ts';
import { unknownObject, type GraphMethod } from './graph-refusal.ts';
import { selectAccountByMetaId, selectNumberByMetaId, type GraphAccountRow, type GraphNumberRow } from './graph.sql.ts';

const idForm = /^\d{5,25}$/;

/** A number of the workspace by Meta's id; null when it has none such, or none that the actor's limits leave them. */
export async function findNumber(
  ctx: Pick<GraphContext, 'db' | 'numbersOf'>,
  actor: WorkspaceActor,
  phoneNumberId: string,
): Promise<GraphNumberRow | null> {
  const { workspaceId } = actor;
  if (!idForm.test(phoneNumberId)) return null;
  const [row] = await tenantQuery<GraphNumberRow>(ctx.db, workspaceId, selectNumberByMetaId(workspaceId, phoneNumberId));
  if (row === undefined) return null;
  const only = await ctx.numbersOf(actor);
  return only === null || only.includes(row.id) ? row : null;
}

/** A number of the workspace by Meta's id, within the actor's limits. Errors: Meta's own for an object that does not exist. */
export async function requireNumber(
  ctx: Pick<GraphContext, 'db' | 'numbersOf'>,
  actor: WorkspaceActor,
  phoneNumberId: string,
  method: GraphMethod,
): Promise<GraphNumberRow> {
  const row = await findNumber(ctx, actor, phoneNumberId);
  if (row === null) throw unknownObject(method, phoneNumberId);
  return row;
}

/** A connected account of the workspace by Meta's id; null when it has none such. */
export async function findAccount(ctx: Pick<GraphContext, 'db'>, workspaceId: string, wabaId: string): Promise<GraphAccountRow | null> {
  if (!idForm.test(wabaId)) return null;
  const [row] = await tenantQuery<GraphAccountRow>(ctx.db, workspaceId, selectAccountByMetaId(workspaceId, wabaId));
  return row ?? null;
}

/** A connected account of the workspace by Meta's id. Errors: Meta's own for an object that does not exist. */
export async function requireAccount(
  ctx: Pick<GraphContext, 'db'>,
  workspaceId: string,
  wabaId: string,
  method: GraphMethod,
): Promise<GraphAccountRow> {
  const row = await findAccount(ctx, workspaceId, wabaId);
  if (row === null) throw unknownObject(method, wabaId);
  return row;
}
