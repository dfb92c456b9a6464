import { appendEntries } from '#modules/conversations';
import type { RatingReply } from '#modules/messages';
import type { EngineTx } from '#platform/db/tx';
import type { MessageFact } from './facts.sql.ts';
import type { EpisodeDeps } from './service-levels-context.ts';
import { updateComment, updateRating, type RatedRow } from './survey.sql.ts';
import { selectSatisfaction, type SatisfactionRow } from './targets.sql.ts';

/** How long an answer counts after the question. */
const answerMs = 72 * 3_600_000;
/** How long the next text is the comment after it was asked for. */
const commentMs = 3_600_000;

/**
 * Keeps answers and comments among these messages, in the caller's transaction, with an entry for each. An answer given again
 * replaces the one before; one that comes after 72 hours, or to a question that was never asked, does not count.
 */
export async function recordAnswers(
  deps: EpisodeDeps,
  tx: EngineTx,
  found: { answers: ReadonlyMap<string, RatingReply>; messages: readonly MessageFact[] },
): Promise<void> {
  const inbound = found.messages.filter((message) => message.direction === 'in');
  if (inbound.length === 0) return;
  const settings = await tx.query<SatisfactionRow>(selectSatisfaction([...new Set(inbound.map((message) => message.workspaceId))]));
  const now = deps.clock.now();
  for (const { workspaceId, conversationId, id, type, occurredAt: at } of inbound) {
    const answer = found.answers.get(id);
    const own = settings.find((row) => row.workspaceId === workspaceId)?.settings;
    if (answer !== undefined) {
      const commentAt = (own?.comment_question ?? null) === null ? null : now;
      const askedAfter = new Date(at.getTime() - answerMs);
      const [rated] = await tx.query<RatedRow>(updateRating({ workspaceId, conversationId, ...answer, at, askedAfter, commentAt }));
      if (rated?.isChanged === true) await tell(deps, tx, { workspaceId, conversationId, at, data: { score: answer.score } });
    } else if (type === 'text' && own !== undefined) {
      const askedAfter = new Date(at.getTime() - commentMs);
      const [commented] = await tx.query<{ rating: number | null }>(
        updateComment({ workspaceId, conversationId, messageId: id, askedAfter, at }),
      );
      if (commented !== undefined)
        await tell(deps, tx, { workspaceId, conversationId, at, data: { score: commented.rating, commented: true } });
    }
  }
}

async function tell(
  deps: EpisodeDeps,
  tx: EngineTx,
  news: { workspaceId: string; conversationId: string; at: Date; data: Record<string, number | boolean | null> },
): Promise<void> {
  const { workspaceId, conversationId, at, data } = news;
  await appendEntries(tx, deps, workspaceId, [{ conversationId, kind: 'rated', by: { kind: 'contact', id: null }, data, occurredAt: at }]);
}
