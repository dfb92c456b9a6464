import type { Route } from '#platform/http/route';
import { REPLAYED_HEADER } from '#platform/http/run-once';
import type { GraphContext } from './graph-context.ts';
import { defineGraphRoute, nameSubject } from './graph-routes.ts';
import { markGraphRead } from './mark-read.ts';
import { sendGraphMessage } from './send-message.ts';

/** Sending, marking as read and typing share one address at Meta. */
export function messageRoutes(ctx: GraphContext): Route[] {
  return [
    defineGraphRoute({
      method: 'POST',
      path: '/:phone_number_id/messages',
      summary: 'Send a message, or mark one as read',
      idempotency: 'use_case',
      answer: async (call) => {
        const { actor, ids, body, request } = call;
        const phoneNumberId = ids['phone_number_id'] ?? '';
        if (body['status'] !== undefined) {
          nameSubject(call, 'message', await markGraphRead(ctx, actor, { phoneNumberId, body }));
          return { success: true };
        }
        const { answer, messageId, replayed } = await sendGraphMessage(ctx, actor, {
          phoneNumberId,
          body,
          idempotency: request.idempotency,
        });
        nameSubject(call, 'message', messageId);
        if (replayed) request.reply.header(REPLAYED_HEADER, 'true');
        return answer;
      },
    }),
  ];
}
