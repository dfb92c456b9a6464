import type { UsageDimension, UsagePeriod } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** One figure that rises by one. `startsOn` is the first day of the period, as `2026-11-01`. */
export type Count = { period: UsagePeriod; startsOn: string; dimension: UsageDimension; value: string };

/** Raises figures by one browser each. They must differ and be in one order everywhere, so that two writers never wait for each other in a ring. */
export function addCounts(counts: readonly Count[]): Statement {
  return {
    name: 'usage_add',
    text: `
      insert into usage_counts as u (period, starts_on, dimension, value, browser_count)
      select period, starts_on, dimension, value, 1
        from unnest($1::text[], $2::date[], $3::text[], $4::text[]) with ordinality as c (period, starts_on, dimension, value, place)
       order by place
      on conflict (period, starts_on, dimension, value) do update set browser_count = u.browser_count + 1`,
    values: [
      counts.map(({ period }) => period),
      counts.map(({ startsOn }) => startsOn),
      counts.map(({ dimension }) => dimension),
      counts.map(({ value }) => value),
    ],
  };
}

/** Which of these sites are counted already in a month, and how many sites are. */
export function selectReferrers(startsOn: string, values: readonly string[]): Statement {
  return {
    name: 'usage_referrers',
    text: `select count(*)::int as count, coalesce(array_agg(value) filter (where value = any($2::text[])), '{}') as known
             from usage_counts where period = 'month' and starts_on = $1 and dimension = 'referrer'`,
    values: [startsOn, values],
  };
}

/** A figure as it may be told: `browsers` null where it is below the minimum. */
export type FigureRow = { startsOn: string; dimension: UsageDimension; value: string; browsers: number | null };

/**
 * The figures of a month: visits by day, the rest of the whole month. Every reader of `usage_counts` goes through here: a
 * figure below `minimum` leaves the database as null, and outside of days its value does, too.
 */
export function selectFigures(month: string, minimum: number): Statement {
  return {
    text: `
      select starts_on::text as "startsOn", dimension,
             case when dimension = 'visit' or browser_count >= $2 then value else '' end as value,
             case when browser_count >= $2 then browser_count end as browsers
        from usage_counts
       where (period = 'day' and dimension = 'visit' and starts_on >= $1::date and starts_on < $1::date + interval '1 month')
          or (period = 'month' and dimension <> 'visit' and starts_on = $1::date)
       order by starts_on, dimension, browser_count desc, value`,
    values: [month, minimum],
  };
}

/** Months that have figures, newest first. */
export function selectMonths(): Statement {
  return {
    text: `select distinct date_trunc('month', starts_on)::date::text as month from usage_counts order by month desc`,
  };
}

/** Removes figures of periods that began before a day. */
export function deleteCountsBefore(day: string): Statement {
  return { text: 'delete from usage_counts where starts_on < $1::date', values: [day] };
}
