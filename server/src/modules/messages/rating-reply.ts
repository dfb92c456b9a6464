import { ID_PREFIXES, RATING_SCORES } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { MessageReader } from './list-messages.ts';
import { selectSummaries, type SummaryRow } from './read-messages.sql.ts';
import { openContent } from './stored-content.ts';

/** A customer's answer to the satisfaction question. `episodeId` is a database id that the button carried. */
export type RatingReply = { episodeId: string; score: number };

const prefix = 'kabar.rating.';
const scores: ReadonlySet<number> = new Set(Object.values(RATING_SCORES));

/** The id that a button of the satisfaction question carries; it comes back with the customer's tap. */
export function ratingButtonId(reply: RatingReply): string {
  return `${prefix}${reply.score}.${toPublicId(ID_PREFIXES.episode, reply.episodeId)}`;
}

/** Reads the answer out of an incoming message; null for anything else. Whether the question was really asked is not known here. */
export function readRatingReply(type: string, content: unknown): RatingReply | null {
  if (type !== 'interactive' || typeof content !== 'object' || content === null) return null;
  const reply = (content as Record<string, unknown>)['button_reply']; // an object, as just checked
  if (typeof reply !== 'object' || reply === null) return null;
  const id = (reply as Record<string, unknown>)['id']; // an object, as just checked
  if (typeof id !== 'string' || !id.startsWith(prefix)) return null;
  const [score, publicId, ...rest] = id.slice(prefix.length).split('.');
  const episodeId = fromPublicId(ID_PREFIXES.episode, publicId ?? '');
  return episodeId === null || rest.length > 0 || !scores.has(Number(score)) ? null : { episodeId, score: Number(score) };
}

/** Which of these messages of a workspace are answers to the satisfaction question. */
export async function ratingReplies(
  reader: MessageReader,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<Map<string, RatingReply>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tenantQuery<SummaryRow>(reader.db, workspaceId, selectSummaries(workspaceId, messageIds));
  const rings = await reader.keyring.contactKeys(rows.map((row) => ({ workspaceId, contactId: row.contactId })));
  return new Map(
    rows.flatMap((row) => {
      const ring = rings.get(row.contactId);
      const reply =
        ring === undefined ? null : readRatingReply(row.type, openContent(ring, workspaceId, row.id, row.contentSealed).content);
      return reply === null ? [] : [[row.id, reply] as const];
    }),
  );
}
