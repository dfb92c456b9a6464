import { ID_PREFIXES, type ListSavedRepliesQuery, type Page, type SavedReply } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import { presentSavedReply } from './present-saved-reply.ts';
import { rankSavedReply } from './rank-saved-reply.ts';
import type { SavedRepliesContext } from './saved-replies-context.ts';
import { selectOne, selectUsable, type SavedReplyRow } from './saved-replies.sql.ts';

type Reader = Pick<SavedRepliesContext, 'db' | 'keyring'>;
type Place = { rank: number; name: string; id: string };

/** Shared replies and one's own, best fit first, then by name. Errors: `cursor_invalid`. */
export async function listSavedReplies(ctx: Reader, actor: WorkspaceActor, query: ListSavedRepliesQuery): Promise<Page<SavedReply>> {
  const { workspaceId } = actor;
  const after = readCursor(query.cursor);
  const rows = await tenantQuery<SavedReplyRow>(ctx.db, workspaceId, selectUsable(workspaceId, memberOf(actor)));
  const ring = await ctx.keyring.workspaceKeys(workspaceId);
  const fitting = rows
    .filter((row) => query.scope === undefined || (query.scope === 'shared') === (row.ownerId === null))
    .filter((row) => query.language === undefined || row.language === null || row.language === query.language)
    .flatMap((row) => {
      const reply = presentSavedReply(workspaceId, row, ring);
      const rank = rankSavedReply(reply, query.q ?? '');
      return rank === null ? [] : [{ reply, place: { rank, name: reply.name.toLowerCase(), id: reply.id } }];
    })
    .toSorted((a, b) => compare(a.place, b.place))
    .filter(({ place }) => after === null || compare(place, after) > 0);
  const page = fitting.slice(0, query.limit);
  const last = page.at(-1)?.place;
  return {
    data: page.map(({ reply }) => reply),
    next_cursor: fitting.length > query.limit && last !== undefined ? encodeCursor([last.rank, last.name, last.id]) : null,
  };
}

/** One reply that the actor can use. Errors: `not_found`, also for another member's own. */
export async function getSavedReply(ctx: Reader, actor: WorkspaceActor, publicId: string): Promise<SavedReply> {
  const id = fromPublicId(ID_PREFIXES.savedReply, publicId);
  const { workspaceId } = actor;
  const [row] = id === null ? [] : await tenantQuery<SavedReplyRow>(ctx.db, workspaceId, selectOne(workspaceId, memberOf(actor), id));
  if (row === undefined) throw new AppError('not_found');
  return presentSavedReply(workspaceId, row, await ctx.keyring.workspaceKeys(workspaceId));
}

/** The member whose own replies an actor can use. */
export function memberOf(actor: WorkspaceActor): string | null {
  return actor.kind === 'user' ? actor.memberId : null;
}

function compare(a: Place, b: Place): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function readCursor(cursor: string | undefined): Place | null {
  const position = decodeCursor(cursor, 3);
  if (position === null) return null;
  const [rank, name, id] = position;
  if (typeof rank !== 'number' || typeof name !== 'string' || typeof id !== 'string') throw new AppError('cursor_invalid');
  return { rank, name, id };
}
