import { ID_PREFIXES, type RetentionClassState, type RetentionCollision, type RetentionRule, type RetentionRun } from '@kabar/contract';
import { formatPeriod, type Period } from '#modules/law';
import { toPublicId } from '#platform/ids';
import { CLASS_FACTS, isAdjustable } from './class-facts.ts';
import type { Collision, Rule } from './decide.ts';
import type { ClassPlan } from './plan.ts';
import type { RunRow } from './retention.sql.ts';

const lengthOf = (period: Period | null): string | null => (period === null ? null : formatPeriod(period));

/** A rule as the API has it. */
export function presentRule({ id, kind, period, in: place, from, isSealable, source, isChecked }: Rule): RetentionRule {
  return { id, kind, in: place, period: formatPeriod(period), from, is_sealable: isSealable, source, is_checked: isChecked };
}

/** A collision as the API has it. */
export function presentCollision({
  class: cls,
  law,
  floor,
  ceiling,
  waysOut,
  from,
}: Collision & { from: string | null }): RetentionCollision {
  return { class: cls, law, floor: presentRule(floor), ceiling: presentRule(ceiling), ways_out: waysOut, from };
}

/** What holds for a class, as the API has it. */
export function presentClass({ base, exceptions }: ClassPlan, facts: { oldestAt: Date | null; isOverdue: boolean }): RetentionClassState {
  const { store, anchor, follows } = CLASS_FACTS[base.class];
  return {
    class: base.class,
    follows: follows ?? null,
    is_adjustable: isAdjustable(base.class),
    store,
    anchor,
    wish: base.wish === null ? null : formatPeriod(base.wish.period),
    wish_from: base.wishFrom,
    is_maximum: base.wish?.isMaximum ?? false,
    floors: base.floors.map(presentRule),
    ceilings: base.ceilings.map(presentRule),
    effective: lengthOf(base.effective),
    raised_by: base.raisedBy === null ? null : presentRule(base.raisedBy),
    lowered_by: base.loweredBy === null ? null : presentRule(base.loweredBy),
    sealed_until: lengthOf(base.sealedUntil),
    exceptions: exceptions.flatMap(({ law, decision }) => {
      const because = decision.raisedBy ?? decision.sealedBy ?? decision.loweredBy;
      const differs =
        lengthOf(decision.effective) !== lengthOf(base.effective) || lengthOf(decision.sealedUntil) !== lengthOf(base.sealedUntil);
      return !differs || decision.effective === null || because === null
        ? []
        : [
            {
              law,
              effective: formatPeriod(decision.effective),
              sealed_until: lengthOf(decision.sealedUntil),
              because: presentRule(because),
            },
          ];
    }),
    oldest_at: facts.oldestAt?.toISOString() ?? null,
    is_overdue: facts.isOverdue,
  };
}

/** A run as the API has it. */
export function presentRun(row: RunRow): RetentionRun {
  const held = (list: RunRow['items'][number]['held']): number => list.reduce((sum, one) => sum + one.count, 0);
  return {
    id: toPublicId(ID_PREFIXES.retentionRun, row.id) as RetentionRun['id'], // made with the prefix it is branded with
    status: row.status,
    revision: row.revision,
    started_at: row.startedAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    removed: row.items.reduce((sum, item) => sum + item.removed, 0),
    held: row.items.reduce((sum, item) => sum + held(item.held), 0),
    items: row.items.map((item) => ({
      class: item.class,
      table: item.table_name,
      effective: item.effective,
      rule: item.rule,
      removed: item.removed,
      sealed: item.sealed,
      oldest_at: item.oldest_at === null ? null : new Date(item.oldest_at).toISOString(),
      newest_at: item.newest_at === null ? null : new Date(item.newest_at).toISOString(),
      held: item.held.map(({ hold, count }) => ({
        hold_id: toPublicId(ID_PREFIXES.hold, hold) as RetentionRun['items'][number]['held'][number]['hold_id'], // as above
        count,
      })),
      kept_by_law: item.kept_by_law,
    })),
  };
}
