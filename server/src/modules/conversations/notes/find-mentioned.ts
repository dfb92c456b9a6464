import { ID_PREFIXES } from '@kabar/contract';
import { isVisible } from '#modules/teams';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import type { NotesContext } from './notes-context.ts';
import { selectKnownTeams, selectMentioned, type MentionedRow, type NotePlace } from './notes.sql.ts';

/** Whom a note mentions: those who may see its conversation and those who may not. Database ids, each member once. */
export type Mentioned = { seeing: string[]; blind: string[] };

/**
 * Proves that the mentioned members and teams are of this workspace, and tells who of them may see the conversation.
 * Errors: `not_found` for somebody who is no member here, and for a team that is none.
 */
export async function findMentioned(
  ctx: Pick<NotesContext, 'viewers'>,
  tx: TenantTx,
  place: NotePlace,
  mentions: readonly string[],
  teamMentions: readonly string[],
): Promise<Mentioned> {
  if (mentions.length === 0 && teamMentions.length === 0) return { seeing: [], blind: [] };
  const { workspaceId } = tx;
  const memberIds = uuidsOf(ID_PREFIXES.member, mentions);
  const teamIds = uuidsOf(ID_PREFIXES.team, teamMentions);
  const [rows, teams] = await Promise.all([
    tx.query<MentionedRow>(selectMentioned(workspaceId, memberIds, teamIds)),
    teamIds.length === 0 ? [] : tx.query(selectKnownTeams(workspaceId, teamIds)),
  ]);
  const foundCount = new Set(rows.flatMap((row) => (row.teamId === null ? [row.memberId] : []))).size;
  if (foundCount !== memberIds.length || teams.length !== teamIds.length) throw new AppError('not_found');
  const mentioned: Mentioned = { seeing: [], blind: [] };
  for (const memberId of new Set(rows.map((row) => row.memberId))) {
    const sees = isVisible(await ctx.viewers.ofMember(workspaceId, memberId), place);
    (sees ? mentioned.seeing : mentioned.blind).push(memberId);
  }
  return mentioned;
}

function uuidsOf(prefix: string, publicIds: readonly string[]): string[] {
  return [...new Set(publicIds)].map((publicId) => {
    const id = fromPublicId(prefix, publicId);
    if (id === null) throw new AppError('not_found');
    return id;
  });
}
