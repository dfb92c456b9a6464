import { USAGE_DIMENSIONS, USAGE_MINIMUM, type UsageStatistics } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import type { AnalyticsContext } from './analytics-context.ts';
import { deleteCountsBefore, selectFigures, selectMonths, type FigureRow } from './usage-counts.sql.ts';

/** Figures of one month (`2026-11`; left out: this month), without any below the minimum. */
export async function usageStatistics(ctx: Pick<AnalyticsContext, 'db' | 'clock' | 'isEnabled'>, month?: string): Promise<UsageStatistics> {
  const now = ctx.clock.now();
  const shown = month ?? now.toISOString().slice(0, 7);
  const rows = await engineQuery<FigureRow>(ctx.db, selectFigures(`${shown}-01`, USAGE_MINIMUM));
  const months = await engineQuery<{ month: string }>(ctx.db, selectMonths());
  const byDay = new Map(rows.flatMap((row) => (row.dimension === 'visit' ? [[row.startsOn, row.browsers] as const] : [])));
  return {
    enabled: ctx.isEnabled,
    month: shown,
    months: months.map((row) => row.month.slice(0, 7)),
    minimum: USAGE_MINIMUM,
    days: daysOf(shown, now).map((day) => ({ day, browsers: byDay.get(day) ?? null })),
    dimensions: USAGE_DIMENSIONS.flatMap((dimension) => {
      if (dimension === 'visit') return [];
      const own = rows.filter((row) => row.dimension === dimension);
      return [
        {
          dimension,
          rows: own.flatMap(({ value, browsers }) => (browsers === null ? [] : [{ value, browsers }])),
          is_cut: own.some(({ browsers }) => browsers === null),
        },
      ];
    }),
  };
}

/** Removes figures of more than 25 months ago: two years can be compared, and no more is needed. */
export async function pruneUsage(ctx: Pick<AnalyticsContext, 'db' | 'clock'>): Promise<void> {
  const now = ctx.clock.now();
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 25, 1));
  await engineQuery(ctx.db, deleteCountsBefore(first.toISOString().slice(0, 10)));
}

/** Days of a month up to today. */
function daysOf(month: string, now: Date): string[] {
  const today = now.toISOString().slice(0, 10);
  const [year = 0, number = 1] = month.split('-').map(Number);
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`).filter((day) => day <= today);
}
