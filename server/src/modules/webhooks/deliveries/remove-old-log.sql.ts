import type { Statement } from '#platform/db/tx';

const counted = (change: string): string => `with gone as (${change} returning 1) select count(*)::int as count from gone`;

/** Ends deliveries made before `before` that still wait. */
export function failExpired(before: Date, at: Date, limit: number): Statement {
  return {
    text: counted(`update webhook_deliveries set status = 'failed', failure = 'expired', finished_at = $2
      where ctid = any (array(select ctid from webhook_deliveries where status = 'pending' and created_at < $1 limit $3 for update skip locked))`),
    values: [before, at, limit],
  };
}

/** Ends what waits for endpoints that are off. */
export function cancelOfDisabled(at: Date, limit: number): Statement {
  return {
    text: counted(`update webhook_deliveries set status = 'cancelled', failure = 'endpoint_disabled', finished_at = $1
      where ctid = any (array(
        select d.ctid from webhook_endpoints e join webhook_deliveries d on d.workspace_id = e.workspace_id and d.endpoint_id = e.id and d.status = 'pending'
         where e.status = 'disabled' limit $2 for update of d skip locked))`),
    values: [at, limit],
  };
}

/** Removes events made before `before`, and by the foreign keys their deliveries and tries. */
export function deleteOldEvents(before: Date, limit: number): Statement {
  return {
    text: counted(
      `delete from webhook_events where ctid = any (array(select ctid from webhook_events where created_at < $1 limit $2 for update skip locked))`,
    ),
    values: [before, limit],
  };
}

/** Removes replays made before `before`. */
export function deleteOldReplays(before: Date, limit: number): Statement {
  return {
    text: counted(
      `delete from webhook_replays where ctid = any (array(select ctid from webhook_replays where created_at < $1 limit $2 for update skip locked))`,
    ),
    values: [before, limit],
  };
}

/** Removes figures of hours before `before`. */
export function deleteOldHours(before: Date, limit: number): Statement {
  return {
    text: counted(
      `delete from webhook_hours where ctid = any (array(select ctid from webhook_hours where since < $1 limit $2 for update skip locked))`,
    ),
    values: [before, limit],
  };
}

/** Removes secrets that sign no more. */
export function deleteOldSecrets(at: Date, limit: number): Statement {
  return {
    text: counted(
      `delete from webhook_secrets where ctid = any (array(select ctid from webhook_secrets where expires_at < $1 limit $2 for update skip locked))`,
    ),
    values: [at, limit],
  };
}
