import type { RetentionClass } from '@kabar/contract';
import { addPeriods, before as earlier, countriesOf, type Jurisdiction, type Period } from '#modules/law';
import {
  allLawsOf,
  decide,
  dueBefore,
  situationsOf,
  SWEEP_SLACK,
  type Decision,
  type InstallationCeilings,
  type Policy,
} from './decide.ts';
import type { Cutoffs } from './due.sql.ts';

/** What holds for a class in a workspace: for everybody, and where people stand under a further law. */
export type ClassPlan = {
  base: Decision;
  exceptions: { law: Jurisdiction; decision: Decision }[];
};

/** What holds for a class. `isOfPeople`: its rows belong to contacts, so that each has the law of their place; otherwise all laws count together. */
export function planOf(policy: Policy, cls: RetentionClass, isOfPeople: boolean, at: Date, ceilings: InstallationCeilings): ClassPlan {
  if (!isOfPeople) return { base: decide(policy, cls, allLawsOf(policy), at, ceilings), exceptions: [] };
  const [home, ...others] = situationsOf(policy);
  return {
    base: decide(policy, cls, home?.laws ?? [], at, ceilings),
    exceptions: others.flatMap(({ law, laws }) => (law === null ? [] : [{ law, decision: decide(policy, cls, laws, at, ceilings) }])),
  };
}

/** From when rows are due, worked out from every decision of a plan by `until`; null when nothing ever is. */
export function cutoffsOf(plan: ClassPlan, until: (decision: Decision) => Date | null): Cutoffs | null {
  const base = until(plan.base);
  if (base === null) return null;
  const byCountry = plan.exceptions.flatMap(({ law, decision }) => {
    const before = until(decision);
    const countries = countriesOf(law);
    return before === null || countries.length === 0 || before.getTime() === base.getTime() ? [] : [{ countries, before }];
  });
  return { base, byCountry };
}

/** From when rows are removed. */
export function dueCutoffs(plan: ClassPlan, at: Date): Cutoffs | null {
  return cutoffsOf(plan, (decision) => dueBefore(decision, at));
}

/** The rule that decided a period, for receipts. */
export function ruleOf({ raisedBy, loweredBy, wishFrom }: Decision): string {
  return raisedBy?.id ?? loweredBy?.id ?? wishFrom;
}

/** The decision for somebody of a country. */
export function decisionFor(plan: ClassPlan, country: string | null): Decision {
  const exception = country === null ? undefined : plan.exceptions.find(({ law }) => countriesOf(law).includes(country));
  return exception?.decision ?? plan.base;
}

/** The longest time for which a law wants a class to exist without wanting it at hand; null when none does. */
export function sealedFloor(decision: Decision): Period | null {
  return decision.floors.find((floor) => floor.isSealable)?.period ?? null;
}

/** From when sealed copies go: as soon as no law keeps them, also when the law was taken out of the policy. */
export function sealedDueBefore(decision: Decision, at: Date): Date {
  const floor = sealedFloor(decision);
  return floor === null ? at : (dueBefore({ effective: addPeriods(floor, SWEEP_SLACK), lower: floor }, at) ?? at);
}

/** Before when sealed copies should have been gone already. */
export function sealedLateBefore(decision: Decision, at: Date): Date {
  const floor = sealedFloor(decision);
  return earlier(at, floor === null ? SWEEP_SLACK : addPeriods(floor, SWEEP_SLACK));
}

/** Anchors before this go without a sealed copy, of rows whose visible time is over; later ones leave one. Null: none leaves one. */
export function sealsFrom(decision: Decision, at: Date): Date | null {
  return decision.sealedUntil === null ? null : sealedDueBefore(decision, at);
}

/** The rule that decides how long sealed copies stay, for receipts. */
export function sealedRule(decision: Decision): string {
  return decision.floors.find((floor) => floor.isSealable)?.id ?? 'no_law';
}
