import type { Statement } from '#platform/db/tx';
import type { Place } from './episodes.sql.ts';

/** An episode about which something is to be asked. */
export type SurveyRow = {
  workspaceId: string;
  id: string;
  conversationId: string;
  numberId: string;
  contactId: string;
  rating: number | null;
  /** It can be asked: still resolved (for the question), within the window, by nobody's objection. */
  canAsk: boolean;
};

/** Episodes whose question, or request for a comment, is to go out now. */
export function selectDueSurveys(now: Date, limit: number): Statement {
  return {
    text: `
      select e.workspace_id as "workspaceId", e.id, e.conversation_id as "conversationId", e.number_id as "numberId", v.contact_id as "contactId", e.rating,
             (e.rating is not null or v.status = 'resolved')
             and v.window_expires_at > $1::timestamptz + interval '1 minute'
             and c.erased_at is null and c.blocked_at is null and kabar_may_process(e.workspace_id, v.contact_id, 'analytics') and kabar_marketing_choice(e.workspace_id, v.contact_id) <> 'stopped'
             and not exists (select from episodes later
                              where later.workspace_id = e.workspace_id and later.conversation_id = e.conversation_id and later.opened_at > e.opened_at)
             as "canAsk"
        from episodes e
        join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id
        join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id
       where e.survey_at <= $1
       order by e.survey_at limit $2`,
    values: [now, limit],
  };
}

/** Notes that something was asked, or (`what` null) that nothing is. */
export function updateAsked(place: Place, what: 'question' | 'comment' | null, now: Date): Statement {
  return {
    text: `update episodes
              set survey_at = null, asked_at = case when $3 = 'question' then coalesce(asked_at, $4) else asked_at end,
                  comment_asked_at = case when $3 = 'comment' then coalesce(comment_asked_at, $4) else comment_asked_at end
            where workspace_id = $1 and id = $2`,
    values: [place.workspaceId, place.id, what, now],
  };
}

/** Puts off what could not be sent. */
export function updateSurveyLater(place: Place, at: Date): Statement {
  return {
    text: 'update episodes set survey_at = $3 where workspace_id = $1 and id = $2 and survey_at is not null',
    values: [place.workspaceId, place.id, at],
  };
}

/** An answer to the question that counts. */
export type RatedRow = { episodeId: string; isChanged: boolean };

/**
 * Keeps an answer, if the question was asked in this conversation and not too long ago; a later one replaces it. `commentAt`: when
 * to ask for a comment, unless that was done. Gives the episode when the answer counts.
 */
export function updateRating(answer: {
  workspaceId: string;
  episodeId: string;
  conversationId: string;
  score: number;
  at: Date;
  askedAfter: Date;
  commentAt: Date | null;
}): Statement {
  return {
    text: `
      update episodes e
         set rating = $4, rated_at = $5, survey_at = case when e.comment_asked_at is null then $7::timestamptz else e.survey_at end
       where e.workspace_id = $1 and e.id = $2 and e.conversation_id = $3 and e.asked_at >= $6 and (e.rated_at is null or e.rated_at <= $5)
      returning e.id as "episodeId", old.rating is distinct from new.rating as "isChanged"`,
    values: [answer.workspaceId, answer.episodeId, answer.conversationId, answer.score, answer.at, answer.askedAfter, answer.commentAt],
  };
}

/** Keeps a text as comment, where one was asked for since `askedAfter` and none came yet. Gives the episode. */
export function updateComment(comment: {
  workspaceId: string;
  conversationId: string;
  messageId: string;
  askedAfter: Date;
  at: Date;
}): Statement {
  return {
    text: `
      update episodes set comment_message_id = $3
       where workspace_id = $1 and conversation_id = $2 and comment_message_id is null and comment_asked_at >= $4 and comment_asked_at <= $5
      returning id as "episodeId", rating`,
    values: [comment.workspaceId, comment.conversationId, comment.messageId, comment.askedAfter, comment.at],
  };
}
