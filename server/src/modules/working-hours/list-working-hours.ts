import { ID_PREFIXES, type Schedule, type WorkingHours, type WorkingHoursSettings } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { closesAt, isOpenAt, nextOpening, readSchedule } from './hours.ts';
import type { WorkingHoursContext } from './working-hours-context.ts';
import { selectHours, type HoursRow } from './working-hours.sql.ts';

/** What holds until somebody sets hours: at any time; the week is a proposal for whoever sets them. */
export const unsetSchedule: Schedule = {
  mode: 'always',
  time_zone: null,
  week: {
    monday: [{ from: '09:00', until: '17:00' }],
    tuesday: [{ from: '09:00', until: '17:00' }],
    wednesday: [{ from: '09:00', until: '17:00' }],
    thursday: [{ from: '09:00', until: '17:00' }],
    friday: [{ from: '09:00', until: '17:00' }],
    saturday: [],
    sunday: [],
  },
  exceptions: [],
};

/** The hours of a workspace and of the numbers that have their own, with what they mean now. */
export async function listWorkingHours(ctx: Pick<WorkingHoursContext, 'db' | 'clock'>, workspaceId: string): Promise<WorkingHoursSettings> {
  const rows = await tenantQuery<HoursRow>(ctx.db, workspaceId, selectHours([workspaceId]));
  const now = ctx.clock.now();
  const zone = rows[0]?.timeZone ?? 'UTC';
  const own = rows.find((row) => row.numberId === null && row.schedule !== null);
  return {
    workspace: present(own?.schedule ?? unsetSchedule, zone, own?.updatedAt ?? null, now),
    numbers: rows.flatMap(({ numberId, schedule, updatedAt }) =>
      numberId === null || schedule === null
        ? []
        : [
            {
              // Made with the very prefix its type is branded with.
              number_id: toPublicId(ID_PREFIXES.number, numberId) as WorkingHoursSettings['numbers'][number]['number_id'],
              ...present(schedule, zone, updatedAt, now),
            },
          ],
    ),
  };
}

function present(schedule: Schedule, workspaceZone: string, updatedAt: Date | null, now: Date): WorkingHours {
  const hours = readSchedule(schedule, workspaceZone);
  const isOpen = isOpenAt(hours, now);
  return {
    schedule,
    is_open: isOpen,
    next_opening_at: isOpen ? null : (nextOpening(hours, now)?.toISOString() ?? null),
    closes_at: closesAt(hours, now)?.toISOString() ?? null,
    updated_at: updatedAt?.toISOString() ?? null,
  };
}
