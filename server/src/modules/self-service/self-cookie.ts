import { createHash, randomBytes } from 'node:crypto';
import type { CookieName } from '@kabar/contract';

const name: CookieName = 'kabar_self';

/** How long a visit lasts, and the cookie with it. */
export const visitMs: number = 30 * 60_000;

/** A fresh 256-bit secret, for a cookie or a link. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a token: its SHA-256, so that a copy of the table opens nothing. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The `Set-Cookie` header that begins a visit. Scripts cannot read it, and other sites' requests do not carry it. */
export function selfCookie(isHttps: boolean, token: string): string {
  return cookie(isHttps, token, visitMs / 1_000);
}

/** The `Set-Cookie` header that ends it. */
export function endedSelfCookie(isHttps: boolean): string {
  return cookie(isHttps, '', 0);
}

/** The token in a `Cookie` header; null without one, and when there are two. Never throws. */
export function readSelfToken(isHttps: boolean, cookieHeader: string): string | null {
  const prefix = `${fullName(isHttps)}=`;
  const values = cookieHeader
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(prefix));
  const value = values.length === 1 ? (values[0]?.slice(prefix.length) ?? '') : '';
  return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

// Strict: nobody has to arrive here signed in, because links bring their own token.
function cookie(isHttps: boolean, value: string, maxAgeSeconds: number): string {
  return `${fullName(isHttps)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${isHttps ? '; Secure' : ''}`;
}

function fullName(isHttps: boolean): string {
  return isHttps ? `__Host-${name}` : name;
}
