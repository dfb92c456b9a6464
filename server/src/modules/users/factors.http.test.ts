import { generateSync } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestAuthenticator } from '../../../test/authenticator.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp, type PageAnswer, type PeopleApp } from '../../../test/people-app.ts';
import { goodPassword, tokenFromMail } from '../../../test/people.ts';
import { createTestPeople, createTestUser, testOrigin, type TestPeople } from '../../../test/tenants.ts';

const database = useTestDatabase();
let people: TestPeople;
let http: PeopleApp;
let email: string;
let cookie: string;

beforeEach(async () => {
  await database.admin('truncate users, throttle_buckets, known_networks, user_verifications cascade');
  people = await createTestPeople(database);
  http = await createPeopleApp(people);
  ({ email } = await createTestUser(people, 'Rani'));
  cookie = (await signIn()).cookie;
});
afterEach(() => http.close());

const post = (url: string, body?: object, jar = cookie, ip?: string): Promise<PageAnswer> =>
  http.browse('POST', url, { ...(body === undefined ? {} : { body }), cookie: jar, ...(ip === undefined ? {} : { ip }) });
const get = (url: string, jar = cookie): Promise<PageAnswer> => http.browse('GET', url, { cookie: jar });
const signIn = (password = goodPassword, jar = '', ip?: string): Promise<PageAnswer> =>
  post('/v1/auth/sign-in', { email, password }, jar, ip);
const codeOf = (answer: PageAnswer): [number, string | undefined] => [answer.status, answer.body.error?.code];
const advance = (minutes: number): void => people.clock.advance(minutes * 60_000);
const totpNow = (secret: string): string => generateSync({ secret, epoch: Math.floor(people.clock.now().getTime() / 1_000) });
/** What a browser holds after an answer: newer cookies in place of older ones. */
const merge = (before: string, answer: PageAnswer): string => {
  const all = [...before.split('; '), ...answer.cookie.split('; ')].filter((part) => part !== '');
  return [...new Map(all.map((part) => [part.split('=')[0], part])).values()].join('; ');
};

/** Sets up an authenticator app; the session goes on with its new secret. */
async function setUpTotp(): Promise<{ secret: string; codes: string[] }> {
  const { secret } = (await post('/v1/me/totp')).body as unknown as { secret: string };
  const added = await post('/v1/me/totp/confirm', { code: totpNow(secret) });
  expect(added.status).toBe(200);
  cookie = merge(cookie, added);
  return { secret, codes: added.body['recovery_codes'] as string[] };
}

