import { visibleWhere, viewerName, type Viewer } from '#modules/teams';
import type { Database } from '#platform/db/database';
import { tenantQuery, type Statement } from '#platform/db/tx';
import { AppError } from '#platform/errors';

/**
 * Makes sure that a viewer sees a conversation. No statement for a viewer who sees all, so existence is proved for limited
 * ones only. Errors: `not_found`.
 */
export async function requireVisible(db: Database, viewer: Viewer, workspaceId: string, conversationId: string): Promise<void> {
  if (viewer.kind === 'all') return;
  const visible = await visibleConversations(db, viewer, workspaceId, [conversationId]);
  if (!visible.has(conversationId)) throw new AppError('not_found');
}

/** Makes sure that a conversation exists and a viewer sees it. Errors: `not_found`. */
export async function requireConversation(db: Database, viewer: Viewer, workspaceId: string, conversationId: string): Promise<void> {
  const rows = await tenantQuery(db, workspaceId, selectVisible(viewer, workspaceId, [conversationId]));
  if (rows.length === 0) throw new AppError('not_found');
}

/** Which of these conversations exist and are seen by a viewer. */
export async function findConversations(
  db: Database,
  viewer: Viewer,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (conversationIds.length === 0) return new Set();
  const rows = await tenantQuery<{ id: string }>(db, workspaceId, selectVisible(viewer, workspaceId, conversationIds));
  return new Set(rows.map((row) => row.id));
}

/** Which of these conversations a viewer sees. No statement for a viewer who sees all. */
export async function visibleConversations(
  db: Database,
  viewer: Viewer,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return viewer.kind === 'all' ? new Set(conversationIds) : findConversations(db, viewer, workspaceId, conversationIds);
}

/**
 * Makes sure that a viewer sees the conversation a message stands in. No statement for a viewer who sees all.
 * Errors: `not_found`.
 */
export async function requireVisibleMessage(db: Database, viewer: Viewer, workspaceId: string, messageId: string): Promise<void> {
  if (viewer.kind === 'all') return;
  const rows = await tenantQuery(db, workspaceId, selectVisibleMessage(viewer, workspaceId, messageId));
  if (rows.length === 0) throw new AppError('not_found');
}

/**
 * Makes sure that a viewer may have a file: one that stands in no message (just uploaded, or of a template), or in a message
 * they see. No statement for a viewer who sees all. Errors: `not_found`.
 */
export async function requireVisibleMedia(db: Database, viewer: Viewer, workspaceId: string, mediaId: string): Promise<void> {
  if (viewer.kind === 'all') return;
  const [row] = await tenantQuery<{ isUsed: boolean; isVisible: boolean }>(db, workspaceId, selectMediaSight(viewer, workspaceId, mediaId));
  if (row === undefined || (row.isUsed && !row.isVisible)) throw new AppError('not_found');
}

function selectVisible(viewer: Viewer, workspaceId: string, conversationIds: readonly string[]): Statement {
  const values: unknown[] = [workspaceId, conversationIds];
  const sight = visibleWhere(viewer, 'v', values);
  return {
    name: `conversations_visible_${viewerName(viewer)}`,
    text: `select v.id from conversations v where v.workspace_id = $1 and v.id = any($2::uuid[]) and ${sight}`,
    values,
  };
}

function selectVisibleMessage(viewer: Viewer, workspaceId: string, messageId: string): Statement {
  const values: unknown[] = [workspaceId, messageId];
  const sight = visibleWhere(viewer, 'v', values);
  return {
    name: `conversations_visible_message_${viewerName(viewer)}`,
    text: `select v.id from messages m join conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
            where m.workspace_id = $1 and m.id = $2 and ${sight}`,
    values,
  };
}

function selectMediaSight(viewer: Viewer, workspaceId: string, mediaId: string): Statement {
  const values: unknown[] = [workspaceId, mediaId];
  const sight = visibleWhere(viewer, 'v', values);
  const messages = `messages m join conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id`;
  return {
    name: `conversations_visible_media_${viewerName(viewer)}`,
    text: `
select f.direction = 'in' or exists (select from messages m where m.workspace_id = $1 and m.media_id = f.id and m.direction = 'out') as "isUsed",
       exists (select from ${messages} where m.workspace_id = $1 and m.id = f.message_id and ${sight})
         or exists (select from ${messages} where m.workspace_id = $1 and m.media_id = f.id and m.direction = 'out' and ${sight}) as "isVisible"
  from media f where f.workspace_id = $1 and f.id = $2`,
    values,
  };
}
