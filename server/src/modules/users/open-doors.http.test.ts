import { generateSync } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createPeopleApp, type PageAnswer, type PeopleApp } from '../../../test/people-app.ts';
import { goodPassword, tokenFromMail } from '../../../test/people.ts';
import { createTestPeople, createTestUser, sessionOf, type TestPeople } from '../../../test/tenants.ts';
import { systemClock } from '../../platform/clock.ts';
import { authorizationChanges } from '../../platform/events/authorization-change.ts';
import { createNotifications } from '../../platform/events/notifications.ts';
import { defineRoute } from '../../platform/http/route.ts';
import { fromPublicId, toPublicId } from '../../platform/ids.ts';
import { silentLog } from '../../platform/log.ts';
import { endAllSessions, endSessionsOf } from './end-sessions.ts';
import { removeFactorsOf } from './remove-factors.ts';

// Who runs the installation, who lost everything, and what closes when somebody's door is changed.
const database = useTestDatabase();
const operators: string[] = [];
let people: TestPeople;
let http: PeopleApp;
let email: string;
let userId: string;

/** One act for those who run the installation, and one of them that is dangerous. */
const operatorRoutes = (['status', 'danger'] as const).map((name) =>
  defineRoute({
    method: 'POST',
    path: `/v1/operator/${name}`,
    summary: 'For operators',
    tag: 'test',
    auth: 'operator',
    ...(name === 'danger' ? { stepUp: true as const } : {}),
    responses: { 204: null },
    handler: async () => undefined,
  }),
);

beforeEach(async () => {
  await database.admin('truncate users, throttle_buckets, known_networks, user_verifications cascade');
  operators.length = 0;
  people = await createTestPeople(database, { operators, operatorsNeedSecondFactor: true });
  http = await createPeopleApp(people, operatorRoutes);
  ({ email, userId } = await createTestUser(people, 'Rani'));
});
afterEach(() => http.close());

const post = (url: string, cookie: string, body?: object): Promise<PageAnswer> =>
  http.browse('POST', url, { cookie, ...(body === undefined ? {} : { body }) });
const signIn = (password = goodPassword): Promise<PageAnswer> => post('/v1/auth/sign-in', '', { email, password });
const codeOf = (answer: PageAnswer): [number, string | undefined] => [answer.status, answer.body.error?.code];
const totpNow = (secret: string): string => generateSync({ secret, epoch: Math.floor(people.clock.now().getTime() / 1_000) });
const merge = (before: string, answer: PageAnswer): string => {
  const all = [...before.split('; '), ...answer.cookie.split('; ')].filter((part) => part !== '');
  return [...new Map(all.map((part) => [part.split('=')[0], part])).values()].join('; ');
};

/** Sets up an authenticator app; gives the cookie that goes on. */
async function setUpTotp(cookie: string): Promise<{ secret: string; cookie: string }> {
  const { secret } = (await post('/v1/me/totp', cookie)).body as unknown as { secret: string };
  return { secret, cookie: merge(cookie, await post('/v1/me/totp/confirm', cookie, { code: totpNow(secret) })) };
}

describe('whoever runs the installation', () => {
  beforeEach(() => void operators.push(email));

  it('is nobody there without a second factor, and somebody with one', async () => {
    const plain = (await signIn()).cookie;
    expect(codeOf(await post('/v1/operator/status', plain))).toEqual([403, 'second_factor_required']);
    const { cookie } = await setUpTotp(plain);
    expect((await post('/v1/operator/status', cookie)).status).toBe(204);
  });

  it('with a factor that this session did not show is nobody there', async () => {
    const { cookie } = await setUpTotp((await signIn()).cookie);
    await database.admin('update user_sessions set has_second_factor = false');
    expect(codeOf(await post('/v1/operator/status', cookie))).toEqual([403, 'second_factor_required']);
  });

  it('is asked once more before what is dangerous', async () => {
    const { cookie } = await setUpTotp((await signIn()).cookie);
    expect((await post('/v1/operator/danger', cookie)).status).toBe(204);
    people.clock.advance(11 * 60_000);
    expect(codeOf(await post('/v1/operator/danger', cookie))).toEqual([403, 'step_up_required']);
    expect((await post('/v1/operator/status', cookie)).status).toBe(204);
  });

  it('counts only once the address is confirmed', async () => {
    const { cookie } = await setUpTotp((await signIn()).cookie);
    await database.admin('update users set email_verified = false');
    expect(codeOf(await post('/v1/operator/status', cookie))).toEqual([403, 'permission_denied']);
  });
});

