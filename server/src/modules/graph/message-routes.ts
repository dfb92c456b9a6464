import { readIdempotencyKey } from '#platform/http/idempotency-key';
import type { Route } from '#platform/http/route';
import type { GraphContext } from './graph-context.ts';
import { defineGraphRoute } from './graph-routes.ts';
import { markGraphRead } from './mark-read.ts';
import { sendGraphMessage } from './send-message.ts';

/** Sending, marking as read and typing share one address at Meta. */
export function messageRoutes(ctx: GraphContext): Route[] {
  return [
    defineGraphRoute({
      method: 'POST',
      path: '/:phone_number_id/messages',
      summary: 'Send a message, or mark one as read',
      answer: async ({ actor, ids, body, request }) => {
        const phoneNumberId = ids['phone_number_id'] ?? '';
        if (body['status'] !== undefined) return markGraphRead(ctx, actor, { phoneNumberId, body });
        const idempotencyKey = readIdempotencyKey(request.raw.headers['idempotency-key']);
        const { answer, replayed } = await sendGraphMessage(ctx, actor, { phoneNumberId, body, idempotencyKey });
        if (replayed) request.reply.header('idempotency-replayed', 'true');
        return answer;
      },
    }),
  ];
}
