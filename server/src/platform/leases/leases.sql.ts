import type { Statement } from '../db/tx.ts';
import type { Lease, LeaseRequest } from './lease.ts';

/**
 * Takes every free name. Relies on the primary key; rows are touched in name order, so that two holders asking for the
 * same names cannot deadlock.
 */
export function upsertLeases({ names, holder, ttlMs }: LeaseRequest): Statement {
  return {
    name: 'leases_upsert',
    text: `
      insert into leases (name, holder, fence, until)
      select name, $2, 1, clock_timestamp() + make_interval(secs => $3::float8 / 1000)
        from (select distinct unnest($1::text[]) as name) as wanted
       order by name
      on conflict (name) do update
         set holder = excluded.holder, fence = leases.fence + 1, until = excluded.until
       where leases.until <= clock_timestamp() or leases.holder = excluded.holder
      returning name, fence`,
    values: [names, holder, ttlMs],
  };
}

/** Prolongs the leases whose fence is still the newest. An expired one that nobody took is as good as held. */
export function updateLeasesRenewed(leases: readonly Lease[], ttlMs: number): Statement {
  return {
    name: 'leases_renew',
    text: `
      with held as materialized (${lockHeld})
      update leases set until = clock_timestamp() + make_interval(secs => $4::float8 / 1000)
        from held where leases.name = held.name
      returning leases.name`,
    values: [...columns(leases), ttlMs],
  };
}

/** Ends leases now. The row stays, because a fence may never start again. */
export function updateLeasesReleased(leases: readonly Lease[]): Statement {
  return {
    name: 'leases_release',
    text: `
      with held as materialized (${lockHeld})
      update leases set until = '-infinity' from held where leases.name = held.name`,
    values: columns(leases),
  };
}

/** Locks the lease's row against takeover (an update) until the transaction ends, if the fence is still the newest. */
export function lockLeaseRow(lease: Lease): Statement {
  return {
    name: 'leases_lock',
    text: 'select 1 from leases where name = $1 and fence = $2 and holder = $3 for share',
    values: [lease.name, lease.fence, lease.holder],
  };
}

/** Reads the whole table: one row per name ever leased, and only at start-up. */
export function selectLiveHolders(): Statement {
  return { text: 'select distinct holder from leases where until > clock_timestamp()' };
}

/** Ends every lease of the holders given. */
export function expireLeasesOfHolders(holders: readonly string[]): Statement {
  return {
    text: `update leases set until = '-infinity' where holder = any($1) and until > clock_timestamp() returning name`,
    values: [holders],
  };
}

const lockHeld = `
  select leases.name
    from unnest($1::text[], $2::bigint[], $3::text[]) as mine (name, fence, holder)
    join leases on leases.name = mine.name and leases.fence = mine.fence and leases.holder = mine.holder
   order by leases.name
     for update of leases`;

function columns(leases: readonly Lease[]): unknown[] {
  return [leases.map((lease) => lease.name), leases.map((lease) => lease.fence), leases.map((lease) => lease.holder)];
}
