import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp, type PageAnswer, type PeopleApp } from '../../../test/people-app.ts';
import { goodPassword, tokenFromMail } from '../../../test/people.ts';
import { createTestPeople, testOrigin, type TestPeople } from '../../../test/tenants.ts';
import { openBreachedPasswords } from './breached-passwords.ts';

const database = useTestDatabase();
let people: TestPeople;
let http: PeopleApp;
const rani = { name: 'Rani', email: 'rani@example.com', password: goodPassword, of_age: true };

beforeEach(async () => {
  await database.admin('truncate users, throttle_buckets, known_networks, user_verifications cascade');
  people = await createTestPeople(database);
  http = await createPeopleApp(people);
});
afterEach(() => http.close());

const post = (url: string, body: object, cookie?: string): Promise<PageAnswer> =>
  http.browse('POST', url, { body, ...(cookie === undefined ? {} : { cookie }) });
const signUp = (body: object = rani) => post('/v1/auth/sign-up', body);
const signIn = (email = rani.email, password = rani.password) => post('/v1/auth/sign-in', { email, password });

/** What a stranger can compare between two answers: everything but the request id and the time. */
const visible = ({ status, body, headers }: PageAnswer): unknown => {
  const { 'request-id': _id, date: _date, ...rest } = headers;
  return JSON.parse(JSON.stringify({ status, body, headers: rest }).replaceAll(/req_[0-9a-z]{26}/g, 'req_'));
};

describe('happy', () => {
  it('signs up, in and out in a browser', async () => {
    expect((await signUp()).body).toEqual({ email_confirmation: 'optional' });
    const { status, body, cookie } = await signIn();
    expect([status, body]).toMatchObject([200, { name: 'Rani', email: rani.email, email_verified: false, language: 'en' }]);
    expect((await http.browse('GET', '/v1/me', { cookie })).body).toMatchObject({ user: { email: rani.email }, memberships: [] });
    const out = await http.browse('POST', '/v1/auth/sign-out', { cookie });
    expect([out.status, out.headers['set-cookie'], out.headers['clear-site-data']]).toEqual([
      204,
      'kabar_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
      '"storage"',
    ]);
    expect((await http.browse('GET', '/v1/me', { cookie })).status).toBe(401);
  });

  it('confirms the address and resets the password by the links of the mails', async () => {
    await signUp();
    expect((await post('/v1/auth/verify-email', { token: tokenFromMail(people.mails, rani.email) })).status).toBe(204);
    expect((await post('/v1/auth/forgot-password', { email: rani.email })).status).toBe(202);
    const token = tokenFromMail(people.mails, rani.email);
    const password = 'a quiet river in the evening';
    expect((await post('/v1/auth/reset-password', { token, password })).status).toBe(204);
    expect((await signIn()).status).toBe(401);
    expect((await signIn(rani.email, password)).body).toMatchObject({ email_verified: true });
  });

  it('changes the own name and language and records it without the name in clear', async () => {
    await signUp();
    const { cookie } = await signIn();
    const changed = await http.browse('PATCH', '/v1/me', { cookie, body: { name: 'Rani Wulandari', language: 'id' } });
    expect([changed.status, changed.body]).toMatchObject([200, { user: { name: 'Rani Wulandari', language: 'id' } }]);
    const [row] = await database.admin<{ text: string }>(`select e::text as text from audit_events e where action = 'user.updated'`);
    expect(row?.text).not.toContain('Wulandari');
  });

  it('keeps links out of the part of an address that is sent to servers', async () => {
    await signUp();
    await post('/v1/auth/forgot-password', { email: rani.email });
    for (const mail of people.mails) expect(mail.text).toMatch(/http:\/\/localhost:4000\/[a-z-]+#token=/);
  });

  it('writes in the language of the person', async () => {
    await signUp({ ...rani, language: 'id' });
    expect(people.mails[0]?.subject).toBe('Konfirmasi alamat email Anda');
  });
});

describe('a list of breached passwords', () => {
  const breached = 'a quiet river in the evening';

  it('keeps them from being chosen at sign-up, reset and change, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kabar-breached-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'list.txt'), `${createHash('sha1').update(breached).digest('hex').toUpperCase()}:7\n`);
    people.ctx.breached = await openBreachedPasswords(join(folder, 'list.txt'));
    const refused = { code: 'password_refused', details: { reason: 'breached' } };
    expect((await signUp({ ...rani, password: breached })).body.error).toMatchObject(refused);
    expect((await signUp()).status).toBe(202);
    await post('/v1/auth/forgot-password', { email: rani.email });
    const token = tokenFromMail(people.mails, rani.email);
    expect((await post('/v1/auth/reset-password', { token, password: breached })).body.error).toMatchObject(refused);
    const { cookie } = await signIn();
    expect((await post('/v1/me/password', { password: breached }, cookie)).body.error).toMatchObject(refused);
    expect((await post('/v1/auth/reset-password', { token, password: `${breached}s` })).status).toBe(204);
  });
});

