import { beforeEach, describe, expect, it } from 'vitest';
import { withEngine } from '#platform/db/tx';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestUsers, goodPassword, tokenFromMail, type TestUsers } from '../../../test/people.ts';
import { statementsOf } from '../../../test/statements.ts';
import { createUserWithPassword } from './create-user-with-password.ts';
import { forgotPassword } from './forgot-password.ts';
import { pruneUsers } from './prune-users.ts';
import { resetPassword } from './reset-password.ts';
import { signIn } from './sign-in.ts';
import { countFlow, countSignIn, defaultLimits, mayMail, networkOf } from './throttle.ts';

const database = useTestDatabase();
let people: TestUsers;
const victim = 'victim@example.com';

beforeEach(async () => {
  people = await createTestUsers(database);
  await database.admin('truncate throttle_buckets, known_networks, users cascade');
});

const attempt = (clientIp: string, email = victim) => countSignIn(people.ctx, { email, clientIp });
const limits = defaultLimits;

describe('throttling', () => {
  it('closes an account to a network that guesses, and opens it again when the window ends', async () => {
    for (let time = 0; time < limits.signInPerPair.maxCount; time += 1) await attempt('192.0.2.1');
    await expect(attempt('192.0.2.1')).rejects.toMatchObject({ code: 'rate_limited', details: { retry_after_seconds: 900 } });
    await expect(attempt('192.0.2.2')).resolves.toBeDefined();
    people.clock.advance(limits.signInPerPair.windowMs);
    await expect(attempt('192.0.2.1')).resolves.toBeDefined();
  });

  it('counts attempts that come at the same moment, each of them', async () => {
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => attempt('192.0.2.1')));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(limits.signInPerPair.maxCount);
  });

  it('closes a network that tries many accounts', async () => {
    for (let time = 0; time < limits.signInPerNetwork.maxCount; time += 1) await attempt('192.0.2.1', `a${time}@example.com`);
    await expect(attempt('192.0.2.1', 'fresh@example.com')).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('never closes an account to the network its owner uses, however many others attack it', async () => {
    await createUserWithPassword(people.ctx, { name: 'Victim', email: victim, password: goodPassword });
    const home = { clientIp: '198.51.100.1', userAgent: '' };
    await signIn(people.ctx, { email: victim, password: goodPassword }, home);
    for (let host = 0; host < limits.signInPerAccount.maxCount; host += 1) await attempt(`203.0.113.${host}`);
    await expect(attempt('203.0.113.200')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(signIn(people.ctx, { email: victim, password: goodPassword }, home)).resolves.toBeDefined();
  });

  it('lets the owner in from a new network during an attack, after a reset by mail', async () => {
    await createUserWithPassword(people.ctx, { name: 'Victim', email: victim, password: goodPassword });
    for (let host = 0; host <= limits.signInPerAccount.maxCount; host += 1) await attempt(`203.0.113.${host}`).catch(() => undefined);
    const caller = { clientIp: '198.51.100.1', userAgent: '' };
    await expect(signIn(people.ctx, { email: victim, password: goodPassword }, caller)).rejects.toMatchObject({ code: 'rate_limited' });
    await forgotPassword(people.ctx, { email: victim }, caller);
    await resetPassword(people.ctx, { token: tokenFromMail(people.mails, victim), password: goodPassword }, caller);
    await expect(signIn(people.ctx, { email: victim, password: goodPassword }, caller)).resolves.toBeDefined();
  });

  it('forgets what was counted once the right password came', async () => {
    await createUserWithPassword(people.ctx, { name: 'Victim', email: victim, password: goodPassword });
    const caller = { clientIp: '192.0.2.1', userAgent: '' };
    for (let time = 0; time < 3 * limits.signInPerPair.maxCount; time += 1)
      await signIn(people.ctx, { email: victim, password: goodPassword }, caller);
    expect(await database.admin('select 1 from throttle_buckets where attempt_count > 0')).toEqual([]);
  });

  it('treats an unknown address like a known one', async () => {
    await createUserWithPassword(people.ctx, { name: 'Victim', email: victim, password: goodPassword });
    const outcomes = async (email: string, clientIp: string): Promise<string[]> => {
      const codes: string[] = [];
      for (let time = 0; time < 12; time += 1) {
        codes.push(
          await signIn(people.ctx, { email, password: 'not the right password' }, { clientIp, userAgent: '' }).then(
            () => 'ok',
            (error: { code: string }) => error.code,
          ),
        );
      }
      return codes;
    };
    expect(await outcomes(victim, '192.0.2.1')).toEqual(await outcomes('nobody@example.com', '192.0.2.2'));
  });

  it('does as many statements for a known and an unknown address', async () => {
    await createUserWithPassword(people.ctx, { name: 'Victim', email: victim, password: goodPassword });
    const tryIn = (email: string, clientIp: string) => () =>
      signIn(people.ctx, { email, password: 'not the right password' }, { clientIp, userAgent: '' }).catch(() => undefined);
    const known = await statementsOf(tryIn(victim, '192.0.2.8'));
    const unknown = await statementsOf(tryIn('nobody@example.com', '192.0.2.9'));
    expect(known.length).toBeGreaterThan(5);
    expect(unknown.length, unknown.join('\n')).toBe(known.length);
  });

  it('does as many statements for a known and an unknown address when a password is forgotten', async () => {
    await createUserWithPassword(people.ctx, { name: 'Victim', email: victim, password: goodPassword });
    const forget = (email: string, clientIp: string) => () => forgotPassword(people.ctx, { email }, { clientIp, userAgent: '' });
    const known = await statementsOf(forget(victim, '192.0.2.8'));
    const unknown = await statementsOf(forget('nobody@example.com', '192.0.2.9'));
    expect(people.mails).toHaveLength(1);
    expect(unknown.length, [...unknown, ...known].join('\n')).toBe(known.length);
  });

  it('limits account flows per network and mails per address', async () => {
    for (let time = 0; time < limits.flowPerNetwork.maxCount; time += 1) await countFlow(people.ctx, '192.0.2.1');
    await expect(countFlow(people.ctx, '192.0.2.1')).rejects.toMatchObject({ code: 'rate_limited' });
    const answers = [];
    for (let time = 0; time < 4; time += 1) answers.push(await mayMail(people.ctx, time % 2 === 0 ? victim : victim.toUpperCase()));
    expect(answers).toEqual([true, true, true, false]);
  });

  it('keeps neither addresses nor networks in clear', async () => {
    await attempt('192.0.2.1');
    const [row] = await database.admin<{ text: string }>('select json_agg(b)::text as text from throttle_buckets b');
    expect(row?.text).not.toMatch(/victim|192\.0\.2/);
  });

  it('removes what has run out and nothing else', async () => {
    const counted = await attempt('192.0.2.1');
    await withEngine(database.db, 'test', (tx) => counted.succeeded(tx));
    await attempt('192.0.2.1');
    people.clock.advance(2 * 3_600_000);
    await attempt('192.0.2.7');
    await pruneUsers(people.ctx);
    expect(await database.admin('select 1 from throttle_buckets')).toHaveLength(3);
    expect(await database.admin('select 1 from known_networks')).toHaveLength(1);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '20010db800010002/64'],
    ['2001:db8:1:2::1', '20010db800010002/64'],
    ['nonsense', 'unknown'],
  ])('takes %s for the network %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
