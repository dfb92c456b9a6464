import type { Statement } from '#platform/db/tx';

/** Figures of one hour. */
export type HourRow = { since: Date; successCount: number; failureCount: number; durationCounts: number[] };

/** Hours of an endpoint, oldest first. */
export function selectHours(workspaceId: string, endpointId: string, since: Date): Statement {
  return {
    text: `select since, success_count as "successCount", failure_count as "failureCount", duration_counts as "durationCounts"
             from webhook_hours where workspace_id = $1 and endpoint_id = $2 and since >= $3 order by since`,
    values: [workspaceId, endpointId, since],
  };
}

/** What waits for an endpoint. */
export function selectPending(workspaceId: string, endpointId: string): Statement {
  return {
    text: `select count(*)::int as count, min(created_at) as oldest from webhook_deliveries
            where workspace_id = $1 and endpoint_id = $2 and status = 'pending'`,
    values: [workspaceId, endpointId],
  };
}
