import type { DataClass, KeepReason } from '@kabar/contract';
import { engineQuery, tenantQuery, withEngine } from '#platform/db/tx';
import type { Words } from '#platform/personal-data/declaration';
import type { PersonIds } from '#platform/personal-data/person-rows';
import { countAll, countOfNode } from './count-nodes.ts';
import type { ErasureContext, HoldOnPerson } from './erasure-context.ts';
import { countPerson, selectOpenErasure, type ErasureRow } from './erasures.sql.ts';
import { findPerson, openIdentifiers } from './find-person.ts';
import { loadNodes } from './load-nodes.ts';

/** What lies in one table of a person. */
export type PlannedItem = { table: string; holds: Words; class: DataClass; count: number };

/** What stays of a person in one table. `until` null: as long as the reason holds. */
export type StayingItem = Omit<PlannedItem, 'count'> & { count: number | null; because: KeepReason; until: Date | null };

/** What erasing a person would do now. Ids are database ids. */
export type PersonErasurePlan = {
  contactIds: readonly string[];
  messages: number;
  conversations: number;
  notes: number;
  files: number;
  fileBytes: number;
  goes: PlannedItem[];
  stays: StayingItem[];
  holds: readonly HoldOnPerson[];
  openErasureId: string | null;
};

/** Reasons whose rows are not counted: they are of everybody and pass by themselves. */
const uncounted: ReadonlySet<KeepReason> = new Set(['short_lived', 'points_to_nobody']);

/**
 * What will go, what stays and why and until when. Changes nothing. `contactId` is the contact others were merged into; the caller has proved that it
 * exists and may be seen.
 */
export async function planErasure(ctx: ErasureContext, workspaceId: string, contactId: string): Promise<PersonErasurePlan> {
  const person = await findPerson(ctx, workspaceId, contactId);
  const found = await withEngine(ctx.db, 'identifiers of a person whose erasure is planned', (tx) =>
    openIdentifiers(ctx, tx, workspaceId, person.contactIds),
  );
  const [counts, stays, holds, [total], [open]] = await Promise.all([
    countAll(ctx, { ...person, ...found, stoppedAt: ctx.clock.now() }),
    whatStays(ctx, person),
    ctx.holdsOn(workspaceId, person.contactIds),
    engineQuery<{ messages: number; notes: number; files: number; fileBytes: number }>(
      ctx.db,
      countPerson(workspaceId, person.contactIds, person.conversationIds),
    ),
    tenantQuery<ErasureRow>(ctx.db, workspaceId, selectOpenErasure(workspaceId, contactId)),
  ]);
  return {
    contactIds: person.contactIds,
    conversations: person.conversationIds.length,
    ...(total ?? { messages: 0, notes: 0, files: 0, fileBytes: 0 }),
    goes: [...counts].map(([table, count]) => ({ ...wordsOf(ctx, table), count })).toSorted((a, b) => b.count - a.count),
    stays,
    holds,
    openErasureId: open?.id ?? null,
  };
}

/** What stays of a person, and until when. */
export async function whatStays(ctx: ErasureContext, person: PersonIds): Promise<StayingItem[]> {
  const { kept } = await loadNodes(ctx);
  const stays: StayingItem[] = [];
  for (const node of kept) {
    const count = uncounted.has(node.because) ? null : await countOfNode(ctx, { ...node, changes: null }, person);
    if (count === 0) continue;
    const until = node.retention === null ? null : await ctx.keptUntil(person.workspaceId, node.retention, ctx.clock.now());
    const { table, holds, because } = node;
    stays.push({ table, holds, class: node.class, count, because, until });
  }
  return stays;
}

/** What a table holds, in words. A table that no declaration knows keeps its name. */
export function wordsOf(ctx: Pick<ErasureContext, 'catalogue'>, table: string): Omit<PlannedItem, 'count'> {
  const known = ctx.catalogue.tables.get(table);
  if (known !== undefined) return { table, holds: known.holds, class: known.class };
  const object = ctx.catalogue.objects.find((one) => `${one.kind} files` === table);
  return { table, holds: object?.holds ?? [table, table, table], class: object?.class ?? 'technical' };
}
