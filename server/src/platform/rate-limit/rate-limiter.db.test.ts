import { describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { statementsOf } from '../../../test/statements.ts';
import { createManualClock, type ManualClock } from '../clock.ts';
import { openDatabase } from '../db/database.ts';
import { newUuid } from '../ids.ts';
import { createRateLimiter, forgetIdleBuckets, type RateLimiter, type RateRule } from './rate-limiter.ts';

const database = useTestDatabase();
const fail = (error: unknown): never => {
  throw error;
};

/** A process; its own clock stands still, so nothing is given twice by the time the test takes. */
function start(clock: ManualClock = createManualClock(new Date('2026-11-21T08:00:00Z'))): RateLimiter {
  return createRateLimiter({ db: database.db, clock, onError: fail });
}
const rule = (perSecond: number, id = newUuid()): RateRule => ({ policy: 'key', id, perSecond });

/** Keeps buckets from filling while a test runs: their last filling lies in the future. */
const freeze = (): Promise<unknown> => database.admin(`update rate_buckets set filled_at = clock_timestamp() + interval '1 hour'`);

async function countAllowed(limiter: RateLimiter, rules: readonly RateRule[], times: number): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) if ((await limiter.check(rules)).isAllowed) count += 1;
  return count;
}

describe('a limit', () => {
  it('lets twice a second’s requests through at once and then refuses, telling when to come again', async () => {
    const limiter = start();
    const key = rule(20);
    expect((await limiter.check([key])).states).toEqual([{ policy: 'key', quota: 40, windowSeconds: 2, remaining: 39 }]);
    await freeze();
    expect(await countAllowed(limiter, [key], 100)).toBe(39);
    const refused = await limiter.check([key]);
    expect(refused.isAllowed).toBe(false);
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(refused.states).toMatchObject([{ remaining: 0 }]);
  });

  it('is one for all processes', async () => {
    const [first, second, third] = [start(), start(), start()];
    const key = rule(30);
    await first.check([key]);
    await freeze();
    const counts = await Promise.all([first, second, third].map((limiter) => countAllowed(limiter, [key], 100)));
    expect(counts.reduce((sum, count) => sum + count, 1)).toBe(60);
  });

  it('of a workspace holds all its keys together, and a key that it refuses loses nothing', async () => {
    const limiter = start();
    const workspace: RateRule = { policy: 'workspace', id: newUuid(), perSecond: 10 };
    const [one, two] = [rule(100), rule(100)];
    await limiter.check([one, workspace]);
    await freeze();
    expect((await countAllowed(limiter, [one, workspace], 50)) + (await countAllowed(limiter, [two, workspace], 50))).toBe(19);
    const before = (await limiter.check([two, workspace])).states[0]?.remaining;
    await limiter.check([two, workspace]);
    expect((await limiter.check([two, workspace])).states[0]?.remaining).toBe(before);
  });

  it('that is used up costs the database nothing until the next portion can be there', async () => {
    const clock = createManualClock(new Date('2026-11-21T08:00:00Z'));
    const limiter = start(clock);
    const key = rule(10);
    await limiter.check([key]);
    await freeze();
    await countAllowed(limiter, [key], 50);
    expect(await statementsOf(() => countAllowed(limiter, [key], 200))).toEqual([]);
    await database.admin(`update rate_buckets set filled_at = clock_timestamp() - interval '1 second'`);
    clock.advance(200);
    expect((await limiter.check([key])).isAllowed).toBe(true);
  });

  it('asks the database once per portion, not once per request', async () => {
    const limiter = start();
    const key = rule(1_000);
    const statements = await statementsOf(() => countAllowed(limiter, [key], 500));
    expect(statements.length).toBeLessThanOrEqual(8);
  });

  it('of another caller is another one', async () => {
    const limiter = start();
    const [loud, quiet] = [rule(5), rule(5)];
    await limiter.check([loud]);
    await freeze();
    await countAllowed(limiter, [loud], 50);
    expect((await limiter.check([quiet])).isAllowed).toBe(true);
  });

  it('lets requests pass when the database is away', async () => {
    const away = openDatabase({ url: 'postgres://kabar@127.0.0.1:1/none', appPoolSize: 1, enginePoolSize: 1, onError: () => undefined });
    const errors: unknown[] = [];
    const limiter = createRateLimiter({
      db: away,
      clock: createManualClock(new Date('2026-11-21T08:00:00Z')),
      onError: (error) => errors.push(error),
    });
    expect((await limiter.check([rule(10)])).isAllowed).toBe(true);
    expect(errors).toHaveLength(1);
    await away.close();
  });

  it('counts what a request cost beyond one, and lets its caller wait until that is made up for', async () => {
    const clock = createManualClock(new Date('2026-11-21T08:00:00Z'));
    const limiter = start(clock);
    const key = rule(100);
    await limiter.check([key]);
    limiter.charge([key], 199);
    await freeze();
    expect((await limiter.check([key])).isAllowed).toBe(false);
    await database.admin(`update rate_buckets set filled_at = clock_timestamp() - interval '1 second'`);
    clock.advance(2_000);
    expect((await limiter.check([key])).isAllowed).toBe(true);
  });

  it('that nobody used for an hour is forgotten', async () => {
    // So large a portion that nothing is fetched in the background.
    await start().check([rule(1_000)]);
    await database.admin(`update rate_buckets set filled_at = clock_timestamp() - interval '61 minutes'`);
    await forgetIdleBuckets(database.db);
    expect(await database.admin('select 1 from rate_buckets')).toEqual([]);
  });
});
