import type { ServerResponse } from 'node:http';
import { errorRow } from '@kabar/cloud-api';
import type { Emulator } from '../emulator.ts';
import { respond, respondJson } from '../http/exchange.ts';
import { graphErrorBody, tableError } from './graph-error.ts';

/** Breaks the connection as a failing network does: with a TCP reset, not a polite end. */
function resetConnection(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function respondGatewayError(response: ServerResponse, httpStatus: number): void {
  // Gateways in front of the Graph answer in HTML, not in Meta's error form.
  respond(response, httpStatus, 'text/html', '<html><body><h1>Temporarily unavailable</h1></body></html>');
}

/**
 * Faults that strike before anything is taken. Answers or spoils the call itself and returns `struck`, or calls `proceed`,
 * now or after a slow while.
 */
export function strikeBefore(emulator: Emulator, phoneNumberId: string | undefined, response: ServerResponse, proceed: () => void): void {
  const { behaviours, random } = emulator;
  const strikes = (fault: Parameters<typeof behaviours.strike>[1]) => behaviours.strike(phoneNumberId, fault, random.chance);
  const { upstream } = behaviours.of(phoneNumberId);
  if (strikes('hang')) return;
  if (strikes('reset')) {
    resetConnection(response);
    return;
  }
  if (strikes('httpError')) {
    respondGatewayError(response, upstream.httpError.status);
    return;
  }
  if (strikes('graphError')) {
    const error = tableError(upstream.graphError.code, errorRow(upstream.graphError.code)?.reason);
    respondJson(response, error.httpStatus, graphErrorBody(error, 'AEmulatedFault00'));
    return;
  }
  if (strikes('slow')) {
    setTimeout(proceed, random.between(upstream.slow.minMs, upstream.slow.maxMs));
    return;
  }
  proceed();
}

/** Faults that strike after a message was taken. Returns true when the answer was spoilt. */
export function strikeAfterAccept(emulator: Emulator, phoneNumberId: string, response: ServerResponse, body: string): boolean {
  const { behaviours, random } = emulator;
  const strikes = (fault: Parameters<typeof behaviours.strike>[1]) => behaviours.strike(phoneNumberId, fault, random.chance);
  if (strikes('hangAfterAccept')) return true;
  if (strikes('resetAfterAccept')) {
    resetConnection(response);
    return true;
  }
  if (strikes('httpErrorAfterAccept')) {
    respondGatewayError(response, behaviours.of(phoneNumberId).upstream.httpErrorAfterAccept.status);
    return true;
  }
  if (strikes('garbledAfterAccept')) {
    respond(response, 200, 'application/json; charset=UTF-8', body.slice(0, Math.floor(body.length / 2)));
    return true;
  }
  return false;
}
