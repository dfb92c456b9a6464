import type { FormFile } from '../http/form.ts';
import type { App, PhoneNumber, Token, Waba } from '../world/entities.ts';
import type { World } from '../world/world.ts';
import { GraphError, tableError, unknownNode } from './graph-error.ts';

/** One call of the Graph after routing. `params` joins query, JSON body and form fields; the body wins. */
export interface GraphCall {
  method: string;
  version: number;
  /** Path after the version, split: `['106540352242922', 'messages']`. */
  path: string[];
  query: URLSearchParams;
  params: Record<string, unknown>;
  files: Record<string, FormFile>;
  rawBody: Buffer;
  token: Token;
  app: App;
  /** Address under which the caller reached us, such as `http://127.0.0.1:4010`. */
  baseUrl: string;
}

/** What a handler answers; a plain object is JSON with 200. */
export interface GraphAnswer {
  httpStatus?: number;
  json?: unknown;
  /** Raw bytes instead of JSON. */
  bytes?: { body: Buffer; contentType: string };
}

/** `Bearer x` or `OAuth x`, or the query parameter. */
export function bearerOf(authorization: string | undefined, query: URLSearchParams): string | undefined {
  const match = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization ?? '');
  return match?.[1] ?? query.get('access_token') ?? undefined;
}

/**
 * Checks an access token and returns it.
 * Errors: 200 without a token, 190 (with sub-code) for unknown, expired and withdrawn ones.
 * Source: Meta for Developers, "Error codes", 2026-09-11.
 */
export function authenticate(world: World, bearer: string | undefined, nowMs: number): Token {
  if (bearer === undefined) {
    throw new GraphError(200, 'Provide valid app ID', { httpStatus: 403 });
  }
  const token = world.tokens.get(bearer) ?? appTokenOf(world, bearer);
  if (!token) throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token');
  if (token.isRevoked) {
    throw new GraphError(190, 'Error validating access token: The session has been invalidated.', { subcode: 460 });
  }
  if (token.expiresAtMs !== null && token.expiresAtMs <= nowMs) {
    throw new GraphError(190, 'Error validating access token: Session has expired.', { subcode: 463 });
  }
  return token;
}

/** `APP_ID|APP_SECRET` is a token for the edges of the app itself. */
function appTokenOf(world: World, bearer: string): Token | undefined {
  const [appId = '', secret = ''] = bearer.split('|');
  const app = world.apps.get(appId);
  if (!app || app.secret !== secret) return undefined;
  return {
    value: bearer,
    appId,
    type: 'APP',
    userId: '0',
    scopes: [],
    wabaIds: [],
    expiresAtMs: null,
    issuedAtMs: 0,
    isRevoked: false,
  };
}

/** The account, when the token has the scope and was granted the account. Errors: 10, 200, or the unknown-node error. */
export function requireWaba(world: World, token: Token, wabaId: string, scope = 'whatsapp_business_management'): Waba {
  const waba = world.wabas.get(wabaId);
  if (!waba) throw unknownNode(wabaId);
  if (!token.scopes.includes(scope)) throw tableError(10);
  if (!token.wabaIds.includes(wabaId)) throw unknownNode(wabaId);
  return waba;
}

/** The number, under the same conditions as its account. */
export function requireNumber(world: World, token: Token, id: string, scope?: string): PhoneNumber {
  const number = world.numbers.get(id);
  if (!number) throw unknownNode(id);
  requireWaba(world, token, number.wabaId, scope);
  return number;
}

/** A text parameter, or undefined. Numbers are accepted as text. */
export function textParam(params: Record<string, unknown>, name: string): string | undefined {
  const value = params[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** A text parameter that has to be there. Errors: 100. */
export function requiredText(params: Record<string, unknown>, name: string): string {
  const value = textParam(params, name);
  if (value === undefined || value === '') {
    throw new GraphError(100, `The parameter ${name} is required.`, { details: `Parameter ${name} is required` });
  }
  return value;
}