describe('ending the sessions of others', () => {
  const endedOf = (id: string) =>
    database.admin<{ after: unknown }>(`select after from audit_events where action = 'user.session_ended' and target_id = $1`, [
      toPublicId('usr', id),
    ]);

  it('signs one person out everywhere, tells them, is on record, and leaves their password and factors', async () => {
    const [first, second] = [await signIn(), await signIn()];
    people.mails.length = 0;
    const before = (await endedOf(userId)).length;
    expect(await endSessionsOf(people.ctx, email.toUpperCase())).toBe(2);
    for (const { cookie } of [first, second]) expect((await http.browse('GET', '/v1/me', { cookie })).status).toBe(401);
    expect(people.mails.map(({ to, subject }) => [to, subject])).toEqual([[email, 'You were signed out of Kabar everywhere']]);
    expect((await endedOf(userId)).slice(before)).toEqual([{ after: expect.objectContaining({ by: 'operator' }) }]);
    expect((await signIn()).status).toBe(200);
  });

  it('signs everybody out', async () => {
    const { cookie } = await signIn();
    const other = await createTestUser(people, 'Sari');
    const session = await sessionOf(people, other.userId);
    expect(await endAllSessions(people.ctx)).toBeGreaterThanOrEqual(2);
    for (const one of [cookie, session]) expect((await http.browse('GET', '/v1/me', { cookie: one })).status).toBe(401);
    expect(await endedOf(other.userId)).toHaveLength(1);
    expect(await endAllSessions(people.ctx)).toBe(0);
  });

  it('of nobody is refused, and of somebody who is signed in nowhere tells nobody', async () => {
    await expect(endSessionsOf(people.ctx, 'nobody@example.com')).rejects.toMatchObject({ code: 'not_found' });
    await endSessionsOf(people.ctx, email);
    people.mails.length = 0;
    expect(await endSessionsOf(people.ctx, email)).toBe(0);
    expect(people.mails).toEqual([]);
  });
});

