import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '#platform/errors';
import type { CallOutcome, Connection, NumberFacts, TokenFacts, WabaFacts } from '#whatsapp/provider';
import type { ProviderError } from '#whatsapp/provider-error';
import type { NumbersContext } from './numbers-context.ts';

/** What checking credentials brought to light. */
export type CheckedCredentials = { number: NumberFacts; waba: WabaFacts; token: TokenFacts | null };

const neededScopes = ['whatsapp_business_messaging', 'whatsapp_business_management'];

/**
 * Asks WhatsApp whether the token is good, may do what is needed, sees the account and the number, and whether the number
 * belongs to the account and the app secret to the token.
 *
 * Errors: `number_credentials_refused` with the reason in words; `upstream_unavailable`.
 */
export async function checkCredentials(
  ctx: Pick<NumbersContext, 'provider'>,
  connection: Connection,
  appSecret: string | null,
  signal?: AbortSignal,
): Promise<CheckedCredentials> {
  const options = signal === undefined ? {} : { signal };
  const [token, number, waba, owned, isSecretRight] = await Promise.all([
    ctx.provider.debugToken(connection, options),
    ctx.provider.getPhoneNumber(connection, options),
    ctx.provider.getWaba(connection, options),
    ctx.provider.listPhoneNumberIds(connection, options),
    appSecret === null ? null : ctx.provider.checkAppSecret(connection, appSecret, options),
  ]);
  // Not every kind of token may look at itself; the other answers then decide.
  if (token.ok && !token.value.isValid) throw refusal('The access token is not valid or has expired.');
  const facts = token.ok ? token.value : null;
  const missing = facts === null || facts.scopes.length === 0 ? [] : neededScopes.filter((scope) => !facts.scopes.includes(scope));
  if (missing.length > 0) throw refusal(`The access token lacks the permission ${missing.join(' and ')}.`);
  const checked = { number: orRefuse(number, 'the number'), waba: orRefuse(waba, 'the WhatsApp Business Account'), token: facts };
  if (owned.ok && !owned.value.includes(connection.phoneNumberId))
    throw refusal('The number does not belong to this WhatsApp Business Account.');
  if (isSecretRight?.ok === true && !isSecretRight.value)
    throw refusal('The app secret is not the one of the app that the access token was made for.');
  return checked;
}

/** The value, or the refusal that fits. Errors: `number_credentials_refused`, `upstream_unavailable`. */
export function orRefuse<Value>(outcome: CallOutcome<Value>, what: string): Value {
  if (outcome.ok) return outcome.value;
  throw toRefusal(outcome.error, outcome.unreachable, what);
}

/** The refusal for a failed call; `what` names the thing that was asked for. */
export function toRefusal(error: ProviderError, isUnreachable: boolean, what: string): AppError {
  if (isUnreachable || error.retry === 'R' || error.retry === 'U') {
    return new AppError('upstream_unavailable', { context: { metaCode: error.code, httpStatus: error.httpStatus } });
  }
  const details = error.details === null ? '' : ` WhatsApp says: ${error.details}`;
  return refusal(`Asked for ${what}: ${error.plainReason} ${error.nextStep}${details}`.trim());
}

/** True when a failed call means that the token no longer works for this number, as opposed to a passing problem. */
export function isTokenRefused(error: ProviderError): boolean {
  return (
    error.class === 'auth' ||
    error.code === 10 ||
    error.code === 33 ||
    error.code === 803 ||
    error.code === 131_005 ||
    (error.code !== null && error.code >= 200 && error.code < 300)
  );
}

/** A refusal of credentials with its reason in words. */
export function refusal(reason: string): AppError<'number_credentials_refused'> {
  return new AppError('number_credentials_refused', { details: { reason } });
}

/** A random secret of 160 bits for the handshake, and the hash that is stored of it. */
export function newVerifyToken(): { token: string; hash: Buffer } {
  const token = `kabar-verify-${randomBytes(20).toString('hex')}`;
  return { token, hash: hashVerifyToken(token) };
}

/** SHA-256 of a verify token, as stored. */
export function hashVerifyToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

const keyAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** The unguessable last part of a webhook address: 32 characters, about 160 bits. */
export function newWebhookKey(): string {
  let key = '';
  while (key.length < 32) {
    // Bytes from 252 on are thrown away, so that every character is equally likely.
    for (const byte of randomBytes(40)) if (byte < 252 && key.length < 32) key += keyAlphabet.charAt(byte % 36);
  }
  return key;
}
