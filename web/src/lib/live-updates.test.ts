import { EVENTS, type EventType } from '@kabar/contract';
import type { StreamItem } from '@kabar/sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveUpdates, type LiveTable } from './live-updates.ts';

interface Seen {
  events: string[];
  gaps: number;
  refused: unknown[];
}

function tableOf(): LiveTable<Seen> {
  const note = (type: EventType) => (data: Record<string, string>, seen: Seen) => {
    seen.events.push(`${type}:${Object.values(data).join(',')}`);
  };
  // Built from the catalogue, so it has every kind.
  return Object.fromEntries(Object.keys(EVENTS).map((type) => [type, note(type as EventType)])) as LiveTable<Seen>;
}

function follow(items: () => AsyncGenerator<StreamItem>): { live: LiveUpdates<Seen>; seen: Seen; done: Promise<void> } {
  const seen: Seen = { events: [], gaps: 0, refused: [] };
  const { promise: done, resolve } = Promise.withResolvers<void>();
  async function* open(): AsyncGenerator<StreamItem> {
    try {
      yield* items();
    } finally {
      resolve();
    }
  }
  const live = new LiveUpdates({
    open,
    table: tableOf(),
    context: seen,
    onGap: () => {
      seen.gaps += 1;
    },
    onRefused: (error) => seen.refused.push(error),
  });
  live.start();
  return { live, seen, done };
}

function event(type: EventType, data: Record<string, string>): StreamItem {
  return { kind: 'event', cursor: '1', type, event: { type, occurred_at: '2026-11-21T00:00:00Z', data } };
}

describe('live updates', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('carry events to the table and pass over kinds they do not know', async () => {
    const { live, seen, done } = follow(async function* () {
      yield { kind: 'open', resumed: false };
      yield event('number.updated', { number_id: 'num_1' });
      yield event('from.the.future' as EventType, {});
      yield event('member.updated', { member_id: 'mem_1' });
    });
    await done;
    expect(seen.events).toEqual(['number.updated:num_1', 'member.updated:mem_1']);
    expect(seen.gaps).toBe(0);
    expect(live.state()).toBe('live');
  });

  it('load everything again after a gap, and only then', async () => {
    const { seen, done } = follow(async function* () {
      yield { kind: 'open', resumed: false };
      yield { kind: 'broken', retryInMs: 10, cause: null };
      yield { kind: 'open', resumed: true };
      yield { kind: 'reset' };
      yield { kind: 'broken', retryInMs: 10, cause: null };
      yield { kind: 'open', resumed: false };
    });
    await done;
    expect(seen.gaps).toBe(2);
  });

  it('say that the connection is lost only after a moment', async () => {
    const hold = Promise.withResolvers<void>();
    const { live } = follow(async function* () {
      yield { kind: 'open', resumed: false };
      yield { kind: 'broken', retryInMs: 10, cause: null };
      await hold.promise;
      yield { kind: 'open', resumed: true };
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(live.state()).toBe('live');
    await vi.advanceTimersByTimeAsync(2000);
    expect(live.state()).toBe('lost');
    hold.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(live.state()).toBe('live');
    live.stop();
  });

  it('tell about a refusal that waiting does not cure', async () => {
    const refusal = new Error('signed out');
    // oxlint-disable-next-line require-yield -- The stream refuses before it gives anything.
    const { seen, live } = follow(async function* () {
      throw refusal;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.refused).toEqual([refusal]);
    expect(live.state()).toBe('lost');
  });
});
