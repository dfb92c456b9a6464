import { ID_PREFIXES, type Episode } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { selectEpisodesOf, type EpisodeRow } from './episodes.sql.ts';
import type { ServiceLevelsContext } from './service-levels-context.ts';

/** The turns of a conversation, newest first. Errors: `not_found` for one that whoever asks does not see. */
export async function listEpisodes(ctx: ServiceLevelsContext, actor: WorkspaceActor, conversationId: string): Promise<Episode[]> {
  await ctx.requireConversation(actor, conversationId);
  const rows = await tenantQuery<EpisodeRow & { rating: number | null }>(
    ctx.db,
    actor.workspaceId,
    selectEpisodesOf(actor.workspaceId, conversationId),
  );
  // Ids are made with the very prefixes their types are branded with.
  return rows.map((row) => ({
    conversation_id: toPublicId(ID_PREFIXES.conversation, row.conversationId) as Episode['conversation_id'],
    number_id: toPublicId(ID_PREFIXES.number, row.numberId) as Episode['number_id'],
    team_id: row.teamId === null ? null : (toPublicId(ID_PREFIXES.team, row.teamId) as Episode['team_id']),
    assignee_id: row.assigneeId === null ? null : (toPublicId(ID_PREFIXES.member, row.assigneeId) as Episode['assignee_id']),
    first_reply_by: row.firstReplyBy === null ? null : (toPublicId(ID_PREFIXES.member, row.firstReplyBy) as Episode['first_reply_by']),
    opened_at: row.openedAt.toISOString(),
    first_reply_at: row.firstReplyAt?.toISOString() ?? null,
    resolved_at: row.resolvedAt?.toISOString() ?? null,
    first_reply_seconds: row.firstReplySeconds,
    resolution_seconds: row.resolutionSeconds,
    first_reply_met: row.firstReplyMet,
    resolution_met: row.resolutionMet,
    rating: row.rating,
  }));
}
