import type { RetentionClass } from '@kabar/contract';
import { countriesOf, type Jurisdiction } from '#modules/law';
import { allLawsOf, decide, dueBefore, situationsOf, type Decision, type InstallationCeilings, type Policy } from './decide.ts';
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
