import { isVisible, type SightFacts, type Viewer } from '#modules/teams';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { InboxContext } from '../inbox-context.ts';
import { entryBy } from '../work/acting.ts';
import { assignConversation } from '../work/door.ts';
import { requireVisibleMedia } from './require-visible.ts';

/** Where a message is to go and which files it carries. Ids are database ids. */
export type Writing = { conversationId: string; mediaIds: readonly string[] };

/**
 * Makes sure that an actor may write into a conversation and send these files: that they see them. An agent who sees only
 * what is assigned to them, and writes to somebody new on a number they serve, gets that conversation assigned. No statement for whoever sees all.
 *
 * Errors: `not_found`.
 */
export async function requireMayWrite(
  ctx: Pick<InboxContext, 'db' | 'clock' | 'ids' | 'viewers'>,
  actor: WorkspaceActor,
  writing: Writing,
): Promise<void> {
  const viewer = await ctx.viewers.of(actor);
  if (viewer.kind === 'all') return;
  const { workspaceId } = actor;
  for (const mediaId of writing.mediaIds) await requireVisibleMedia(ctx.db, viewer, workspaceId, mediaId);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [facts] = await tx.query<SightFacts & { isEmpty: boolean }>({
      name: 'conversations_may_write',
      text: `select number_id as "numberId", team_id as "teamId", assignee_id as "assigneeId", last_message_id is null as "isEmpty"
               from conversations where workspace_id = $1 and id = $2`,
      values: [workspaceId, writing.conversationId],
    });
    if (facts === undefined) throw new AppError('not_found');
    if (isVisible(viewer, facts)) return;
    if (!facts.isEmpty || !mayTake(viewer, facts)) throw new AppError('not_found');
    const { conversationId } = writing;
    const isTaken = await assignConversation(tx, ctx, { workspaceId, conversationId, assigneeId: viewer.memberId, by: entryBy(actor) });
    if (!isTaken) throw new AppError('not_found');
  });
}

/** Whether a conversation that nobody has would be theirs to begin, but for the rule `assigned`. */
function mayTake(viewer: Extract<Viewer, { kind: 'some' }>, facts: SightFacts): boolean {
  return viewer.agentsSee === 'assigned' && facts.assigneeId === null && isVisible({ ...viewer, agentsSee: 'teams' }, facts);
}
