import type { Statement } from '../db/tx.ts';

/** A portion that a process asks for. `name` of the bucket; `perSecond` fills it up to `burst`. */
export type PortionRequest = { name: string; wanted: number; perSecond: number; burst: number };

/** What a bucket gave, in whole requests, and what is left in it for everybody. */
export type PortionRow = { name: string; granted: number; left: number };

/**
 * Takes portions out of several buckets at once. A bucket nobody asked of for long is full. In the order of names, so that two
 * processes do not wait for each other. The database's clock judges for all processes.
 */
export function takePortions(requests: readonly PortionRequest[]): Statement {
  const sorted = requests.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const available = `least(excluded.burst, b.tokens + greatest(0, extract(epoch from excluded.filled_at - b.filled_at)) * excluded.per_second)`;
  return {
    name: 'rate_take_portions',
    text: `
      insert into rate_buckets as b (name, wanted, per_second, burst, granted, tokens, filled_at)
      select name, wanted, per_second, burst, floor(least(wanted, burst)), burst - floor(least(wanted, burst)), clock_timestamp()
        from unnest($1::text[], $2::float8[], $3::float8[], $4::float8[]) as i(name, wanted, per_second, burst)
      on conflict (name) do update
         set granted = floor(least(excluded.wanted, ${available})),
             tokens = ${available} - floor(least(excluded.wanted, ${available})),
             filled_at = greatest(b.filled_at, excluded.filled_at), wanted = excluded.wanted, per_second = excluded.per_second, burst = excluded.burst
      returning name, granted, tokens as left`,
    values: [
      sorted.map((request) => request.name),
      sorted.map((request) => request.wanted),
      sorted.map((request) => request.perSecond),
      sorted.map((request) => request.burst),
    ],
  };
}

/** Deletes buckets that nobody asked of for an hour; they are full, as new ones are. */
export function deleteIdleBuckets(): Statement {
  return { text: `delete from rate_buckets where filled_at < clock_timestamp() - interval '1 hour'` };
}
