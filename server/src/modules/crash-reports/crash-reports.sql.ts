import type { Statement } from '#platform/db/tx';

/** A kind of fault on one day. */
export type CrashRow = {
  day: string;
  fingerprint: Buffer;
  source: 'server' | 'browser';
  version: string;
  name: string;
  code: string | null;
  text: string | null;
  route: string | null;
  frames: readonly string[];
  seenCount: number;
  at: Date;
};

/** Counts faults, all at once. No two rows may have the same day and fingerprint. */
export function upsertCrashes(rows: readonly CrashRow[]): Statement {
  return {
    text: `
      insert into crash_reports (day, fingerprint, source, version, name, code, text, route, frames, seen_count, first_seen_at, last_seen_at)
      select * from unnest($1::date[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::int[], $11::timestamptz[], $11::timestamptz[])
      on conflict (day, fingerprint) do update
        set seen_count = least(crash_reports.seen_count::bigint + excluded.seen_count, 2147483647)::int, last_seen_at = excluded.last_seen_at,
            version = excluded.version`,
    values: [
      rows.map((row) => row.day),
      rows.map((row) => row.fingerprint),
      rows.map((row) => row.source),
      rows.map((row) => row.version),
      rows.map((row) => row.name),
      rows.map((row) => row.code),
      rows.map((row) => row.text),
      rows.map((row) => row.route),
      rows.map((row) => JSON.stringify(row.frames)),
      rows.map((row) => row.seenCount),
      rows.map((row) => row.at),
    ],
  };
}

/** A kind of fault over all days. */
export type CrashKindRow = {
  fingerprint: string;
  source: 'server' | 'browser';
  name: string;
  code: string | null;
  text: string | null;
  route: string | null;
  frames: string[];
  versions: string[];
  seenCount: number;
  days: { day: string; seen_count: number }[];
  firstSeenAt: Date;
  lastSeenAt: Date;
  position: string;
};

/** A page of kinds of faults, last seen first. */
export function selectCrashes(source: string | null, before: { at: string; fingerprint: string } | null, limit: number): Statement {
  return {
    text: `
      select encode(fingerprint, 'hex') as fingerprint, min(source) as source, min(name) as name, min(code) as code, min(text) as text, min(route) as route,
             (array_agg(frames order by day desc))[1] as frames, array_agg(distinct version) as versions, sum(seen_count)::float8 as "seenCount",
             (array_agg(jsonb_build_object('day', day, 'seen_count', seen_count) order by day desc))[1:14] as days,
             min(first_seen_at) as "firstSeenAt", max(last_seen_at) as "lastSeenAt", max(last_seen_at)::text as position
        from crash_reports
       where $1::text is null or source = $1
       group by crash_reports.fingerprint
      having $2::timestamptz is null or (max(last_seen_at), encode(crash_reports.fingerprint, 'hex')) < ($2::timestamptz, $3::text)
       order by max(last_seen_at) desc, 1 desc limit $4`,
    values: [source, before?.at ?? null, before?.fingerprint ?? null, limit],
  };
}

/** Forgets days before `day`. */
export function deleteCrashesBefore(day: string): Statement {
  return { text: 'delete from crash_reports where day < $1', values: [day] };
}
