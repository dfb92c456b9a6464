import type { RetentionClass, RetentionPreset } from '@kabar/contract';
import {
  addPeriods,
  before,
  boundsOf,
  comparePeriods,
  jurisdictionsOf,
  period,
  RETENTION_BOUNDS,
  type Jurisdiction,
  type Period,
  type RetentionBound,
} from '#modules/law';
import { CLASS_FACTS, DECIDED_CLASSES, isAdjustable } from './class-facts.ts';
import { PRESETS, type Wish } from './presets.ts';

/** What a workspace decided. */
export type Policy = {
  preset: RetentionPreset;
  home: Jurisdiction | null;
  serves: readonly Jurisdiction[];
  wishes: Partial<Record<RetentionClass, Wish>>;
  sealed: readonly RetentionClass[];
};

/** Longest periods that whoever runs the installation allows, by class. */
export type InstallationCeilings = Partial<Record<RetentionClass, Period>>;

/** A rule as the decision uses it: of a law, of Kabar's own promises, or somebody's wish. */
export type Rule = {
  id: string;
  kind: 'floor' | 'ceiling';
  period: Period;
  in: RetentionBound['in'] | null;
  from: string | null;
  isSealable: boolean;
  source: string;
  isChecked: boolean;
};

/** Two rules of which only one can be kept. */
export type Collision = {
  class: RetentionClass;
  law: Jurisdiction | null;
  floor: Rule;
  ceiling: Rule;
  waysOut: ('seal' | 'drop_law' | 'lengthen')[];
};

/** What holds for a class under a set of laws. */
export type Decision = {
  class: RetentionClass;
  wish: Wish | null;
  wishFrom: 'own' | 'preset' | 'default' | 'fixed';
  floors: Rule[];
  ceilings: Rule[];
  /** Never younger than this is removed; null without a floor. */
  lower: Period | null;
  /** Never older than this stays; null: as long as what it belongs to. */
  effective: Period | null;
  raisedBy: Rule | null;
  loweredBy: Rule | null;
  /** Age at which the sealed copy goes; null without one. */
  sealedUntil: Period | null;
  sealedBy: Rule | null;
  collision: Collision | null;
};

/** The time in which a due row must be found: "up to 30 days" includes it. Runs are hourly, so a day survives a long outage. */
export const SWEEP_SLACK: Period = period('P1D');

/** What is wished for a class, and by whom. */
export function wishOf(policy: Policy, cls: RetentionClass): { wish: Wish | null; from: Decision['wishFrom'] } {
  const { store, fallback, follows } = CLASS_FACTS[cls];
  if (follows !== undefined) return wishOf(policy, follows);
  const own = policy.wishes[cls];
  if (own !== undefined) return { wish: own, from: 'own' };
  const preset = PRESETS[policy.preset][cls];
  if (preset !== undefined) return { wish: preset, from: 'preset' };
  return {
    wish: fallback === null ? null : { period: fallback, isMaximum: false },
    from: store === 'fixed' || !isAdjustable(cls) ? 'fixed' : 'default',
  };
}

/**
 * What holds for a class under `laws` at `at`: the wish, clamped by floors and ceilings. Where a floor cannot be met below every ceiling, the
 * floor wins (a statute beats a promise) and the collision is named; such a policy is refused when it is saved, and found again when a law
 * comes into force later.
 */
export function decide(
  policy: Policy,
  cls: RetentionClass,
  laws: readonly Jurisdiction[],
  at: Date,
  ceilings: InstallationCeilings = {},
): Decision {
  const { wish, from } = wishOf(policy, cls);
  const isSealed = policy.sealed.includes(cls) || sealsAlong(policy, cls);
  const allFloors = boundsOf('floor', cls, laws, at).map(ofBound);
  const floors = isSealed ? allFloors.filter((rule) => !rule.isSealable) : allFloors;
  const above = [
    ...boundsOf('ceiling', cls, laws, at).map(ofBound),
    ...installationRule(ceilings[cls]),
    ...(wish?.isMaximum === true ? [wishRule(wish, from, policy)] : []),
  ].toSorted((a, b) => comparePeriods(a.period, b.period));
  const [floor] = floors;
  const [ceiling] = above;
  const leastPossible = floor === undefined ? null : addPeriods(floor.period, SWEEP_SLACK);
  const collision =
    floor !== undefined && leastPossible !== null && ceiling !== undefined && comparePeriods(leastPossible, ceiling.period) > 0
      ? collide(cls, floor, ceiling)
      : null;
  let effective = wish?.period ?? null;
  let raisedBy: Rule | null = null;
  let loweredBy: Rule | null = null;
  if (effective !== null && ceiling !== undefined && comparePeriods(effective, ceiling.period) > 0) {
    effective = ceiling.period;
    loweredBy = ceiling;
  }
  if (effective !== null && floor !== undefined && leastPossible !== null && comparePeriods(effective, leastPossible) < 0) {
    effective = leastPossible;
    raisedBy = floor;
    loweredBy = null;
  }
  const [sealing] = isSealed ? allFloors.filter((rule) => rule.isSealable) : [];
  const sealedUntil = sealing === undefined ? null : addPeriods(sealing.period, SWEEP_SLACK);
  const isLonger = sealedUntil !== null && effective !== null && comparePeriods(sealedUntil, effective) > 0;
  return {
    class: cls,
    wish,
    wishFrom: from,
    floors: allFloors,
    ceilings: above,
    lower: floor?.period ?? null,
    effective,
    raisedBy,
    loweredBy,
    sealedUntil: isLonger ? sealedUntil : null,
    sealedBy: isLonger ? (sealing ?? null) : null,
    collision,
  };
}

