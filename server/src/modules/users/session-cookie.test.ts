import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expiredSessionCookie, hashSessionToken, newSessionToken, readSessionToken, sessionCookie } from './session-cookie.ts';

const mac = createSecretKey(randomBytes(32));
const https = { https: true };
const http = { https: false };

describe('the session cookie', () => {
  it('is bound to the host, to https and to our scripts not reading it', () => {
    const cookie = sessionCookie(https, mac, newSessionToken(), 60);
    expect(cookie).toMatch(/^__Host-kabar_session=[\w-]{43}\.[\w-]{43}; Path=\/; Max-Age=60; HttpOnly; SameSite=Lax; Secure$/);
    expect(expiredSessionCookie(https)).toBe('__Host-kabar_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure');
    expect(sessionCookie(http, mac, newSessionToken(), 60)).toMatch(/^kabar_session=[^;]+; Path=\/; Max-Age=60; HttpOnly; SameSite=Lax$/);
  });

  it('is read back among others', () => {
    const token = newSessionToken();
    const cookie = sessionCookie(http, mac, token, 60).split(';')[0];
    expect(readSessionToken(http, mac, `a=1; ${cookie}; b=2`)).toBe(token);
  });

  it('is refused when changed, doubled, signed by another key or meant for the other transport', () => {
    const token = newSessionToken();
    const cookie = sessionCookie(http, mac, token, 60).split(';')[0] ?? '';
    const flipped = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A');
    for (const header of [flipped, `${cookie}; ${cookie}`, `kabar_session=${token}`, `kabar_session=${token}.`, '', 'kabar_session=']) {
      expect(readSessionToken(http, mac, header)).toBeNull();
    }
    expect(readSessionToken(http, createSecretKey(randomBytes(32)), cookie)).toBeNull();
    expect(readSessionToken(https, mac, cookie)).toBeNull();
  });

  it('never throws on any header', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (header) => readSessionToken(http, mac, `kabar_session=${header}`) === null));
  });

  it('is kept by the database as a hash that is not the token', () => {
    const token = newSessionToken();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(hashSessionToken(token)).not.toContain(token);
  });
});
