import { ID_PREFIXES, renderSavedReply, type RenderSavedReplyResponse } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId } from '#platform/ids';
import { contactValues } from './contact-values.ts';
import { getSavedReply } from './list-saved-replies.ts';
import type { SavedRepliesContext } from './saved-replies-context.ts';
import { selectSurroundings, updateUsed, type SurroundingsRow } from './saved-replies.sql.ts';

/**
 * Fills a reply in for a conversation and counts the use. An API key has no name of a member to give.
 * Errors: `not_found` for a reply or conversation that the actor does not see.
 */
export async function useSavedReply(
  ctx: SavedRepliesContext,
  actor: WorkspaceActor,
  publicId: string,
  publicConversationId: string,
): Promise<RenderSavedReplyResponse> {
  const { workspaceId } = actor;
  const reply = await getSavedReply(ctx, actor, publicId);
  const conversationId = fromPublicId(ID_PREFIXES.conversation, publicConversationId);
  const id = fromPublicId(ID_PREFIXES.savedReply, publicId);
  if (conversationId === null || id === null) throw new AppError('not_found');
  await ctx.requireConversation(actor, conversationId);
  const [around] = await tenantQuery<SurroundingsRow>(ctx.db, workspaceId, selectSurroundings(workspaceId, conversationId));
  if (around === undefined) throw new AppError('not_found');
  const rendered = renderSavedReply(reply.text, {
    ...(await contactValues(ctx, workspaceId, around.contactId)),
    'member.name': actor.kind === 'user' ? actor.name : '',
    'number.name': around.numberName,
    'workspace.name': around.workspaceName,
  });
  await tenantQuery(ctx.db, workspaceId, updateUsed(workspaceId, id, ctx.clock.now()));
  return { text: rendered.text, media_id: reply.media_id, empty: rendered.empty };
}
