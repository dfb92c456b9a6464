import { beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestUsers, goodPassword, type TestUsers } from '../../../test/people.ts';
import { createUserWithPassword } from './create-user-with-password.ts';
import { forgotPassword } from './forgot-password.ts';
import { signIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';
import { defaultLimits } from './throttle.ts';

// Nearly all the time of a sign-in goes into bcrypt, so how often it runs is what a stranger could measure.
const database = useTestDatabase();
const rani = 'rani@example.com';
const wrong = 'not the right password';
let people: TestUsers;
let hashCount: number;

/** A users module whose every run of bcrypt is counted, also those of the library. */
async function build(config: Parameters<typeof createTestUsers>[1] = {}): Promise<void> {
  people = await createTestUsers(database, config);
  const { passwords } = people.ctx;
  const { hash, verify } = passwords;
  hashCount = 0;
  passwords.hash = (...given) => {
    hashCount += 1;
    return hash(...given);
  };
  passwords.verify = (...given) => {
    hashCount += 1;
    return verify(...given);
  };
}

beforeEach(async () => {
  await database.admin('truncate users, throttle_buckets, known_networks cascade');
  await build();
  await createUserWithPassword(people.ctx, { name: 'Rani', email: rani, password: goodPassword });
});

/** How often bcrypt ran, and what came of it. */
async function workOf(act: () => Promise<unknown>): Promise<[number, string]> {
  hashCount = 0;
  const outcome = await act().then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? 'fault',
  );
  return [hashCount, outcome];
}
const from = (clientIp: string) => ({ clientIp, userAgent: '' });
const tryIn = (email: string, password: string, clientIp = '192.0.2.1') =>
  workOf(() => signIn(people.ctx, { email, password }, from(clientIp)));

describe('bcrypt runs', () => {
  it('once for a wrong password, an unknown address and an account that has no password', async () => {
    expect(await tryIn(rani, wrong)).toEqual([1, 'sign_in_failed']);
    expect(await tryIn('nobody@example.com', wrong)).toEqual([1, 'sign_in_failed']);
    await database.admin('delete from user_credentials');
    expect(await tryIn(rani, wrong)).toEqual([1, 'sign_in_failed']);
  });

  it('once, too, for an address that is not confirmed yet, whether or not the password is right', async () => {
    await build({ requireVerifiedEmail: true });
    await database.admin('update users set email_verified = false');
    expect(await tryIn(rani, goodPassword)).toEqual([1, 'sign_in_failed']);
    expect(await tryIn(rani, wrong)).toEqual([1, 'sign_in_failed']);
    expect(await tryIn('nobody@example.com', wrong)).toEqual([1, 'sign_in_failed']);
  });

  it('never for somebody who has to wait, whether or not the account exists', async () => {
    for (const email of [rani, 'nobody@example.com']) {
      for (let time = 0; time < defaultLimits.signInPerPair.maxCount; time += 1) await tryIn(email, wrong, '192.0.2.2');
      expect(await tryIn(email, wrong, '192.0.2.2')).toEqual([0, 'rate_limited']);
    }
  });

  it('as often for a taken address as for a free one at sign-up', async () => {
    const join = (email: string) =>
      workOf(() =>
        signUp(people.ctx, { name: 'Eve', email, password: 'another seven lanterns', language: 'en', of_age: true }, from('192.0.2.3')),
      );
    expect(await join('free@example.com')).toEqual([1, 'ok']);
    expect(await join(rani)).toEqual([1, 'ok']);
  });

  it('never when a password is forgotten', async () => {
    for (const email of [rani, 'nobody@example.com'])
      expect(await workOf(() => forgotPassword(people.ctx, { email }, from('192.0.2.4')))).toEqual([0, 'ok']);
  });
});
