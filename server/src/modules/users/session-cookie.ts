import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** How the session cookie is named and set. `__Host-` binds it to this host, to https and to the whole path. */
export type CookieRules = { https: boolean };

const tokenForm = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

/** Name of the session cookie: browsers accept the `__Host-` prefix over https only. */
export function sessionCookieName(rules: CookieRules): string {
  return rules.https ? '__Host-kabar_session' : 'kabar_session';
}

/** A fresh 256-bit session token. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a token: its SHA-256, so that a copy of the table signs nobody in. */
export function hashSessionToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** The `Set-Cookie` header that begins a session. */
export function sessionCookie(rules: CookieRules, mac: KeyObject, token: string, maxAgeSeconds: number): string {
  return `${sessionCookieName(rules)}=${token}.${macOf(mac, token)}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${rules.https ? '; Secure' : ''}`;
}

/** The `Set-Cookie` header that removes the cookie. */
export function expiredSessionCookie(rules: CookieRules): string {
  return `${sessionCookieName(rules)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${rules.https ? '; Secure' : ''}`;
}

/**
 * The token in a `Cookie` header, or null when there is none that we signed. Needs no query, so made-up cookies are cheap.
 * A browser never sends two cookies of this name; a header that holds two is refused rather than guessed at. Never throws.
 */
export function readSessionToken(rules: CookieRules, mac: KeyObject, cookieHeader: string): string | null {
  const prefix = `${sessionCookieName(rules)}=`;
  const values = cookieHeader
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(prefix));
  if (values.length !== 1) return null;
  const [, token, given] = tokenForm.exec(values[0]?.slice(prefix.length) ?? '') ?? [];
  if (token === undefined || given === undefined) return null;
  const fits = timingSafeEqual(Buffer.from(given), Buffer.from(macOf(mac, token)));
  return fits ? token : null;
}

function macOf(mac: KeyObject, token: string): string {
  return createHmac('sha256', mac).update(`session cookie 1:${token}`).digest('base64url');
}
