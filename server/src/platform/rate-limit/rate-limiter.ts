import { hash } from 'node:crypto';
import { createBatcher } from '../batcher.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { engineQuery } from '../db/tx.ts';
import { deleteIdleBuckets, takePortions, type PortionRequest, type PortionRow } from './rate-limit.sql.ts';

/** One limit that a request counts against. */
export type RateRule = {
  /** What is limited, as callers read it in `RateLimit-Policy`. */
  policy: 'key' | 'workspace' | 'member' | 'user';
  /** Whose it is: a database id. */
  id: string;
  /** Requests a second, in the long run. Twice as many may come at once. */
  perSecond: number;
};

/** How one limit stands. */
export type RateState = {
  policy: RateRule['policy'];
  /** Requests that may come at once after a pause. */
  quota: number;
  /** Seconds in which an empty quota is full again. */
  windowSeconds: number;
  /** Requests that may come now, as far as this process knows. */
  remaining: number;
};

/** Whether a request may go on. `retryAfterMs` is 0 when it may. */
export type RateVerdict = { isAllowed: boolean; retryAfterMs: number; states: readonly RateState[] };

/**
 * Limits requests over all processes of an installation. Use `check` once per request, with every rule that it counts against; modules
 * that give a key figures of its own put them into the actor (`ApiKeyActor.requestsPerSecond`).
 */
export type RateLimiter = {
  /** Never rejects: when the database is away, requests pass. */
  check(rules: readonly RateRule[]): Promise<RateVerdict>;
  /** Counts further requests for one that was let through; callers that are over their limit by that wait until it is made up for. */
  charge(rules: readonly RateRule[], count: number): void;
};

/** Seconds' worth of requests that may come at once. */
const burstSeconds = 2;
/** A process takes this part of a second's requests at a time, and so much may be lost when it ends. */
const portionSeconds = 0.1;
/** What a process did not use in this time is gone, so that quiet processes do not sit on the share of busy ones. */
const portionLastsMs = 1_000;
const maxBucketCount = 50_000;

type Bucket = {
  name: string;
  tokens: number;
  tokensUntilMs: number;
  /** What all processes together had left when this one last asked. */
  left: number;
  refusedUntilMs: number;
  asking: Promise<void> | null;
};

/**
 * Makes the limiter. Buckets lie in PostgreSQL; each process takes portions of a tenth of a second and gives requests out of them without asking.
 * A caller over its limit is refused from memory until the next portion can be there, so a flood of refusals
 * costs the database nothing; portions of many callers are fetched with one statement.
 */
export function createRateLimiter(options: { db: Database; clock: Clock; onError: (error: unknown) => void }): RateLimiter {
  const { db, clock } = options;
  const buckets = new Map<string, Bucket>();
  // One per process and for as long as it lives, as the pools are.
  const portions = createBatcher<PortionRequest, PortionRow>({
    flush: async (requests) => {
      const rows = await engineQuery<PortionRow>(db, takePortions(requests));
      const byName = new Map(rows.map((row) => [row.name, row]));
      return requests.map(({ name }) => byName.get(name) ?? { name, granted: 0, left: 0 });
    },
  });

  const bucketOf = (rule: RateRule): Bucket => {
    const id = `${rule.policy} ${rule.id}`;
    const known = buckets.get(id);
    if (known !== undefined) return known;
    const name = hash('sha256', id, 'hex').slice(0, 32);
    const bucket: Bucket = { name, tokens: 0, tokensUntilMs: 0, left: rule.perSecond * burstSeconds, refusedUntilMs: 0, asking: null };
    buckets.set(id, bucket);
    const oldest = buckets.size > maxBucketCount ? buckets.keys().next().value : undefined;
    if (oldest !== undefined) buckets.delete(oldest);
    return bucket;
  };

  const ask = (bucket: Bucket, { perSecond }: RateRule): Promise<void> => {
    // What was charged beyond what was there is made up for first.
    const owed = Math.max(0, -bucket.tokens);
    const wanted = portionOf(perSecond) + owed;
    bucket.asking ??= portions
      .add({ name: bucket.name, wanted, perSecond, burst: perSecond * burstSeconds })
      .then(
        ({ granted, left }) => {
          const nowMs = clock.now().getTime();
          bucket.tokens = (nowMs < bucket.tokensUntilMs || bucket.tokens < 0 ? bucket.tokens : 0) + granted;
          bucket.tokensUntilMs = nowMs + portionLastsMs;
          bucket.left = left;
          // A portion that was cut short is all there is until a whole one can be there again.
          bucket.refusedUntilMs = granted < wanted ? nowMs + ((wanted - granted) / perSecond) * 1_000 : 0;
        },
        (error: unknown) => {
          options.onError(error);
          bucket.tokens += wanted;
          bucket.tokensUntilMs = clock.now().getTime() + portionLastsMs;
        },
      )
      .finally(() => {
        bucket.asking = null;
      });
    return bucket.asking;
  };

  /** 0: one request may go; above: not for so many milliseconds; null: the bucket must be asked first. */
  const takeFromMemory = (rule: RateRule, nowMs: number): number | null => {
    const bucket = bucketOf(rule);
    if (bucket.tokens >= 1 && nowMs < bucket.tokensUntilMs) {
      bucket.tokens -= 1;
      if (bucket.tokens < portionOf(rule.perSecond) / 4 && nowMs >= bucket.refusedUntilMs) void ask(bucket, rule);
      return 0;
    }
    return nowMs < bucket.refusedUntilMs ? bucket.refusedUntilMs - nowMs : null;
  };

  const take = async (rule: RateRule): Promise<number> => {
    for (;;) {
      const taken = takeFromMemory(rule, clock.now().getTime());
      if (taken !== null) return taken;
      await ask(bucketOf(rule), rule);
    }
  };

  const stateOf = (rule: RateRule): RateState => {
    const bucket = bucketOf(rule);
    const quota = rule.perSecond * burstSeconds;
    const shared = bucket.refusedUntilMs > clock.now().getTime() ? 0 : bucket.left;
    return {
      policy: rule.policy,
      quota,
      windowSeconds: burstSeconds,
      remaining: Math.min(quota, Math.max(0, Math.floor(bucket.tokens + shared))),
    };
  };

  return {
    check: async (rules) => {
      for (const [index, rule] of rules.entries()) {
        const retryAfterMs = takeFromMemory(rule, clock.now().getTime()) ?? (await take(rule));
        if (retryAfterMs === 0) continue;
        // What an earlier rule gave was not used.
        for (const earlier of rules.slice(0, index)) bucketOf(earlier).tokens += 1;
        return { isAllowed: false, retryAfterMs, states: rules.map(stateOf) };
      }
      return { isAllowed: true, retryAfterMs: 0, states: rules.map(stateOf) };
    },
    charge: (rules, count) => {
      for (const rule of rules) bucketOf(rule).tokens -= count;
    },
  };
}

/** Deletes what is kept of callers that asked nothing for an hour. */
export async function forgetIdleBuckets(db: Database): Promise<void> {
  await engineQuery(db, deleteIdleBuckets());
}

function portionOf(perSecond: number): number {
  return Math.max(1, Math.ceil(perSecond * portionSeconds));
}
