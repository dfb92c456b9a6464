import type { SendBody } from '../build-send-body.ts';
import { noAnswerError, readErrorAnswer, unreadableAnswerError, type ProviderError } from '../provider-error.ts';
import type { Connection, SendOptions, SendOutcome } from '../provider.ts';
import { readJson, retryAfterMs } from './graph-call.ts';
import type { Transport, TransportAnswer } from './transport.ts';

/** Meta answers a send in 100 to 500 ms; the dispatcher's own signal may end it sooner. */
const sendTimeoutMs = 30_000;

/**
 * Hands one message to WhatsApp and says what became of it. Exactly one request, never repeated here.
 *
 * Errors: none thrown; see `SendOutcome`. Everything between "provably not sent" and "WhatsApp said so" is `unknown`.
 * Source: Meta for Developers, "Send messages", 2025-12. There is no idempotency key on this endpoint.
 */
export async function sendMessage(
  transport: Transport,
  connection: Connection,
  request: SendBody,
  options: SendOptions,
): Promise<SendOutcome> {
  const body = options.tag === undefined ? request : { ...request, biz_opaque_callback_data: options.tag };
  const answer = await transport({
    purpose: 'messaging',
    method: 'POST',
    origin: connection.baseUrl,
    path: `/${connection.version}/${connection.phoneNumberId}/messages`,
    headers: { authorization: `Bearer ${connection.accessToken}`, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    timeoutMs: sendTimeoutMs,
    signal: options.signal,
    ...(options.onBeforeWrite === undefined ? {} : { onBeforeWrite: options.onBeforeWrite }),
  });
  return answer.kind === 'no_answer'
    ? judgeSilence(answer)
    : judgeAnswer(answer.status, await readJson(answer), retryAfterMs(answer.headers));
}

function judgeSilence(silence: Extract<TransportAnswer, { kind: 'no_answer' }>): SendOutcome {
  if (!silence.wasSent) return { kind: 'retry', error: noAnswerError(false), afterMs: null };
  return { kind: 'unknown', cause: silence.timedOut ? 'timed_out' : 'connection_lost', httpStatus: null, error: noAnswerError(true) };
}

/** Judges an answer by status and parsed body (undefined: none that is JSON). Pure; never throws. */
export function judgeAnswer(status: number, body: unknown, afterMs: number | null): SendOutcome {
  if (status >= 200 && status < 300) {
    return readAccepted(body) ?? { kind: 'unknown', cause: 'unreadable_answer', httpStatus: status, error: unreadableAnswerError(status) };
  }
  const error = readErrorAnswer(status, body, afterMs);
  return judgeError(error, status);
}

function judgeError(error: ProviderError, status: number): SendOutcome {
  // A gateway that gave up waiting (408) or a server failure says nothing about what happened behind it.
  if (error.code === null && (status >= 500 || status === 408))
    return { kind: 'unknown', cause: 'server_error', httpStatus: status, error };
  switch (error.retry) {
    case 'R':
      return { kind: 'retry', error, afterMs: error.laterAfterMs };
    case 'U':
      return { kind: 'unknown', cause: 'server_error', httpStatus: status, error };
    case 'L':
    case 'N':
      return { kind: 'refused', error };
  }
}

/** Checked by hand: this runs once per message, and a schema costs more than all the rest of the call. */
function readAccepted(body: unknown): Extract<SendOutcome, { kind: 'accepted' }> | null {
  const message = firstOf(body, 'messages');
  const wamid = message?.['id'];
  if (typeof wamid !== 'string' || wamid === '') return null;
  const contact = firstOf(body, 'contacts');
  return {
    kind: 'accepted',
    wamid,
    waId: textOrNull(contact?.['wa_id']),
    userId: textOrNull(contact?.['user_id']),
    messageStatus: textOrNull(message?.['message_status']),
  };
}

function firstOf(body: unknown, key: 'messages' | 'contacts'): Record<string, unknown> | null {
  if (typeof body !== 'object' || body === null) return null;
  const list: unknown = Reflect.get(body, key);
  const first: unknown = Array.isArray(list) ? list[0] : null;
  // Reading any key of a plain object gives unknown, which the callers check.
  return typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
