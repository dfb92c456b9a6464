import { HOLDABLE_CLASSES } from '@kabar/contract';
import type { EngineTx } from '#platform/db/tx';
import { countDue, type RowShape } from './due.sql.ts';
import { dueCutoffs, planOf } from './plan.ts';
import { loadPolicy } from './policy.ts';
import type { RetentionContext } from './retention-context.ts';
import type { SweepTarget } from './targets.ts';

/** Erasures of silent people that may wait at a time, of one workspace: a first sweep of many must not keep those waiting who asked. */
const mostWaiting = 20_000;
/** People of one batch: each has an entry of their own in the audit log, which is a chain. */
const batchPeople = 200;

/**
 * The newest sign of a person, under every contact they were joined from: they wrote, were written to, agreed or objected, or somebody took
 * their erasure back. A contact that was just made or imported counts from then.
 */
const newestSign = `
  (with recursive person (id) as (
     select t.id union all select c.id from person p join contacts c on c.workspace_id = t.workspace_id and c.merged_into = p.id)
   select max(sign.at) from person p, lateral (
     select c.last_seen_at as at from contacts c where c.workspace_id = t.workspace_id and c.id = p.id
     union all
     select max(v.last_activity_at) from conversations v where v.workspace_id = t.workspace_id and v.contact_id = p.id
     union all
     (select r.occurred_at from consent_records r where r.workspace_id = t.workspace_id and r.contact_id = p.id order by r.occurred_at desc limit 1)
     union all
     select max(e.finished_at) from erasures e
      where e.workspace_id = t.workspace_id and e.contact_id = p.id and e.reason = 'inactive' and e.status = 'cancelled' and e.step is null) sign)`;

/** People of whom something is under way: a message that waits, or a request about their data. They are not silent, whatever the dates say. */
const nothingUnderWay = `
  not exists (select from privacy_requests q where q.workspace_id = t.workspace_id and q.contact_id = t.id and q.closed_at is null)
  and not exists (select from conversations v join dispatch d on d.workspace_id = v.workspace_id and d.conversation_id = v.id
                   where v.workspace_id = t.workspace_id and v.contact_id = t.id)`;

const shape: RowShape = {
  table: 'contacts',
  anchor: `greatest(t.last_seen_at, t.created_at, ${newestSign})`,
  index: 'coalesce(t.last_seen_at, t.created_at)',
  id: 'id',
  contact: 't.id',
  conversation: null,
  // The person goes as a whole, so a hold on any of their conversations or on any span of time keeps them.
  held: `(h.contact_id is null or h.contact_id = t.id)
         and (h.conversation_id is null or exists (select from conversations v where v.workspace_id = t.workspace_id and v.id = h.conversation_id
                                                      and v.contact_id = t.id))`,
  only: `t.merged_into is null and t.erased_at is null and ${nothingUnderWay}`,
};

/** Contacts that nothing was heard of for as long as the workspace wants: each is erased as if they had asked for it. */
export const SILENT_CONTACTS: SweepTarget = {
  class: 'contact_record',
  shape: {
    ...shape,
    only: `${shape.only ?? 'true'} and not exists (select from erasures e where e.workspace_id = t.workspace_id and e.contact_id = t.id
                                                      and e.status in ('waiting', 'running', 'held'))`,
  },
  goesWith: [],
  heldWith: HOLDABLE_CLASSES,
  mostNow: async (ctx, tx, workspaceId) => {
    const [row] = await tx.query<{ count: number }>({
      text: `select count(*)::int as count from erasures where workspace_id = $1 and reason = 'inactive' and status in ('waiting', 'running', 'held')`,
      values: [workspaceId],
    });
    return Math.max(0, Math.min(batchPeople, mostWaiting - (row?.count ?? 0)));
  },
  remove: async (tx, workspaceId, ids, ctx) => {
    await ctx.eraseSilent(tx, workspaceId, ids);
    return [];
  },
};

/** Whether the time of a silent person is still over: nobody wrote since, and the policy still wants it. Asked at the point of no return. */
export async function isStillSilent(
  ctx: Pick<RetentionContext, 'db' | 'clock' | 'ceilings'>,
  tx: EngineTx,
  workspaceId: string,
  contactId: string,
): Promise<boolean> {
  const { policy } = await loadPolicy(ctx, workspaceId);
  const now = ctx.clock.now();
  const cutoffs = dueCutoffs(planOf(policy, 'contact_record', true, now, ctx.ceilings), now);
  if (cutoffs === null) return false;
  const statement = countDue(shape, { workspaceId, cutoffs, holds: [], isHeld: false, limit: 1, id: contactId });
  const [row] = statement === null ? [] : await tx.query<{ count: number }>(statement);
  return (row?.count ?? 0) > 0;
}
