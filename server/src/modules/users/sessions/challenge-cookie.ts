import { createHash, randomBytes } from 'node:crypto';
import type { CookieRules } from '../session-cookie.ts';

/** How long a sign-in may wait for its second factor, and a question to an authenticator for its answer. */
export const challengeMs: number = 10 * 60 * 1_000;

/** How long a browser is remembered as one that signed in. */
export const deviceMs: number = 365 * 24 * 60 * 60 * 1_000;

const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/** Cookies of the door beside the session: the sign-in that is half done, the question to a passkey, and the browser that is known. */
export type DoorCookie = 'kabar_challenge' | 'kabar_passkey' | 'kabar_device';

/** A fresh 256-bit token. */
export function newDoorToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a token. */
export function hashDoorToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** The `Set-Cookie` header that keeps `token`; an empty one with `maxAgeSeconds` 0 takes the cookie away. */
export function doorCookie(rules: CookieRules, name: DoorCookie, token: string, maxAgeSeconds: number): string {
  return `${fullName(rules, name)}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${rules.https ? '; Secure' : ''}`;
}

/** The token in a `Cookie` header; null when there is none of our form, or more than one. Never throws. */
export function readDoorCookie(rules: CookieRules, name: DoorCookie, cookieHeader: string): string | null {
  const prefix = `${fullName(rules, name)}=`;
  const values = cookieHeader
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(prefix))
    .map((part) => part.slice(prefix.length));
  const [value] = values;
  return values.length === 1 && value !== undefined && tokenForm.test(value) ? value : null;
}

function fullName(rules: CookieRules, name: DoorCookie): string {
  return rules.https ? `__Host-${name}` : name;
}
