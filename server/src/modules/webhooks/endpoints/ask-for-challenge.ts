import { randomBytes } from 'node:crypto';
import { AppError } from '#platform/errors';
import { failureOf } from '../engine/judge-answer.ts';
import { requestTimeoutMs } from '../engine/schedule.ts';
import type { EndpointUrl } from '../net/read-url.ts';
import { maxAnswerBytes } from '../net/webhook-egress.ts';
import type { WebhooksContext } from '../webhooks-context.ts';

/**
 * Asks an endpoint in Meta's format to prove that it expects us, as Meta does: `hub.mode=subscribe`, the token that its owner set there and here, and a
 * challenge that it must answer with. Source: Meta, "Webhooks, Create an endpoint" (https://developers.facebook.com/docs/graph-api/webhooks/getting-started),
 * read 2026-11-21.
 *
 * Errors: `webhook_challenge_failed`.
 */
export async function askForChallenge(ctx: Pick<WebhooksContext, 'egress'>, address: EndpointUrl, token: string): Promise<void> {
  const challenge = String(1_000_000_000 + (randomBytes(4).readUInt32BE() % 1_000_000_000));
  const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': token }).toString();
  const answer = await ctx.egress.request({
    purpose: 'webhook',
    method: 'GET',
    origin: address.origin,
    path: `${address.path}${address.path.includes('?') ? '&' : '?'}${query}`,
    headers: { accept: 'text/plain, */*', 'user-agent': 'Kabar-Webhooks/1' },
    body: null,
    timeoutMs: requestTimeoutMs,
    lane: `challenge ${address.origin}`,
  });
  if (answer.kind === 'no_answer') throw new AppError('webhook_challenge_failed', { details: { failure: failureOf(answer) } });
  const body = (await answer.readBytes(maxAnswerBytes))?.toString('utf8').trim();
  if (answer.status !== 200) throw new AppError('webhook_challenge_failed', { details: { failure: `status_${answer.status}` } });
  if (body !== challenge) throw new AppError('webhook_challenge_failed', { details: { failure: 'other_answer' } });
}