describe('taking lost factors away', () => {
  it('ends every session, lets the password in again, tells the person, and is on record', async () => {
    const { cookie } = await setUpTotp((await signIn()).cookie);
    const half = await signIn();
    people.mails.length = 0;
    await removeFactorsOf(people.ctx, email.toUpperCase());
    expect((await http.browse('GET', '/v1/me', { cookie })).status).toBe(401);
    expect(codeOf(await post('/v1/auth/second-factor', half.cookie, { recovery_code: 'AAAA-AAAA-AAAA' }))).toEqual([
      401,
      'sign_in_expired',
    ]);
    expect((await signIn()).status).toBe(200);
    expect(people.mails[0]?.text).toContain('all second factors were taken away by whoever runs this installation');
    const rows = await database.admin<{ kept: number }>(
      `select (select count(*) from user_totp)::int + (select count(*) from user_recovery_codes)::int + (select count(*) from user_passkeys)::int as kept`,
    );
    expect(rows).toEqual([{ kept: 0 }]);
    const target = toPublicId('usr', userId);
    expect(
      await database.admin(`select 1 from audit_events where action = 'user.factors_removed' and target_id = $1`, [target]),
    ).toHaveLength(1);
  });

  it('takes a password away, too, that was enough only beside a factor; a reset sets a new one', async () => {
    const { cookie } = await setUpTotp((await signIn()).cookie);
    expect((await post('/v1/me/password', cookie, { password: 'quartz hammock' })).status).toBe(204);
    await removeFactorsOf(people.ctx, email);
    expect(codeOf(await signIn('quartz hammock'))).toEqual([401, 'sign_in_failed']);
    await post('/v1/auth/forgot-password', '', { email });
    const password = 'a quiet river in the evening';
    expect((await post('/v1/auth/reset-password', '', { token: tokenFromMail(people.mails, email), password })).status).toBe(204);
    expect((await signIn(password)).status).toBe(200);
  });

  it('of nobody is refused', async () => {
    await expect(removeFactorsOf(people.ctx, 'nobody@example.com')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('open streams', () => {
  /** What is announced while `act` runs; streams of what is named close (see the tests of live events). */
  async function closedBy(act: () => Promise<unknown>): Promise<string[]> {
    const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
    await notifications.start();
    const heard: string[] = [];
    const end = authorizationChanges(notifications)((keys) => heard.push(...(keys ?? [])));
    const tell = (key: string): Promise<unknown> => database.admin(`select pg_notify('kabar_authorization', $1)`, [JSON.stringify([key])]);
    try {
      await waitFor('the first announcement', async () => {
        await tell('first');
        return heard.includes('first');
      });
      await act();
      // Announcements come in the order of their commits.
      await tell('last');
      await waitFor('the last announcement', () => heard.includes('last'));
      return heard.filter((key) => key !== 'first' && key !== 'last');
    } finally {
      end();
      await notifications.stop();
    }
  }
  /** Two sessions of one person: `mine` acts, `other` is open elsewhere. Gives the key of the other's streams. */
  async function twoSessions(): Promise<{ mine: string; other: string }> {
    await signIn();
    const mine = (await signIn()).cookie;
    const { data = [] } = (await http.browse('GET', '/v1/me/sessions', { cookie: mine })).body;
    const other = data.find((session) => session['is_current'] !== true)?.['id'];
    return { mine, other: `session:${fromPublicId('ses', String(other))}` };
  }

  it.each([
    ['another password', (cookie: string) => post('/v1/me/password', cookie, { password: 'a quiet river in the evening' })],
    ['a first factor', (cookie: string) => setUpTotp(cookie)],
    ['ending all others', (cookie: string) => post('/v1/me/sessions/end-others', cookie)],
  ])('of the other sessions close with %s, and no others', async (_what, act) => {
    const { mine, other } = await twoSessions();
    expect(await closedBy(() => act(mine))).toEqual([other]);
  });

  it('of the others close when the factor is taken away, or its recovery codes are made anew', async () => {
    for (const act of ['totp', 'recovery-codes'] as const) {
      await removeFactorsOf(people.ctx, email);
      const { secret, cookie } = await setUpTotp((await signIn()).cookie);
      people.clock.advance(60_000);
      await post('/v1/auth/second-factor', (await signIn()).cookie, { code: totpNow(secret) });
      const [row] = await database.admin<{ count: number }>('select count(*)::int as count from user_sessions');
      expect(row).toEqual({ count: 2 });
      const closed = await closedBy(() => http.browse(act === 'totp' ? 'DELETE' : 'POST', `/v1/me/${act}`, { cookie }));
      expect(closed).toEqual([expect.stringMatching(/^session:/)]);
    }
  });

  it('of the person all close with a reset, and with factors that were taken away', async () => {
    await post('/v1/auth/forgot-password', '', { email });
    const reset = { token: tokenFromMail(people.mails, email), password: 'a quiet river in the evening' };
    expect(await closedBy(() => post('/v1/auth/reset-password', '', reset))).toEqual([`user:${userId}`]);
    expect((await signIn(reset.password)).status).toBe(200);
    expect(await closedBy(() => endSessionsOf(people.ctx, email))).toEqual([`user:${userId}`]);
    expect(await closedBy(() => removeFactorsOf(people.ctx, email))).toEqual([`user:${userId}`]);
  });
});