describe('error', () => {
  it.each([
    ['/v1/auth/sign-in', { email: 'rani@example.com', password: 'wrong' }, 401, 'sign_in_failed'],
    ['/v1/auth/sign-in', { email: 'no address', password: 'x' }, 400, 'validation_failed'],
    ['/v1/auth/sign-in', { email: 'rani@example.com', password: 'x'.repeat(1_025) }, 400, 'validation_failed'],
    ['/v1/auth/sign-in', { email: ['rani@example.com'], password: {} }, 400, 'validation_failed'],
    ['/v1/auth/sign-up', { ...rani, name: 'a\u0000b' }, 400, 'validation_failed'],
    ['/v1/auth/sign-up', { ...rani, name: '  ' }, 400, 'validation_failed'],
    ['/v1/auth/sign-up', { ...rani, of_age: false }, 400, 'validation_failed'],
    ['/v1/auth/sign-up', { ...rani, of_age: undefined }, 400, 'validation_failed'],
    ['/v1/auth/sign-up', { ...rani, email_verified: true }, 400, 'validation_failed'],
    ['/v1/auth/sign-up', { ...rani, id: 'usr_1' }, 400, 'validation_failed'],
    ['/v1/auth/sign-up', { ...rani, password: 'rani@example.com' }, 400, 'password_refused'],
    ['/v1/auth/sign-up', { ...rani, password: 'é'.repeat(600) }, 400, 'password_refused'],
    ['/v1/auth/reset-password', { token: 'x'.repeat(30), password: goodPassword }, 400, 'token_invalid'],
    ['/v1/auth/reset-password', { token: `${'x'.repeat(20)}\u0000`, password: goodPassword }, 400, 'validation_failed'],
    ['/v1/auth/verify-email', { token: 'x'.repeat(30) }, 400, 'token_invalid'],
    ['/v1/auth/verify-email', { token: 'eyJhbGciOiJub25lIn0.eyJlbWFpbCI6InJhbmlAZXhhbXBsZS5jb20ifQ.' }, 400, 'token_invalid'],
  ])('%s with %j gives %i %s', async (url, body, status, code) => {
    const answer = await post(url, body);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  it('says why a password is refused', async () => {
    expect((await signUp({ ...rani, password: 'too short' })).body.error).toMatchObject({
      code: 'password_refused',
      details: { reason: 'too_short' },
    });
  });

  it('refuses a body of 4 MB before reading it', async () => {
    const answer = await post('/v1/auth/sign-in', { email: rani.email, password: 'x'.repeat(4_194_304) });
    expect([answer.status, answer.body.error?.code]).toEqual([413, 'body_too_large']);
  });

  it('asks a guesser to wait and says how long', async () => {
    let answer = await signIn(rani.email, 'guess');
    for (let time = 0; time < 10; time += 1) answer = await signIn(rani.email, 'guess');
    expect([answer.status, answer.body.error?.code, answer.headers['retry-after']]).toEqual([429, 'rate_limited', '900']);
  });

  it('does not take a link twice or a day later', async () => {
    await signUp();
    await post('/v1/auth/forgot-password', { email: rani.email });
    const token = tokenFromMail(people.mails, rani.email);
    await database.admin(`update user_verifications set expires_at = created_at - interval '1 second'`);
    expect((await post('/v1/auth/reset-password', { token, password: goodPassword })).body.error?.code).toBe('token_invalid');
  });
});

describe('security', () => {
  it('answers sign-up alike for a free and a taken address', async () => {
    const first = await signUp();
    expect(visible(await signUp({ ...rani, name: 'Eve', password: 'another seven lanterns' }))).toEqual(visible(first));
  });

  it('answers a wrong password and an unknown address alike', async () => {
    await signUp();
    expect(visible(await signIn(rani.email, 'not the password'))).toEqual(visible(await signIn('nobody@example.com', 'not the password')));
  });

  it('answers a reset request alike for a known and an unknown address', async () => {
    await signUp();
    expect(visible(await post('/v1/auth/forgot-password', { email: rani.email }))).toEqual(
      visible(await post('/v1/auth/forgot-password', { email: 'nobody@example.com' })),
    );
  });

  it('tells nobody that an unconfirmed address exists, where confirming is required', async () => {
    await http.close();
    people = await createTestPeople(database, { requireVerifiedEmail: true });
    http = await createPeopleApp(people);
    await signUp();
    expect(visible(await signIn())).toEqual(visible(await signIn('nobody@example.com')));
  });

  it('sets a host-bound cookie over https, which plain names cannot replace', async () => {
    await http.close();
    people = await createTestPeople(database, { publicUrl: 'https://kabar.example' });
    http = await createPeopleApp(people);
    const sameSite = { origin: 'https://kabar.example', host: 'kabar.example' };
    const call = (url: string, payload: object) => http.app.inject({ method: 'POST', url, headers: sameSite, payload });
    await call('/v1/auth/sign-up', rani);
    const set = (await call('/v1/auth/sign-in', { email: rani.email, password: rani.password })).headers['set-cookie'];
    const [cookie = '', ...others] = [set ?? []].flat();
    for (const other of others) expect(other).toMatch(/^__Host-[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
    expect(cookie).toMatch(/^__Host-kabar_session=[^;]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/);
    const value = (cookie.split(';')[0] ?? '').replace('__Host-', '');
    expect((await http.app.inject({ url: '/v1/me', headers: { cookie: value } })).statusCode).toBe(401);
    expect((await http.app.inject({ url: '/v1/me', headers: { cookie: `__Host-${value}` } })).statusCode).toBe(200);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['a page marked cross-site', { 'sec-fetch-site': 'cross-site' }],
  ])('lets %s sign nobody in', async (_what, headers) => {
    await signUp();
    const answer = await http.app.inject({
      method: 'POST',
      url: '/v1/auth/sign-in',
      headers: { host: new URL(testOrigin).host, ...headers },
      payload: { email: rani.email, password: rani.password },
    });
    expect([answer.statusCode, answer.json().error.code, answer.headers['set-cookie']]).toEqual([403, 'csrf_refused', undefined]);
  });

  it('takes no form that another site could send without asking', async () => {
    const answer = await http.app.inject({
      method: 'POST',
      url: '/v1/auth/sign-in',
      headers: { 'content-type': 'text/plain' },
      payload: JSON.stringify(rani),
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([415, 'unsupported_media_type']);
  });

  it.each([
    'get-session',
    'sign-up/email',
    'sign-in/email',
    'update-user',
    'change-email',
    'delete-user',
    'list-sessions',
    'reset-password/abc',
    'ok',
    'error',
  ])("leaves better-auth's own /%s out of reach", async (path) => {
    for (const method of ['GET', 'POST'] as const)
      expect((await http.app.inject({ method, url: `/v1/auth/${path}` })).statusCode).toBe(404);
  });

  it('begins a new session with a new token at every sign-in and leaves the old one alone', async () => {
    await signUp();
    const first = await signIn();
    const second = await signIn();
    expect(first.cookie).not.toBe(second.cookie);
    for (const { cookie } of [first, second]) expect((await http.browse('GET', '/v1/me', { cookie })).status).toBe(200);
  });

  it('does not take a cookie given before sign-in for the session', async () => {
    await signUp();
    const planted = `kabar_session=${'A'.repeat(43)}.${'A'.repeat(43)}`;
    const { cookie } = await post('/v1/auth/sign-in', { email: rani.email, password: rani.password }, planted);
    expect(cookie).not.toBe(planted);
    expect((await http.browse('GET', '/v1/me', { cookie: planted })).status).toBe(401);
  });

  it('keeps what a browser calls itself harmless', async () => {
    await signUp();
    const answer = await http.app.inject({
      method: 'POST',
      url: '/v1/auth/sign-in',
      headers: { 'user-agent': `Evil/1.0 \u00ff ${'x'.repeat(5_000)}` },
      payload: { email: rani.email, password: rani.password },
    });
    expect(answer.statusCode).toBe(200);
    const [row] = await database.admin<{ text: string }>('select s::text as text from user_sessions s');
    expect(row?.text).not.toContain('Evil');
  });
});
