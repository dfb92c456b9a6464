import { RATING_SCORES, type SatisfactionSettings } from '@kabar/contract';
import { ratingButtonId, type AutomaticContent, type AutomaticMessage } from '#modules/messages';
import { engineQuery } from '#platform/db/tx';
import type { EpisodeDeps } from './service-levels-context.ts';
import { unsetSatisfaction } from './set-service-levels.ts';
import { selectDueSurveys, updateAsked, updateSurveyLater, type SurveyRow } from './survey.sql.ts';
import { selectSatisfaction, type SatisfactionRow } from './targets.sql.ts';

const portion = 50;
const retryMs = 60_000;

/**
 * Sends the questions that are due, of all workspaces, and the requests for a comment. What was opened again, or can no longer be
 * written to, is dropped. Each is sent once: a repeated try after a crash finds the message it accepted before. Gives how many were looked at.
 */
export async function askSatisfaction(deps: EpisodeDeps): Promise<number> {
  const now = deps.clock.now();
  const due = await engineQuery<SurveyRow>(deps.db, selectDueSurveys(now, portion));
  if (due.length === 0) return 0;
  const stored = await engineQuery<SatisfactionRow>(deps.db, selectSatisfaction([...new Set(due.map((row) => row.workspaceId))]));
  for (const row of due) {
    const settings = stored.find((item) => item.workspaceId === row.workspaceId)?.settings ?? unsetSatisfaction;
    try {
      await ask(deps, row, settings, now);
    } catch (error) {
      // One that cannot be sent must not keep the others waiting; it is tried again later.
      deps.log.warn('a question about satisfaction was not sent', { error, workspaceId: row.workspaceId });
      await engineQuery(deps.db, updateSurveyLater(row, new Date(now.getTime() + retryMs)));
    }
  }
  return due.length;
}

async function ask(deps: EpisodeDeps, row: SurveyRow, settings: SatisfactionSettings, now: Date): Promise<void> {
  const message = row.canAsk ? messageFor(row, settings) : null;
  const outcome = message === null ? null : await deps.send(message);
  const what = outcome === null || outcome.kind === 'impossible' ? null : row.rating === null ? 'question' : 'comment';
  await engineQuery(deps.db, updateAsked(row, what, now));
}

function messageFor(row: SurveyRow, settings: SatisfactionSettings): AutomaticMessage | null {
  const { workspaceId, numberId, contactId, id } = row;
  const to = { workspaceId, numberId, contactId };
  if (row.rating === null) {
    return settings.enabled ? { ...to, reason: 'satisfaction', key: `satisfaction:${id}`, content: question(id, settings) } : null;
  }
  const body = settings.comment_question;
  if (body === null || body === '') return null;
  return { ...to, reason: 'satisfaction_comment', key: `satisfaction_comment:${id}`, content: { type: 'text', text: { body } } };
}

/**
 * Three reply buttons, best first.
 * Source: Meta, "Interactive reply buttons messages" (at most 3 buttons, titles of at most 20 characters), read 2026-11-20.
 */
function question(episodeId: string, settings: SatisfactionSettings): AutomaticContent {
  const buttons = (['good', 'okay', 'bad'] as const).map((answer) => ({
    type: 'reply',
    reply: { id: ratingButtonId({ episodeId, score: RATING_SCORES[answer] }), title: settings.labels[answer] },
  }));
  return { type: 'interactive', interactive: { type: 'button', body: { text: settings.question }, action: { buttons } } };
}