/** Files and details of messages are sealed together with the messages. */
function sealsAlong(policy: Policy, cls: RetentionClass): boolean {
  return (
    policy.sealed.includes('message_content') &&
    (cls === 'message_metadata' || cls === 'media' || cls === 'conversation_work' || cls === 'bot_log')
  );
}

/** Every law under which a row of the workspace can stand: that of the business alone, and together with each that its people bring. */
export function situationsOf(policy: Policy): { law: Jurisdiction | null; laws: Jurisdiction[] }[] {
  return [
    { law: null, laws: jurisdictionsOf(policy.home, null) },
    ...policy.serves.filter((law) => law !== policy.home).map((law) => ({ law, laws: jurisdictionsOf(policy.home, law) })),
  ];
}

/** All laws that a workspace has to do with, for what belongs to nobody in particular. */
export function allLawsOf(policy: Policy): Jurisdiction[] {
  return [...new Set([...(policy.home === null ? [] : [policy.home]), ...policy.serves])];
}

/** Every collision of a policy, now and on the days within `aheadDays` on which further rules come into force. Each pair of rules once. */
export function collisionsOf(
  policy: Policy,
  at: Date,
  ceilings: InstallationCeilings = {},
  aheadDays = 366,
): (Collision & { from: string | null })[] {
  const found = new Map<string, Collision & { from: string | null }>();
  const lastDay = new Date(at.getTime() + aheadDays * 86_400_000);
  const days = [...new Set(RETENTION_BOUNDS.map((bound) => bound.from))]
    .filter((day) => new Date(day) > at && new Date(day) <= lastDay)
    .toSorted();
  for (const day of [null, ...days]) {
    for (const cls of DECIDED_CLASSES) {
      for (const { law, laws } of situationsOf(policy)) {
        const { collision } = decide(policy, cls, laws, day === null ? at : new Date(day), ceilings);
        const id = `${cls} ${collision?.floor.id ?? ''} ${collision?.ceiling.id ?? ''}`;
        if (collision !== null && !found.has(id)) found.set(id, { ...collision, law: collision.law ?? law, from: day });
      }
    }
  }
  return [...found.values()];
}

/**
 * Anchors before `due` are over at `at`: rows are removed at some time in the slack before they reach the effective age, and none
 * that a floor protects. Null when nothing ever is.
 */
export function dueBefore({ effective, lower }: Pick<Decision, 'effective' | 'lower'>, at: Date): Date | null {
  if (effective === null) return null;
  const due = before(new Date(at.getTime() + SWEEP_SLACK.days * 86_400_000), effective);
  if (lower === null) return due;
  const kept = before(at, lower);
  return due < kept ? due : kept;
}

function collide(cls: RetentionClass, floor: Rule, ceiling: Rule): Collision {
  return {
    class: cls,
    law: floor.in === null || floor.in === 'everywhere' ? null : floor.in,
    floor,
    ceiling,
    waysOut: [
      ...(floor.isSealable ? (['seal'] as const) : []),
      ...(floor.in !== null && floor.in !== 'everywhere' ? (['drop_law'] as const) : []),
      ...(ceiling.in === null && ceiling.id !== 'installation' ? (['lengthen'] as const) : []),
    ],
  };
}

/** A bound of the tables as a rule. */
export function ofBound(bound: RetentionBound): Rule {
  const { id, kind, period: length, in: place, from, sealable, source, isChecked } = bound;
  return { id, kind, period: length, in: place, from, isSealable: sealable === true, source, isChecked };
}

function wishRule(wish: Wish, from: Decision['wishFrom'], policy: Policy): Rule {
  const source = from === 'preset' ? `Your preset ${policy.preset} promises at most this long` : 'Your own wish: at most this long';
  return {
    id: from === 'preset' ? 'preset' : 'wish',
    kind: 'ceiling',
    period: wish.period,
    in: null,
    from: null,
    isSealable: false,
    source,
    isChecked: true,
  };
}

function installationRule(ceiling: Period | undefined): Rule[] {
  if (ceiling === undefined) return [];
  const source = 'Setting of this installation';
  return [{ id: 'installation', kind: 'ceiling', period: ceiling, in: null, from: null, isSealable: false, source, isChecked: true }];
}
