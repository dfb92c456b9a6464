import type { IncidentClock, IncidentStep } from '@kabar/contract';
import { breachClocks, type BreachClock } from '#modules/law';
import type { IncidentRow } from './incidents.sql.ts';

/** A settled clock with its remark opened. */
export type SettledClock = { key: string; outcome: 'met' | 'dismissed'; at: Date; remark: string };

/** The clocks of an incident as they stand at an instant. Pure. */
export function clockStates(row: IncidentRow, isOperator: boolean, settled: readonly SettledClock[], now: Date): IncidentClock[] {
  const { laws, knownAt, risk, personsToldAt } = row;
  return breachClocks({ jurisdictions: laws, knownAt, risk, isOperator, personsToldAt }).map((clock) => {
    const known = settled.find(({ key }) => key === clock.rule.key);
    return {
      key: clock.rule.key,
      law: clock.rule.law,
      jurisdiction: clock.rule.jurisdiction,
      party: clock.rule.party,
      authority: clock.rule.authority,
      due_at: clock.dueAt?.toISOString() ?? null,
      is_prompt: clock.isPrompt,
      state: stateOf(clock, known, now),
      met_at: known?.outcome === 'met' ? known.at.toISOString() : null,
      remark: known?.remark ?? null,
    };
  });
}

function stateOf({ dueAt }: BreachClock, settled: SettledClock | undefined, now: Date): IncidentClock['state'] {
  if (settled?.outcome === 'dismissed') return 'dismissed';
  if (settled !== undefined) return dueAt !== null && settled.at > dueAt ? 'met_late' : 'met';
  if (dueAt === null) return 'waiting';
  return dueAt < now ? 'late' : 'running';
}

/** Whether a clock still wants something. */
export function isOpen({ state }: Pick<IncidentClock, 'state'>): boolean {
  return state === 'running' || state === 'late';
}

/**
 * What to do next, in the order that loses least time: describe, find who is concerned, then whatever clock is due first, then close. Pure.
 */
export function nextStep(row: IncidentRow, clocks: readonly IncidentClock[], missingCount: number): IncidentStep {
  if (row.status === 'closed') return 'done';
  if (row.assessment === null) return row.scope.data.length === 0 ? 'describe' : 'assess';
  const due = clocks.find(isOpen);
  if (due !== undefined && missingCount > 0 && due.party !== 'authority') return 'describe';
  if (due?.party === 'authority') return 'tell_authority';
  if (due?.party === 'persons') return 'tell_persons';
  if (due?.party === 'workspaces') return 'tell_workspaces';
  return 'close';
}
