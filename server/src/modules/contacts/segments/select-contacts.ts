import { ContactFilter, type ContactCount } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { ContactsContext } from '../contacts-context.ts';
import { invalidField, uuidOf } from '../record/acting.ts';
import { selectAttributes } from '../record/attributes.sql.ts';
import type { AttributeRow } from '../record/attributes.sql.ts';
import { compileFilter } from './filter-sql.ts';
import { countContacts, countReferences, selectIdsAfter, selectSegment } from './segments.sql.ts';
import type { Condition, SegmentRow } from './segments.sql.ts';

type SelectionContext = Pick<ContactsContext, 'db' | 'keyring' | 'clock'>;

/** Beyond this a count is not exact any more. */
export const exactCountLimit = 10_000;

/** What a caller asks for: a filter, a segment by public id, or both, which must then both fit. */
export type Selection = { filter?: ContactFilter | undefined; segmentId?: string | undefined };

/** Reads a filter from the text of a query. Errors: `validation_failed`. */
export function readFilter(text: string | undefined): ContactFilter | undefined {
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalidField('query.filter', 'must be JSON');
  }
  const parsed = ContactFilter.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AppError('validation_failed', {
    details: {
      issues: parsed.error.issues.map((issue) => ({ path: ['query.filter', ...issue.path].join('.'), message: issue.message })),
    },
  });
}

/** The conditions of a selection by somebody, with what they may see. Errors: `not_found` for a segment that is not theirs; `validation_failed`. */
export async function conditionsFor(
  ctx: SelectionContext & Pick<ContactsContext, 'scopeOf'>,
  actor: WorkspaceActor,
  selection: Selection,
): Promise<Condition[]> {
  const { workspaceId } = actor;
  const conditions = selection.filter === undefined ? [] : [await compile(ctx, workspaceId, selection.filter)];
  if (selection.segmentId !== undefined) {
    const segment = await requireSegment(ctx, actor, uuidOf('segment', selection.segmentId));
    conditions.push(await compile(ctx, workspaceId, segment.filter));
  }
  const scope = await ctx.scopeOf(actor);
  if (scope !== null) conditions.push((values) => scope.contacts('contact', values));
  return conditions;
}

/** A segment that the actor may see: shared, or their own. Errors: `not_found`. */
export async function requireSegment(ctx: SelectionContext, actor: WorkspaceActor, id: string): Promise<SegmentRow> {
  const [row] = await tenantQuery<SegmentRow>(ctx.db, actor.workspaceId, selectSegment(actor.workspaceId, id));
  if (row === undefined || !(row.shared || (actor.kind === 'user' && row.ownerMemberId === actor.memberId)))
    throw new AppError('not_found');
  return row;
}

/** How many contacts fit: exact up to ten thousand, else that there are more. */
export async function countSelection(ctx: SelectionContext, workspaceId: string, conditions: readonly Condition[]): Promise<ContactCount> {
  const [row] = await tenantQuery<{ count: number }>(ctx.db, workspaceId, countContacts(workspaceId, conditions, exactCountLimit + 1));
  const count = row?.count ?? 0;
  return { count: Math.min(count, exactCountLimit), is_exact: count <= exactCountLimit };
}

/**
 * Ids of the contacts that fit a segment at this moment, in id order, up to `limit` behind `afterId`. For campaigns and other
 * engines: it applies no viewer, and a segment that is gone gives none. Errors: `validation_failed` when the filter no longer fits
 * its attributes.
 */
export async function selectSegmentContactIds(
  ctx: SelectionContext,
  workspaceId: string,
  segmentId: string,
  afterId: string | null,
  limit: number,
): Promise<string[]> {
  const [segment] = await tenantQuery<SegmentRow>(ctx.db, workspaceId, selectSegment(workspaceId, segmentId));
  if (segment === undefined) return [];
  return selectContactIds(ctx, workspaceId, [await compile(ctx, workspaceId, segment.filter)], afterId, limit);
}

/** Ids of the contacts that fit all conditions, in id order, up to `limit` behind `afterId`. */
export async function selectContactIds(
  ctx: Pick<ContactsContext, 'db'>,
  workspaceId: string,
  conditions: readonly Condition[],
  afterId: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tenantQuery<{ id: string }>(ctx.db, workspaceId, selectIdsAfter(workspaceId, conditions, afterId, limit));
  return rows.map((row) => row.id);
}

/** Turns a filter into a condition. Errors: `validation_failed`. */
export async function compile(ctx: SelectionContext, workspaceId: string, filter: ContactFilter): Promise<Condition> {
  const [attributes, indexKey] = await Promise.all([
    tenantQuery<AttributeRow>(ctx.db, workspaceId, selectAttributes(workspaceId)),
    ctx.keyring.layeredKey(workspaceId, 'contacts'),
  ]);
  return compileFilter(filter, { attributes: new Map(attributes.map((row) => [row.id, row])), indexKey, now: ctx.clock.now() });
}

/** The conditions of a selection for work that nobody in particular sees. Errors: `not_found` for a segment that is gone; `validation_failed`. */
export async function compileConditions(ctx: SelectionContext, workspaceId: string, selection: Selection): Promise<Condition[]> {
  const conditions = selection.filter === undefined ? [] : [await compile(ctx, workspaceId, selection.filter)];
  if (selection.segmentId === undefined) return conditions;
  const id = uuidOf('segment', selection.segmentId);
  const [segment] = await tenantQuery<SegmentRow>(ctx.db, workspaceId, selectSegment(workspaceId, id));
  if (segment === undefined) throw new AppError('not_found');
  return [...conditions, await compile(ctx, workspaceId, segment.filter)];
}

/** Refuses a filter that names a tag, stage or attribute that is not in the workspace. Errors: `not_found`. */
export async function requireReferences(ctx: Pick<ContactsContext, 'db'>, workspaceId: string, filter: ContactFilter): Promise<void> {
  const conditions = filter.conditions.flatMap((item) => ('field' in item ? [item] : item.conditions));
  const tags = new Set<string>();
  const stages = new Set<string>();
  const attributes = new Set<string>();
  for (const condition of conditions) {
    if (condition.field === 'tags') for (const id of condition.tag_ids) tags.add(uuidOf('tag', id));
    else if (condition.field === 'stage') for (const id of condition.stage_ids) if (id !== null) stages.add(uuidOf('stage', id));
    if (condition.field === 'attribute') attributes.add(uuidOf('attribute', condition.attribute_id));
  }
  const [row] = await tenantQuery<{ count: number }>(
    ctx.db,
    workspaceId,
    countReferences(workspaceId, [...tags], [...stages], [...attributes]),
  );
  if (row?.count !== tags.size + stages.size + attributes.size) throw new AppError('not_found');
}
