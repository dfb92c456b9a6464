import type { Statement } from '#platform/db/tx';

/**
 * Counts one attempt in a bucket, or starts the bucket anew when its window has passed. One atomic statement, so attempts
 * at the same moment are all counted. Relies on the primary key.
 */
export function countAttempt(bucket: Buffer, at: Date, until: Date): Statement {
  return {
    name: 'throttle_count',
    text: `insert into throttle_buckets as b (bucket, started_at, until, attempt_count) values ($1, $2, $3, 1)
           on conflict (bucket) do update set
             attempt_count = case when b.until <= $2 then 1 else b.attempt_count + 1 end,
             started_at = case when b.until <= $2 then $2 else b.started_at end,
             until = case when b.until <= $2 then $3 else b.until end
           returning attempt_count, until`,
    values: [bucket, at, until],
  };
}

/** Takes one attempt back, because it turned out to be no attack. */
export function uncountAttempt(bucket: Buffer): Statement {
  return {
    name: 'throttle_uncount',
    text: `update throttle_buckets set attempt_count = greatest(attempt_count - 1, 0) where bucket = $1`,
    values: [bucket],
  };
}

/** Forgets a bucket. */
export function deleteBucket(bucket: Buffer): Statement {
  return { name: 'throttle_delete', text: `delete from throttle_buckets where bucket = $1`, values: [bucket] };
}

/** Whether somebody signed in to this account from this network since `since`. */
export function selectKnownNetwork(bucket: Buffer, since: Date): Statement {
  return {
    name: 'throttle_known',
    text: `select 1 as known from known_networks where bucket = $1 and seen_at > $2`,
    values: [bucket, since],
  };
}

/** Remembers that somebody signed in to this account from this network. */
export function upsertKnownNetwork(bucket: Buffer, at: Date): Statement {
  return {
    name: 'throttle_remember',
    text: `insert into known_networks (bucket, seen_at) values ($1, $2) on conflict (bucket) do update set seen_at = excluded.seen_at`,
    values: [bucket, at],
  };
}

/** Removes what has run out. Relies on the indexes on `until` and `seen_at`. */
export function deleteOutdated(at: Date, knownSince: Date): Statement[] {
  return [
    { text: `delete from throttle_buckets where until <= $1`, values: [at] },
    { text: `delete from known_networks where seen_at <= $1`, values: [knownSince] },
  ];
}
