import { generateSecret, generateURI, verify } from 'otplib';
import { openText, seal } from '#platform/crypto/seal';
import type { IdentityKeys } from '../identity-keys.ts';

const periodSeconds = 30;
const secretBytes = 20;

/** A fresh seed of 160 bits, in base32. */
export function newTotpSecret(): string {
  return generateSecret({ length: secretBytes });
}

/** The address that authenticator apps read from a QR code. `host` tells two installations apart. */
export function totpUri(secret: string, account: string, host: string): string {
  return generateURI({ issuer: `Kabar (${host})`, label: account, secret });
}

/**
 * The step of time that a code belongs to, or null when it is wrong or not newer than `lastStep`. One step before and after
 * now is accepted, for clocks that are half a minute off.
 *
 * Source: RFC 6238, section 5.2 (a code is taken once; one step of delay) — read 2026-11-21.
 */
export async function matchTotp(secret: string, code: string, lastStep: number | null, now: Date): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null;
  const result = await verify({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / 1_000),
    period: periodSeconds,
    epochTolerance: periodSeconds,
    ...(lastStep === null ? {} : { afterTimeStep: lastStep }),
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/** Seals a seed for the person it belongs to. */
export function sealTotpSecret(keys: Pick<IdentityKeys, 'factorRing'>, userId: string, secret: string): Buffer {
  return seal(keys.factorRing.primary, placeOf(userId), secret);
}

/** Opens it. Errors: `SealError`. */
export function openTotpSecret(keys: Pick<IdentityKeys, 'factorRing'>, userId: string, sealed: Uint8Array): string {
  return openText(keys.factorRing, placeOf(userId), sealed);
}

function placeOf(userId: string): readonly string[] {
  return ['accounts', 'user_totp', 'secret', userId];
}
