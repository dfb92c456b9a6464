import type { ServerResponse } from 'node:http';
import type { Emulator } from '../emulator.ts';
import { respond, respondJson } from '../http/exchange.ts';
import type { Token } from '../world/entities.ts';
import { authenticate } from './call.ts';
import { strikeAfterAccept, strikeBefore } from './faults.ts';
import { areFetchable } from './fetch-links.ts';
import { GraphError, graphErrorBody, tableError, unknownNode } from './graph-error.ts';
import { sendMessage } from './send-message.ts';
import type { SendOutcome } from './send-message.ts';

const JSON_TYPE = 'application/json; charset=UTF-8';
/** How long the answer is held back when a status is to overtake it. */
const OVERTAKE_MS = 120;

/** Trace ids look like Meta's; they only serve people who compare logs. */
export function createTraceId(emulator: Emulator): string {
  return `A${Buffer.from(String(emulator.random.next())).toString('base64url').slice(4, 18)}`;
}

/** Writes an error; anything that is not a GraphError is a defect and is thrown on. */
export function respondGraphError(emulator: Emulator, response: ServerResponse, error: unknown): void {
  if (!(error instanceof GraphError)) throw error;
  const headers =
    error.httpStatus === 401
      ? { 'www-authenticate': `OAuth "Facebook Platform" "invalid_token" "${error.message.replaceAll('"', '')}"` }
      : {};
  respondJson(response, error.httpStatus, graphErrorBody(error, createTraceId(emulator)), headers);
}

function answer(emulator: Emulator, phoneNumberId: string, response: ServerResponse, outcome: SendOutcome): void {
  const { body, flight } = outcome;
  if (!flight) {
    respond(response, 200, JSON_TYPE, body);
    return;
  }
  const { behaviours, statusEngine } = emulator;
  if (behaviours.of(phoneNumberId).webhooks.statusBeforeResponse) {
    statusEngine.startBeforeResponse(flight);
    setTimeout(() => finish(emulator, phoneNumberId, response, body), OVERTAKE_MS);
    return;
  }
  if (outcome.links && outcome.links.length > 0) {
    void areFetchable(outcome.links).then((isFetchable) => {
      // The file is fetched after the message was accepted, so a bad link is told by webhook. Source: "Error codes", 2026-09-11.
      statusEngine.start(isFetchable ? flight : { ...flight, failCode: flight.failCode ?? 131053 });
    });
  } else {
    statusEngine.start(flight);
  }
  finish(emulator, phoneNumberId, response, body);
}

function finish(emulator: Emulator, phoneNumberId: string, response: ServerResponse, body: string): void {
  if (emulator.behaviours.hasUpstreamFaults() && strikeAfterAccept(emulator, phoneNumberId, response, body)) return;
  respond(response, 200, JSON_TYPE, body);
}

function process(emulator: Emulator, phoneNumberId: string, token: Token, body: Buffer, response: ServerResponse): void {
  try {
    const number = emulator.world.numbers.get(phoneNumberId);
    if (!number) throw unknownNode(phoneNumberId);
    if (!emulator.rateLimiter.takeCall(token.appId, number.wabaId)) throw tableError(80007);
    let request: unknown;
    try {
      request = JSON.parse(body.toString('utf8'));
    } catch {
      throw new GraphError(100, 'Invalid parameter', { details: 'The request body is not valid JSON' });
    }
    const outcome = sendMessage(emulator, token, number, request);
    // Answered only when the message is in the file: what was answered survives the end of the process.
    emulator.store.afterCommit(() => answer(emulator, phoneNumberId, response, outcome));
  } catch (error) {
    respondGraphError(emulator, response, error);
  }
}

/**
 * `POST /{phone_number_id}/messages`, the one hot path. Kept apart from the router so that a send costs one parse, one
 * schema, one queued insert and one answer per commit (measured: see emulator/README.md).
 */
export function handleMessages(
  emulator: Emulator,
  phoneNumberId: string,
  authorization: string | undefined,
  query: URLSearchParams,
  body: Buffer,
  response: ServerResponse,
): void {
  let token: Token;
  try {
    const bearer = authorization?.startsWith('Bearer ') ? authorization.slice(7) : (query.get('access_token') ?? undefined);
    token = authenticate(emulator.world, bearer, emulator.clock.nowMs());
  } catch (error) {
    respondGraphError(emulator, response, error);
    return;
  }
  const proceed = () => process(emulator, phoneNumberId, token, body, response);
  if (emulator.behaviours.hasUpstreamFaults()) strikeBefore(emulator, phoneNumberId, response, proceed);
  else proceed();
}
