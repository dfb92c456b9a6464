import { ID_PREFIXES, type ConversationPresence } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { requireConversation, visibleConversations } from '../sight/require-visible.ts';
import type { PresenceContext } from './presence-context.ts';
import { selectPresence, type PresenceRow } from './presence.sql.ts';

/** Who is at a conversation. Errors: `not_found`. */
export async function readPresence(ctx: PresenceContext, actor: WorkspaceActor, conversationId: string): Promise<ConversationPresence> {
  const { workspaceId } = actor;
  await requireConversation(ctx.db, await ctx.viewers.of(actor), workspaceId, conversationId);
  const rows = await tenantQuery<PresenceRow>(ctx.db, workspaceId, selectPresence(workspaceId, [conversationId], ctx.clock.now()));
  return presentPresence(conversationId, rows);
}

/** Who is at these conversations, without those at which nobody is and those that the actor does not see. Up to 200 ids with commas between them. */
export async function listPresence(
  ctx: PresenceContext,
  actor: WorkspaceActor,
  publicIds: string,
): Promise<{ data: ConversationPresence[] }> {
  const { workspaceId } = actor;
  const ids = [...new Set(publicIds.split(','))].flatMap((publicId) => fromPublicId(ID_PREFIXES.conversation, publicId) ?? []);
  if (ids.length === 0) return { data: [] };
  const rows = await tenantQuery<PresenceRow>(ctx.db, workspaceId, selectPresence(workspaceId, ids, ctx.clock.now()));
  const byConversation = Map.groupBy(rows, (row) => row.conversationId);
  const visible = await visibleConversations(ctx.db, await ctx.viewers.of(actor), workspaceId, [...byConversation.keys()]);
  return {
    data: [...byConversation].flatMap(([id, own]) => (visible.has(id) ? [presentPresence(id, own)] : [])),
  };
}

/** Presence in the form of the API. `rows` are those of one conversation. */
export function presentPresence(conversationId: string, rows: readonly PresenceRow[]): ConversationPresence {
  const lock = rows.find((row) => row.what === 'lock');
  // Ids are made with the very prefixes their types are branded with.
  const memberId = (id: string): ConversationPresence['members'][number]['member_id'] =>
    toPublicId(ID_PREFIXES.member, id) as ConversationPresence['members'][number]['member_id'];
  return {
    conversation_id: toPublicId(ID_PREFIXES.conversation, conversationId) as ConversationPresence['conversation_id'],
    members: rows.flatMap((row) =>
      row.what === 'member' ? [{ member_id: memberId(row.memberId), state: row.state, since: row.since.toISOString() }] : [],
    ),
    lock:
      lock === undefined
        ? null
        : { member_id: memberId(lock.memberId), since: lock.since.toISOString(), expires_at: lock.expiresAt.toISOString() },
  };
}

/** Whether two pictures of one conversation look the same to others; how long a lock still lasts does not show. */
export function isSamePresence(before: ConversationPresence, after: ConversationPresence): boolean {
  const picture = ({ members, lock }: ConversationPresence): string =>
    JSON.stringify([
      members.map(({ member_id: id, state }) => [id, state]).toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)),
      lock?.member_id ?? null,
    ]);
  return picture(before) === picture(after);
}
