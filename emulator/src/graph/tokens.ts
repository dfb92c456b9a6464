import { randomBytes } from 'node:crypto';
import type { Emulator } from '../emulator.ts';
import type { Token } from '../world/entities.ts';
import { requiredText } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { GraphError } from './graph-error.ts';

const CODE_LIFETIME_MS = 30_000;

/**
 * `GET /debug_token?input_token=`: what a token is and may do. `target_ids` name the WABAs it was granted.
 * Source: Meta for Developers, "debug_token", 2025-11.
 */
export function debugToken(emulator: Emulator, call: GraphCall): GraphAnswer {
  const token = emulator.world.tokens.get(requiredText(call.params, 'input_token'));
  if (!token || token.appId !== call.app.id) {
    return {
      json: {
        data: { is_valid: false, scopes: [], error: { code: 190, message: 'The access token could not be decrypted' } },
      },
    };
  }
  const isExpired = token.expiresAtMs !== null && token.expiresAtMs <= emulator.clock.nowMs();
  const isValid = !isExpired && !token.isRevoked;
  return {
    json: {
      data: {
        app_id: token.appId,
        type: token.type,
        application: call.app.name,
        data_access_expires_at: 0,
        expires_at: token.expiresAtMs === null ? 0 : Math.floor(token.expiresAtMs / 1000),
        is_valid: isValid,
        issued_at: Math.floor(token.issuedAtMs / 1000),
        scopes: token.scopes,
        granular_scopes: token.scopes.map((scope) =>
          scope.startsWith('whatsapp_business') ? { scope, target_ids: token.wabaIds } : { scope },
        ),
        user_id: token.userId,
        ...(isValid ? {} : { error: { code: 190, subcode: isExpired ? 463 : 460, message: 'Error validating access token' } }),
      },
    },
  };
}

/** Makes a token that the world knows. */
export function issueToken(emulator: Emulator, fields: Partial<Token> & Pick<Token, 'appId' | 'wabaIds'>): Token {
  const token: Token = {
    value: `EAAK${randomBytes(45).toString('base64url').replaceAll(/[-_]/g, 'Z')}`,
    type: 'SYSTEM_USER',
    userId: `1221${String(emulator.random.between(1e9, 9e9))}`,
    scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
    expiresAtMs: null,
    issuedAtMs: emulator.clock.nowMs(),
    isRevoked: false,
    ...fields,
  };
  emulator.world.save('token', token);
  return token;
}

interface SignupCode {
  appId: string;
  wabaIds: string[];
  issuedAtMs: number;
}

function isSignupCode(value: unknown): value is SignupCode {
  return typeof value === 'object' && value !== null && 'issuedAtMs' in value;
}

/**
 * `GET /oauth/access_token`: an app token for `client_credentials`, or a business token for a sign-up code that was made
 * by the control API and lives 30 seconds.
 * Source: Meta for Developers, "Embedded Signup", 2025-12.
 */
export function accessToken(emulator: Emulator, query: URLSearchParams): Record<string, unknown> {
  const app = emulator.world.apps.get(query.get('client_id') ?? '');
  if (!app || app.secret !== query.get('client_secret')) {
    throw new GraphError(101, 'Error validating application. Cannot get application info due to a system error.', { httpStatus: 400 });
  }
  if (query.get('grant_type') === 'client_credentials') {
    return { access_token: `${app.id}|${app.secret}`, token_type: 'bearer' };
  }
  const id = `code:${query.get('code') ?? ''}`;
  const code = emulator.world.setting(id);
  if (!isSignupCode(code) || code.appId !== app.id || emulator.clock.nowMs() - code.issuedAtMs > CODE_LIFETIME_MS) {
    throw new GraphError(100, 'This authorization code has expired.', { subcode: 36007, httpStatus: 400 });
  }
  emulator.world.saveSetting(id, null);
  const token = issueToken(emulator, { appId: app.id, wabaIds: code.wabaIds });
  return { access_token: token.value, token_type: 'bearer' };
}