describe('an authenticator app', () => {
  it('is asked for at the next sign-in, and its code ends it', async () => {
    const { secret } = await setUpTotp();
    const half = await signIn();
    expect([half.status, half.body]).toEqual([202, { next: 'second_factor', factors: ['totp', 'recovery_code'] }]);
    expect((await get('/v1/me', half.cookie)).status).toBe(401);
    advance(1);
    const done = await post('/v1/auth/second-factor', { code: totpNow(secret) }, half.cookie);
    expect([done.status, done.body]).toMatchObject([200, { email }]);
    expect((await get('/v1/me', done.cookie)).status).toBe(200);
  });

  it('takes each code once, also of two at the same moment', async () => {
    const { secret } = await setUpTotp();
    advance(1);
    const code = totpNow(secret);
    const [first, second] = [await signIn(), await signIn()];
    const answers = await Promise.all([first, second].map((half) => post('/v1/auth/second-factor', { code }, half.cookie)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const third = await signIn();
    expect(codeOf(await post('/v1/auth/second-factor', { code }, third.cookie))).toEqual([401, 'second_factor_failed']);
  });

  it('accepts a clock that is half a minute off, and none that is further', async () => {
    const { secret } = await setUpTotp();
    advance(5);
    const at = (seconds: number): string => generateSync({ secret, epoch: Math.floor(people.clock.now().getTime() / 1_000) + seconds });
    for (const [seconds, status] of [
      [-65, 401],
      [65, 401],
      [-30, 200],
      [30, 200],
    ] as const) {
      const half = await signIn();
      expect([seconds, (await post('/v1/auth/second-factor', { code: at(seconds) }, half.cookie)).status]).toEqual([seconds, status]);
    }
  });

  it('does not count before a code of it was confirmed', async () => {
    const begun = await post('/v1/me/totp');
    expect(begun.body['uri']).toMatch(/^otpauth:\/\/totp\/Kabar/);
    expect(codeOf(await post('/v1/me/totp/confirm', { code: '000000' }))).toEqual([401, 'second_factor_failed']);
    expect((await signIn()).status).toBe(200);
  });

  it('ends a sign-in after five wrong codes and tells the owner that somebody knows the password', async () => {
    const { secret } = await setUpTotp();
    const half = await signIn(goodPassword, '', '203.0.113.20');
    for (let time = 0; time < 5; time += 1)
      expect((await post('/v1/auth/second-factor', { code: '000000' }, half.cookie, '203.0.113.20')).status).toBe(401);
    advance(1);
    expect(codeOf(await post('/v1/auth/second-factor', { code: totpNow(secret) }, half.cookie, '203.0.113.20'))).toEqual([
      401,
      'sign_in_expired',
    ]);
    expect(people.mails.at(-1)?.subject).toBe('Somebody may know your Kabar password');
  });

  it('waits ten minutes for the second factor and no longer', async () => {
    const { secret } = await setUpTotp();
    const half = await signIn();
    advance(10);
    expect(codeOf(await post('/v1/auth/second-factor', { code: totpNow(secret) }, half.cookie))).toEqual([401, 'sign_in_expired']);
  });

  it('keeps its seed out of the database, and no code in the audit log', async () => {
    const { secret, codes } = await setUpTotp();
    const [row] = await database.admin<{ text: string }>(
      `select coalesce((select json_agg(t) from user_totp t)::text, '') || coalesce((select json_agg(r) from user_recovery_codes r)::text, '')
              || coalesce((select json_agg(e) from audit_events e)::text, '') as text`,
    );
    expect(row?.text).not.toContain(secret);
    expect(row?.text).not.toContain(codes[0]);
    expect(row?.text).toContain('user.totp_added');
  });
});

describe('recovery codes', () => {
  it('come with the first factor, open once each, and the owner is told', async () => {
    const { codes } = await setUpTotp();
    expect(codes).toHaveLength(10);
    const half = await signIn();
    const spaced = (codes[0] ?? '').replaceAll('-', ' ').toUpperCase();
    expect((await post('/v1/auth/second-factor', { recovery_code: spaced }, half.cookie)).status).toBe(200);
    expect(people.mails.at(-1)?.text).toContain('a recovery code was used');
    const again = await signIn();
    expect(codeOf(await post('/v1/auth/second-factor', { recovery_code: codes[0] }, again.cookie))).toEqual([401, 'second_factor_failed']);
    expect((await get('/v1/me/security')).body['recovery_codes']).toMatchObject({ left: 9, of: 10 });
  });

  it('end when new ones are made', async () => {
    const { codes } = await setUpTotp();
    const made = await post('/v1/me/recovery-codes');
    expect(made.status).toBe(201);
    const half = await signIn();
    expect((await post('/v1/auth/second-factor', { recovery_code: codes[1] }, half.cookie)).status).toBe(401);
    const fresh = (made.body['codes'] as string[])[1];
    expect((await post('/v1/auth/second-factor', { recovery_code: fresh }, half.cookie)).status).toBe(200);
  });
});

describe('a passkey', () => {
  const device = () => createTestAuthenticator(testOrigin);
  const add = async (authenticator = device()) => {
    const question = (await post('/v1/me/passkeys/question')).body;
    const added = await post('/v1/me/passkeys', { name: 'Phone', passkey: authenticator.make(question) });
    cookie = merge(cookie, added);
    return { authenticator, added };
  };
  const signInWith = async (authenticator: ReturnType<typeof device>, change: Parameters<typeof authenticator.answer>[1] = {}) => {
    const asked = await post('/v1/auth/passkey-question', undefined, '');
    return post('/v1/auth/passkey', { passkey: authenticator.answer(asked.body, change) }, asked.cookie);
  };

  it('signs in alone, with nothing else asked', async () => {
    const { authenticator, added } = await add();
    expect([added.status, added.body]).toMatchObject([201, { passkey: { name: 'Phone' }, recovery_codes: expect.any(Array) }]);
    const done = await signInWith(authenticator);
    expect([done.status, done.body]).toMatchObject([200, { email }]);
    const { data = [] } = (await get('/v1/me/sessions', done.cookie)).body;
    expect(data.find((session) => session['is_current'])).toMatchObject({ method: 'passkey', has_second_factor: true });
  });

  it('is the second factor of a password', async () => {
    const { authenticator } = await add();
    const half = await signIn();
    expect(half.body).toMatchObject({ factors: ['passkey', 'recovery_code'] });
    const question = (await post('/v1/auth/second-factor/passkey-question', undefined, half.cookie)).body;
    expect((await post('/v1/auth/second-factor', { passkey: authenticator.answer(question) }, half.cookie)).status).toBe(200);
  });

  it.each([
    ['of another site', { origin: 'http://localhost.evil.example:4000' }],
    ['without a fingerprint or PIN', { verified: false }],
    ['for another person', { userHandle: Buffer.from('somebody else').toString('base64url') }],
    ['whose counter went back', { counter: 1 }],
  ])('is refused with an answer %s', async (_what, change) => {
    const { authenticator } = await add();
    expect((await signInWith(authenticator)).status).toBe(200);
    expect(codeOf(await signInWith(authenticator, change))).toEqual([400, 'passkey_refused']);
  });

  it('answers each question once, and only in the browser that asked', async () => {
    const { authenticator } = await add();
    const asked = await post('/v1/auth/passkey-question', undefined, '');
    const passkey = authenticator.answer(asked.body);
    expect(codeOf(await post('/v1/auth/passkey', { passkey }, ''))).toEqual([401, 'sign_in_expired']);
    expect((await post('/v1/auth/passkey', { passkey }, asked.cookie)).status).toBe(200);
    expect(codeOf(await post('/v1/auth/passkey', { passkey }, asked.cookie))).toEqual([401, 'sign_in_expired']);
  });

  it('is offered by a sign-in page in another tab without ending the sign-in that waits for a code', async () => {
    const { secret } = await setUpTotp();
    const half = await signIn();
    const offered = await post('/v1/auth/passkey-question', undefined, half.cookie);
    expect(offered.status).toBe(200);
    advance(1);
    expect((await post('/v1/auth/second-factor', { code: totpNow(secret) }, merge(half.cookie, offered))).status).toBe(200);
  });

  it('of nobody is refused like one that does not fit', async () => {
    const { authenticator } = await add();
    const stranger = device();
    stranger.make((await post('/v1/me/passkeys/question')).body);
    expect(codeOf(await signInWith(stranger))).toEqual(codeOf(await signInWith(authenticator, { verified: false })));
  });

  it('signs in no more once it was removed', async () => {
    const { authenticator, added } = await add();
    const { id } = added.body['passkey'] as { id: string };
    const removed = await http.browse('DELETE', `/v1/me/passkeys/${id}`, { cookie });
    expect(removed.status).toBe(204);
    expect(codeOf(await signInWith(authenticator))).toEqual([400, 'passkey_refused']);
    expect((await signIn()).status).toBe(200);
  });
});

describe('a dangerous act', () => {
  it('asks for a factor when none was shown for ten minutes, and goes through after the password', async () => {
    advance(9);
    expect((await post('/v1/me/totp')).status).toBe(200);
    advance(1);
    expect(codeOf(await post('/v1/me/totp'))).toEqual([403, 'step_up_required']);
    expect((await get('/v1/auth/step-up')).body['methods']).toEqual(['password']);
    expect(codeOf(await post('/v1/auth/step-up', { password: 'not this one at all' }))).toEqual([401, 'second_factor_failed']);
    expect((await post('/v1/auth/step-up', { password: goodPassword })).status).toBe(200);
    expect((await post('/v1/me/totp')).status).toBe(200);
  });

  it('takes the second factor where there is one, and then not the password', async () => {
    const { secret } = await setUpTotp();
    advance(11);
    expect((await get('/v1/auth/step-up')).body['methods']).toEqual(['totp', 'recovery_code']);
    expect(codeOf(await post('/v1/auth/step-up', { password: goodPassword }))).toEqual([401, 'second_factor_failed']);
    expect((await post('/v1/auth/step-up', { code: totpNow(secret) })).status).toBe(200);
    expect((await http.browse('DELETE', '/v1/me/totp', { cookie })).status).toBe(204);
  });

  it('is not to be guessed through: wrong factors are counted', async () => {
    const answers: number[] = [];
    for (let time = 0; time < 11; time += 1) answers.push((await post('/v1/auth/step-up', { password: 'wrong wrong wrong' })).status);
    expect(answers.slice(-2)).toEqual([401, 429]);
  });

  it('confirmed in one session confirms nothing in another', async () => {
    advance(11);
    const other = (await signIn()).cookie;
    advance(11);
    expect((await post('/v1/auth/step-up', { password: goodPassword }, other)).status).toBe(200);
    expect(codeOf(await post('/v1/me/totp'))).toEqual([403, 'step_up_required']);
  });
});

describe('changing how one signs in', () => {
  it('ends every other session at once and gives the current one a new secret', async () => {
    const other = (await signIn()).cookie;
    const before = cookie;
    await setUpTotp();
    expect((await get('/v1/me', other)).status).toBe(401);
    expect((await get('/v1/me', before)).status).toBe(401);
    expect((await get('/v1/me')).status).toBe(200);
  });

  it('ends a sign-in that waits for the factor that was taken away', async () => {
    const { secret } = await setUpTotp();
    const half = await signIn();
    const removed = await http.browse('DELETE', '/v1/me/totp', { cookie });
    cookie = merge(cookie, removed);
    advance(1);
    expect(codeOf(await post('/v1/auth/second-factor', { code: totpNow(secret) }, half.cookie))).toEqual([401, 'sign_in_expired']);
  });

  it('takes a short password beside a second factor only, and keeps the last factor until a longer one is set', async () => {
    expect((await post('/v1/me/password', { password: 'quartz hammock' })).body.error).toMatchObject({ code: 'password_refused' });
    await setUpTotp();
    const changed = await post('/v1/me/password', { password: 'quartz hammock' });
    expect(changed.status).toBe(204);
    cookie = merge(cookie, changed);
    expect(codeOf(await http.browse('DELETE', '/v1/me/totp', { cookie }))).toEqual([409, 'password_needed_first']);
    cookie = merge(cookie, await post('/v1/me/password', { password: 'a quiet river in the evening' }));
    expect((await http.browse('DELETE', '/v1/me/totp', { cookie })).status).toBe(204);
  });

  it('tells the owner by mail each time', async () => {
    await setUpTotp();
    cookie = merge(cookie, await post('/v1/me/password', { password: 'a quiet river in the evening' }));
    expect(people.mails.map(({ text }) => text).join('\n')).toMatch(/authenticator app was added[\s\S]*new password was set/);
  });
});

describe('resetting the password', () => {
  it('opens nothing by itself and leaves the second factor in its place', async () => {
    const { secret } = await setUpTotp();
    await post('/v1/auth/forgot-password', { email });
    const password = 'a quiet river in the evening';
    const reset = await post('/v1/auth/reset-password', { token: tokenFromMail(people.mails, email), password }, '');
    expect([reset.status, reset.cookie]).toEqual([204, '']);
    expect((await get('/v1/me')).status).toBe(401);
    const half = await signIn(password);
    expect(half.status).toBe(202);
    advance(1);
    expect((await post('/v1/auth/second-factor', { code: totpNow(secret) }, half.cookie)).status).toBe(200);
  });
});

describe('sessions and sign-ins', () => {
  it('are listed in coarse words for their owner, who can end them one by one or all others', async () => {
    const [second, third] = [(await signIn()).cookie, (await signIn()).cookie];
    const { data = [] } = (await get('/v1/me/sessions')).body;
    expect(data).toHaveLength(3);
    expect(data.filter((session) => session['is_current'])).toHaveLength(1);
    expect(data[0]).toMatchObject({ network: '192.0.*', method: 'password' });
    const victim = data.find((session) => !session['is_current'])?.['id'];
    expect((await http.browse('DELETE', `/v1/me/sessions/${String(victim)}`, { cookie })).status).toBe(204);
    expect((await post('/v1/me/sessions/end-others')).status).toBe(204);
    expect([(await get('/v1/me')).status, (await get('/v1/me', second)).status, (await get('/v1/me', third)).status]).toEqual([
      200, 401, 401,
    ]);
  });

  it('of somebody else are not found, and stay', async () => {
    const other = await createTestUser(people, 'Budi');
    const theirs = (await post('/v1/auth/sign-in', { email: other.email, password: goodPassword }, '')).cookie;
    const [session] = (await get('/v1/me/sessions', theirs)).body.data ?? [];
    expect(codeOf(await http.browse('DELETE', `/v1/me/sessions/${String(session?.['id'])}`, { cookie }))).toEqual([404, 'not_found']);
    expect((await get('/v1/me', theirs)).status).toBe(200);
  });

  it('leave a history of what worked and what did not, by pages, without addresses', async () => {
    await signIn('wrong password here');
    const page = await get('/v1/me/sign-ins?limit=1');
    expect(page.body.data).toMatchObject([{ outcome: 'wrong_password', network: '192.0.*' }]);
    const rest = await get(`/v1/me/sign-ins?limit=5&cursor=${String(page.body['next_cursor'])}`);
    expect(rest.body.data).toMatchObject([{ outcome: 'signed_in' }]);
    const [row] = await database.admin<{ text: string }>('select json_agg(s)::text as text from user_sign_ins s');
    expect(row?.text).not.toContain('192.0.2.10');
  });

  it('mail the owner when a browser is new, and not when it is known or the first', async () => {
    expect(people.mails).toEqual([]);
    await signIn(goodPassword, cookie);
    expect(people.mails).toEqual([]);
    await signIn();
    expect(people.mails.map(({ subject }) => subject)).toEqual(['Signed in to Kabar with a new browser']);
  });

  it('let a known browser in while a stranger who guesses is shut out, from the same network even', async () => {
    for (let time = 0; time < 10; time += 1) await signIn('wrong password here');
    expect((await signIn()).status).toBe(429);
    expect((await signIn(goodPassword, cookie)).status).toBe(200);
  });
});
