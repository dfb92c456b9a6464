import type { Tx } from '#platform/db/tx';
import { alwaysOpen, readSchedule, type Hours } from './hours.ts';
import { selectHours, type HoursRow } from './working-hours.sql.ts';

/** The hours of some workspaces. A number without hours of its own follows its workspace. */
export type HoursBook = {
  of(workspaceId: string, numberId: string | null): Hours;
  /** Time zone of the workspace. */
  zoneOf(workspaceId: string): string;
};

/** Reads the hours of these workspaces in one statement. A workspace that set none is open at any time. */
export async function loadHours(tx: Tx, workspaceIds: readonly string[]): Promise<HoursBook> {
  const rows = await tx.query<HoursRow>(selectHours(workspaceIds));
  const zones = new Map(rows.map((row) => [row.workspaceId, row.timeZone]));
  const known = new Map(
    rows.flatMap(({ workspaceId, numberId, schedule, timeZone }) =>
      schedule === null ? [] : [[`${workspaceId} ${numberId ?? ''}`, readSchedule(schedule, timeZone)] as const],
    ),
  );
  const zoneOf = (workspaceId: string): string => zones.get(workspaceId) ?? 'UTC';
  return {
    of: (workspaceId, numberId) =>
      known.get(`${workspaceId} ${numberId ?? ''}`) ?? known.get(`${workspaceId} `) ?? alwaysOpen(zoneOf(workspaceId)),
    zoneOf,
  };
}
