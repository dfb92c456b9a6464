import { appendAudit } from '#modules/audit';
import type { Database } from '#platform/db/database';
import { tenantQuery, withTenant } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Jobs } from '#platform/jobs/jobs';
import { backfillJob } from './jobs.ts';
import { selectMessagesOff, switchMessages } from './progress.sql.ts';
import type { SearchContext } from './search-context.ts';

/** Whether words of messages and notes of a workspace are indexed. */
export async function isSearchingMessages(db: Database, workspaceId: string): Promise<boolean> {
  return (await tenantQuery(db, workspaceId, selectMessagesOff([workspaceId]))).length === 0;
}

/**
 * Has messages and notes indexed or not. Off: nothing new is taken in from the next event on, and what is in the index is deleted in the background; names of
 * contacts are taken in anew. On: everything is taken in anew. Audited; does nothing when it is so already.
 */
export async function switchSearchInMessages(
  ctx: Pick<SearchContext, 'db' | 'clock' | 'audit'> & { jobs: Pick<Jobs, 'enqueue'> },
  actor: WorkspaceActor,
  isOn: boolean,
): Promise<void> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const wasOn = (await tx.query(selectMessagesOff([workspaceId]))).length === 0;
    if (wasOn === isOn) return;
    await tx.query(switchMessages(workspaceId, isOn, ctx.clock.now()));
    // Now, not at the next full minute: whoever switches it off waits for the index to be empty.
    await ctx.jobs.enqueue(tx, backfillJob, {});
    await appendAudit(ctx.audit, tx, {
      actor: actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId },
      action: isOn ? 'search_in_messages.switched_on' : 'search_in_messages.switched_off',
    });
  });
}
