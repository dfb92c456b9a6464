import type { MessageStory } from '@kabar/contract';
import type { Clock } from '#platform/clock';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { loadMessages, type MessageReader } from './list-messages.ts';

/** What telling a message's story needs. */
export type GetMessageDeps = MessageReader & { clock: Clock };

type AttemptRow = {
  attempt: number;
  started_at: Date;
  finished_at: Date | null;
  outcome: MessageStory['attempts'][number]['outcome'];
  http_status: number | null;
  error_code: number | null;
  error_title: string | null;
};

/** One message with every try to send it. Errors: `not_found`. */
export async function getMessageStory(deps: GetMessageDeps, workspaceId: string, messageId: string): Promise<MessageStory> {
  const [messages, attempts] = await Promise.all([
    loadMessages(deps, workspaceId, [messageId]),
    tenantQuery<AttemptRow>(deps.db, workspaceId, {
      name: 'messages_select_attempts',
      text: `select attempt, started_at, finished_at, outcome, http_status, error_code, error_title from message_attempts
              where workspace_id = $1 and message_id = $2 order by attempt`,
      values: [workspaceId, messageId],
    }),
  ]);
  const [message] = messages;
  if (message === undefined) throw new AppError('not_found');
  return {
    ...message,
    attempts: attempts.map((row) => ({
      number: row.attempt,
      started_at: row.started_at.toISOString(),
      finished_at: row.finished_at?.toISOString() ?? null,
      outcome: row.outcome,
      http_status: row.http_status,
      error_code: row.error_code,
      error_title: row.error_title,
    })),
  };
}
