import type { SatisfactionSettings, ServiceTargets } from '@kabar/contract';
import { loadHours, type HoursBook } from '#modules/working-hours';
import type { Tx } from '#platform/db/tx';
import { unsetSatisfaction } from './set-service-levels.ts';
import { selectSatisfaction, selectTargets, type SatisfactionRow, type TargetsRow } from './targets.sql.ts';

/** What holds for the conversations of some workspaces. */
export type RuleBook = {
  hours: HoursBook;
  /** Those of the team, else of the number, else of the workspace; null where there are none. */
  targetsOf(place: { workspaceId: string; teamId: string | null; numberId: string }): ServiceTargets | null;
  satisfactionOf(workspaceId: string): SatisfactionSettings;
};

/** Reads targets, hours and questions of these workspaces. */
export async function loadRules(tx: Tx, workspaceIds: readonly string[]): Promise<RuleBook> {
  const [targets, satisfaction, hours] = await Promise.all([
    tx.query<TargetsRow>(selectTargets(workspaceIds)),
    tx.query<SatisfactionRow>(selectSatisfaction(workspaceIds)),
    loadHours(tx, workspaceIds),
  ]);
  const known = new Map(targets.map((row) => [`${row.workspaceId} ${row.teamId ?? row.numberId ?? ''}`, row.targets]));
  const questions = new Map(satisfaction.map((row) => [row.workspaceId, row.settings]));
  return {
    hours,
    targetsOf: ({ workspaceId, teamId, numberId }) =>
      (teamId === null ? undefined : known.get(`${workspaceId} ${teamId}`)) ??
      known.get(`${workspaceId} ${numberId}`) ??
      known.get(`${workspaceId} `) ??
      null,
    satisfactionOf: (workspaceId) => questions.get(workspaceId) ?? unsetSatisfaction,
  };
}
