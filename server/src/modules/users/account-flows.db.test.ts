import { beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestUsers, goodPassword, tokenFromMail, type TestUsers } from '../../../test/people.ts';
import { checkSession } from './check-session.ts';
import { createUserWithPassword } from './create-user-with-password.ts';
import { forgotPassword } from './forgot-password.ts';
import { resetPassword } from './reset-password.ts';
import { sessionCookie } from './session-cookie.ts';
import { signIn as trySignIn, type SignedIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { signUp } from './sign-up.ts';
import { verifyEmail } from './verify-email.ts';

const database = useTestDatabase();
const caller = { clientIp: '192.0.2.1', userAgent: 'Test/1.0 (\u{1F600})' };
let people: TestUsers;
let email: string;
let counter = 0;

beforeEach(async () => {
  people = await createTestUsers(database);
  counter += 1;
  email = `rani${counter}@example.com`;
  await database.admin('truncate throttle_buckets, known_networks');
});

const cookieOf = (token: string): string => sessionCookie(people.ctx.cookie, people.ctx.keys.cookieMac, token, 60).split(';')[0] ?? '';
/** Signs in somebody who has no second factor. */
const signIn = async (...given: Parameters<typeof trySignIn>): Promise<SignedIn> => {
  const outcome = await trySignIn(...given);
  if (outcome.next !== 'done') throw new Error('a second factor was asked for');
  return outcome;
};
const signUpRani = (): Promise<unknown> =>
  signUp(people.ctx, { name: 'Rani', email, password: goodPassword, language: 'en', of_age: true }, caller);

describe('account flows', () => {
  it('signs up, signs in, is recognised by the cookie, and signs out', async () => {
    await expect(signUpRani()).resolves.toEqual({ email_confirmation: 'optional' });
    const { user, token } = await signIn(people.ctx, { email: email.toUpperCase(), password: goodPassword }, caller);
    expect(user).toMatchObject({ name: 'Rani', email, email_verified: false, language: 'en' });
    const actor = await checkSession(people.ctx, `a=b; ${cookieOf(token)}`, null);
    expect(actor).toMatchObject({ name: 'Rani', email, membership: null });
    if (actor === null) throw new Error('no session');
    await signOut(people.ctx, actor);
    expect(await checkSession(people.ctx, cookieOf(token), null)).toBeNull();
  });

  it('keeps neither the session token nor the password in the database', async () => {
    await signUpRani();
    const { token } = await signIn(people.ctx, { email, password: goodPassword }, caller);
    const [row] = await database.admin<{ all: string }>(
      `select (select json_agg(s) from user_sessions s)::text || (select json_agg(c) from user_credentials c)::text as all`,
    );
    expect(row?.all).toContain('"password":"b1:');
    expect(row?.all).not.toContain(token);
    expect(row?.all).not.toContain('$2b$');
    expect(row?.all).not.toContain(goodPassword);
  });

  it('answers sign-up with a known address alike, changes nothing and tells the owner', async () => {
    const first = await signUpRani();
    const second = await signUp(
      people.ctx,
      { name: 'Eve', email, password: 'another seven lanterns', language: 'en', of_age: true },
      caller,
    );
    expect(second).toEqual(first);
    expect(people.mails.map((mail) => mail.subject)).toEqual(['Confirm your e-mail', 'You already have a Kabar account']);
    await expect(signIn(people.ctx, { email, password: goodPassword }, caller)).resolves.toBeDefined();
    await expect(signIn(people.ctx, { email, password: 'another seven lanterns' }, caller)).rejects.toMatchObject({
      code: 'sign_in_failed',
    });
  });

  it('lets one of several sign-ups with the same address at once win and answers all alike', async () => {
    const answers = await Promise.all([signUpRani(), signUpRani(), signUpRani()]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"email_confirmation":"optional"}']));
    expect(await database.admin('select 1 from users where email = $1', [email])).toHaveLength(1);
  });

  it('refuses a wrong password and an unknown address with the same answer', async () => {
    await signUpRani();
    await expect(signIn(people.ctx, { email, password: `${goodPassword} ` }, caller)).rejects.toMatchObject({ code: 'sign_in_failed' });
    await expect(signIn(people.ctx, { email: 'nobody@example.com', password: goodPassword }, caller)).rejects.toMatchObject({
      code: 'sign_in_failed',
    });
  });

  it('resets the password once, ends every session and tells the person', async () => {
    await signUpRani();
    const { token } = await signIn(people.ctx, { email, password: goodPassword }, caller);
    await forgotPassword(people.ctx, { email }, caller);
    const reset = tokenFromMail(people.mails, email);
    const password = 'a quiet river in the evening';
    await expect(resetPassword(people.ctx, { token: reset, password: 'short' }, caller)).rejects.toMatchObject({
      code: 'password_refused',
    });
    await resetPassword(people.ctx, { token: reset, password }, caller);
    expect(await checkSession(people.ctx, cookieOf(token), null)).toBeNull();
    expect(people.mails.at(-1)?.subject).toBe('Your Kabar password was changed');
    await expect(signIn(people.ctx, { email, password: goodPassword }, caller)).rejects.toMatchObject({ code: 'sign_in_failed' });
    await expect(signIn(people.ctx, { email, password }, caller)).resolves.toMatchObject({ user: { email_verified: true } });
    await expect(resetPassword(people.ctx, { token: reset, password: goodPassword }, caller)).rejects.toMatchObject({
      code: 'token_invalid',
    });
  });

  it('sends no reset mail to an unknown address and none beyond the limit, always with the same answer', async () => {
    await expect(forgotPassword(people.ctx, { email: 'nobody@example.com' }, caller)).resolves.toBeUndefined();
    expect(people.mails).toEqual([]);
    await signUpRani();
    for (let time = 0; time < 5; time += 1) await forgotPassword(people.ctx, { email }, caller);
    expect(people.mails.filter((mail) => mail.subject === 'Reset your Kabar password')).toHaveLength(2);
  });

  it('keeps only a hash of a reset link', async () => {
    await signUpRani();
    await forgotPassword(people.ctx, { email }, caller);
    const rows = await database.admin<{ identifier: string }>('select identifier from user_verifications');
    const token = tokenFromMail(people.mails, email);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some((row) => row.identifier.includes(token))).toBe(false);
  });

  it('confirms an address by the link, twice without harm, and refuses a forged link', async () => {
    await signUpRani();
    const token = tokenFromMail(people.mails, email);
    await verifyEmail(people.ctx, { token }, caller);
    await verifyEmail(people.ctx, { token }, caller);
    const [row] = await database.admin('select email_verified from users where email = $1', [email]);
    expect(row).toEqual({ email_verified: true });
    await expect(verifyEmail(people.ctx, { token: `${token}x` }, caller)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('gives no session before the address is confirmed where that is required, without telling so', async () => {
    people = await createTestUsers(database, { requireVerifiedEmail: true });
    await expect(signUpRani()).resolves.toEqual({ email_confirmation: 'required' });
    await expect(signIn(people.ctx, { email, password: goodPassword }, caller)).rejects.toMatchObject({ code: 'sign_in_failed' });
    expect(people.mails).toHaveLength(2);
    await verifyEmail(people.ctx, { token: tokenFromMail(people.mails, email) }, caller);
    await expect(signIn(people.ctx, { email, password: goodPassword }, caller)).resolves.toBeDefined();
  });

  it('ends a session that is not used and one that is too old', async () => {
    await signUpRani();
    const hourMs = 3_600_000;
    const { token } = await signIn(people.ctx, { email, password: goodPassword }, caller);
    people.clock.advance(11 * hourMs);
    expect(await checkSession(people.ctx, cookieOf(token), null)).not.toBeNull();
    people.clock.advance(11 * hourMs);
    expect(await checkSession(people.ctx, cookieOf(token), null)).not.toBeNull();
    people.clock.advance(13 * hourMs);
    expect(await checkSession(people.ctx, cookieOf(token), null)).toBeNull();
    const second = await signIn(people.ctx, { email, password: goodPassword }, caller);
    for (let hours = 0; hours < 7 * 24; hours += 8) {
      expect(await checkSession(people.ctx, cookieOf(second.token), null), `after ${hours} h`).not.toBeNull();
      people.clock.advance(8 * hourMs);
    }
    expect(await checkSession(people.ctx, cookieOf(second.token), null)).toBeNull();
  });

  it('renews a password stored at a lower cost at the next sign-in', async () => {
    await createUserWithPassword(people.ctx, { name: 'Rani', email, password: goodPassword });
    const stored = () =>
      database.admin<{ password: string }>(
        `select c.password from user_credentials c join users u on u.id = c.user_id where u.email = $1`,
        [email],
      );
    const [before] = await stored();
    const { ctx: stronger } = await createTestUsers(database, { bcryptCost: 5 });
    await signIn(stronger, { email, password: goodPassword }, caller);
    const [after] = await stored();
    expect(after?.password).not.toBe(before?.password);
    await signIn(stronger, { email, password: goodPassword }, caller);
    expect(await stored()).toEqual([after]);
  });

  it('makes a person for the first start, whose address nobody can take again', async () => {
    await createUserWithPassword(people.ctx, { name: 'Rani', email, password: goodPassword });
    await expect(
      createUserWithPassword(people.ctx, { name: 'Rani', email: email.toUpperCase(), password: goodPassword }),
    ).rejects.toMatchObject({ code: 'email_taken' });
    await expect(signIn(people.ctx, { email, password: goodPassword }, caller)).resolves.toMatchObject({ user: { email_verified: true } });
  });
});

describe('the tables', () => {
  it('are those that better-auth expects', async () => {
    const { explicitSchemaCheck } = await people.ctx.engine.$context;
    expect(explicitSchemaCheck).toBeTypeOf('function');
    await expect(Promise.resolve(explicitSchemaCheck?.())).resolves.toBeUndefined();
  });
});
