import type { Statement } from '#platform/db/tx';

/** A stop of one identifier as the log of erasures keeps it; `hash` in hex. */
export type KeptStop = { kind: string; hash: string; scope: string; source: string; since: string };

/** Puts back stops that an older copy of the database does not know. A stop that was lifted since stays lifted. */
export function restoreStops(workspaceId: string, stops: readonly KeptStop[], at: Date): Statement {
  return {
    text: `insert into suppressions (workspace_id, id, match_kind, match_hash, scope, source, since, created_at)
           select $1, uuidv7(), one.kind, one.hash, one.scope, one.source, one.since, $7
             from unnest($2::text[], $3::bytea[], $4::text[], $5::text[], $6::timestamptz[]) one (kind, hash, scope, source, since)
               on conflict (workspace_id, match_kind, match_hash, scope, source) do nothing`,
    values: [
      workspaceId,
      stops.map((stop) => stop.kind),
      stops.map((stop) => Buffer.from(stop.hash, 'hex')),
      stops.map((stop) => stop.scope),
      stops.map((stop) => stop.source),
      stops.map((stop) => new Date(stop.since)),
      at,
    ],
  };
}
