import { RATE_LIMITS } from '@kabar/cloud-api';
import type { BehaviourBook } from '../behaviours.ts';
import type { Clock } from '../clock.ts';
import type { PhoneNumber } from '../world/entities.ts';

/** Counters that fill and drain with the emulated clock. They live in memory: a restart empties them. */
export interface RateLimiter {
  /** Counts one message of a number, in or out; false when its throughput is used up. */
  takeThroughput(number: PhoneNumber): boolean;
  /** Counts one message to a person; false when the pair has had too many. */
  takePair(phoneNumberId: string, customerId: string): boolean;
  /** Counts one Graph call of an app for an account; false beyond the hourly limit. */
  takeCall(appId: string, wabaId: string): boolean;
  /** Counts a person reached outside a window; false when the number of people per day is used up. */
  takeUniquePerson(number: PhoneNumber, customerId: string, limit: number | null): boolean;
}

/** Messages per second of a number. Source: "Throughput", 2025-10. */
export function throughputOf(number: PhoneNumber): number {
  if (number.isOnBizApp) return RATE_LIMITS.throughputCoexistencePerSecond;
  return number.throughputLevel === 'HIGH' ? RATE_LIMITS.throughputHighPerSecond : RATE_LIMITS.throughputPerSecond;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

const DAY_MS = 24 * 3600 * 1000;
// The map of pairs is swept when it gets this large, so that a benchmark with many recipients stays small.
const SWEEP_AT = 200_000;

/** Creates the limiter. */
export function createRateLimiter(clock: Clock, behaviours: BehaviourBook): RateLimiter {
  const seconds = new Map<string, { windowStartMs: number; count: number }>();
  const pairs = new Map<string, Bucket>();
  const calls = new Map<string, { windowStartMs: number; count: number }>();
  const people = new Map<string, Map<string, number>>();

  return {
    takeThroughput(number) {
      const { limits } = behaviours.of(number.id);
      if (!limits.throughput) return true;
      const perSecond = limits.throughputPerSecond ?? throughputOf(number);
      const now = clock.nowMs();
      // A fixed window of one second: as strict as the promise "never more than N in a second" of a clock second.
      const windowStartMs = now - (now % 1000);
      const used = seconds.get(number.id);
      if (!used || used.windowStartMs !== windowStartMs) {
        seconds.set(number.id, { windowStartMs, count: 1 });
        return true;
      }
      if (used.count >= perSecond) return false;
      used.count += 1;
      return true;
    },
    takePair(phoneNumberId, customerId) {
      const { limits } = behaviours.of(phoneNumberId);
      if (!limits.pair) return true;
      const now = clock.nowMs();
      const key = `${phoneNumberId} ${customerId}`;
      const bucket = pairs.get(key);
      if (!bucket) {
        if (pairs.size >= SWEEP_AT) {
          const fullAfterMs = limits.pairIntervalMs * limits.pairBurst;
          for (const [other, { atMs }] of pairs) if (now - atMs > fullAfterMs) pairs.delete(other);
        }
        pairs.set(key, { tokens: limits.pairBurst - 1, atMs: now });
        return true;
      }
      const refill = limits.pairIntervalMs > 0 ? (now - bucket.atMs) / limits.pairIntervalMs : limits.pairBurst;
      bucket.tokens = Math.min(limits.pairBurst, bucket.tokens + refill);
      bucket.atMs = now;
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
    takeCall(appId, wabaId) {
      const limit = behaviours.of().limits.callsPerHour;
      if (limit === null) return true;
      const key = `${appId} ${wabaId}`;
      const now = clock.nowMs();
      const used = calls.get(key);
      if (!used || now - used.windowStartMs >= 3_600_000) {
        calls.set(key, { windowStartMs: now, count: 1 });
        return true;
      }
      used.count += 1;
      return used.count <= limit;
    },
    takeUniquePerson(number, customerId, limit) {
      if (limit === null) return true;
      const now = clock.nowMs();
      let reached = people.get(number.wabaId);
      if (!reached) {
        reached = new Map();
        people.set(number.wabaId, reached);
      }
      for (const [id, atMs] of reached) if (now - atMs > DAY_MS) reached.delete(id);
      if (reached.has(customerId)) return true;
      if (reached.size >= limit) return false;
      reached.set(customerId, now);
      return true;
    },
  };
}
