import { hash } from 'node:crypto';
import { SendMessageRequest, type BulkSendResponse, type BulkSendResult } from '@kabar/contract';
import { ERRORS, errorDocsPath } from '@kabar/contract/errors';
import { AppError } from '#platform/errors';
import { sendMessage, type SendMessageDeps, type SendMessageInput } from './send-message.ts';

/** Many requests to send in one call. `requests` are as they came, not checked yet. */
export type SendMessagesInput = Omit<SendMessageInput, 'request' | 'callbackData'> & { requests: readonly unknown[] };

/** So many recipients are worked on at the same time: enough to fill the batches of accepting, not more than other callers can bear. */
const laneCount = 128;

/**
 * Accepts many messages, each by itself: a wrong one is refused and does no harm to its neighbours. They go the way of a single one, through the same
 * checks, queue, gate and log, and share the batches in which messages are stored. Messages to the same recipient are accepted, and
 * so sent, in the order given.
 *
 * With an idempotency key each message has a key of its own that follows from it and its place, stored in the transaction of the message; so
 * a call that was cut off in the middle can be repeated as a whole. `client_ref` does the same for single messages across calls.
 *
 * Errors: what is wrong with all of them at once, e.g. the database being away. What was accepted until then stays accepted.
 */
export async function sendMessages(deps: SendMessageDeps, input: SendMessagesInput): Promise<BulkSendResponse> {
  const results: BulkSendResult[] = [];
  const lanes = lanesOf(input.requests);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let lane = lanes[next++]; lane !== undefined; lane = lanes[next++]) {
      for (const index of lane) results[index] = await sendOne(deps, input, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(laneCount, lanes.length) }, work));
  const acceptedCount = results.filter((result) => result.outcome === 'accepted').length;
  return { accepted_count: acceptedCount, refused_count: results.length - acceptedCount, results };
}

/** Places of the messages, those to one recipient together and in order. */
function lanesOf(requests: readonly unknown[]): number[][] {
  const lanes = new Map<string, number[]>();
  for (const [index, request] of requests.entries()) {
    const name = recipientOf(request) ?? `#${index}`;
    const lane = lanes.get(name);
    if (lane === undefined) lanes.set(name, [index]);
    else lane.push(index);
  }
  return [...lanes.values()];
}

function recipientOf(request: unknown): string | null {
  if (typeof request !== 'object' || request === null) return null;
  if ('to' in request && typeof request.to === 'string') return `to ${request.to.replaceAll(/[^\d]/g, '')}`;
  if ('contact_id' in request && typeof request.contact_id === 'string') return `contact ${request.contact_id}`;
  return 'recipient' in request && typeof request.recipient === 'string' ? `recipient ${request.recipient}` : null;
}

async function sendOne(deps: SendMessageDeps, { actor, requests, idempotency }: SendMessagesInput, index: number): Promise<BulkSendResult> {
  try {
    const { response } = await sendMessage(deps, {
      actor,
      request: parse(requests[index], index),
      idempotency: idempotency === null ? null : { ...idempotency, keyHash: keyHashOf(idempotency.keyHash, index) },
    });
    return { index, outcome: 'accepted', message: response };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { index, outcome: 'refused', error: presentRefusal(error) };
  }
}

function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError;
}

/** A refusal as one message's result: what an error answer holds, without the id of the request, which is that of all. */
function presentRefusal(refusal: AppError): Extract<BulkSendResult, { outcome: 'refused' }>['error'] {
  const { code, details } = refusal;
  const { title, message, retryable } = ERRORS[code];
  return { code, title, message, doc_url: errorDocsPath(code), retryable, ...(details === undefined ? {} : { details }) };
}

function parse(request: unknown, index: number): SendMessageRequest {
  const parsed = SendMessageRequest.safeParse(request);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    path: ['body.messages', index, ...issue.path].join('.'),
    message: issue.message,
  }));
  throw new AppError('validation_failed', { details: { issues } });
}

function keyHashOf(keyHash: Buffer, index: number): Buffer {
  return hash('sha256', `${keyHash.toString('hex')} ${index}`, 'buffer');
}
