import { describe, expect, it } from 'vitest';
import { createManualClock } from '../clock.ts';
import { createFairShare, type ShareOf } from './fair-share.ts';

const loud: ShareOf = { caller: 'loud', group: 'one' };
const quiet: ShareOf = { caller: 'quiet', group: 'one' };
const elsewhere: ShareOf = { caller: 'elsewhere', group: 'two' };

/** A request that asked to go on. */
type Asked = { ready: Promise<void> | null; end(): void };

function open(process = { used: 0.9 }) {
  const clock = createManualClock(new Date('2026-11-21T08:00:00Z'));
  const share = createFairShare(clock, () => process.used);
  const ask = (who: ShareOf, count: number): Asked[] =>
    Array.from({ length: count }, () => {
      const request = share.open(who);
      return { ready: request.begin(), end: () => request.end() };
    });
  return { clock, share, ask };
}
const atOnce = (asked: readonly Asked[]): number => asked.filter(({ ready }) => ready === null).length;
const end = (asked: readonly Asked[]): void => {
  for (const one of asked) one.end();
};

/** Until floods have had their turn, which is behind what has come in. */
async function turn(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => void setImmediate(resolve));
}

/** Those that are worked on, in the order in which they went on. */
function underWay(asked: readonly Asked[]): Asked[] {
  const going = asked.filter(({ ready }) => ready === null);
  for (const one of asked) void one.ready?.then(() => going.push(one));
  return going;
}

describe('a share of the process', () => {
  it('is large for a caller who is alone', () => {
    expect(atOnce(open().ask(loud, 100))).toBe(64);
  });

  it('is small while others ask, and a quiet one goes on at once', () => {
    const { ask } = open();
    expect(atOnce(ask(elsewhere, 1))).toBe(1);
    expect(atOnce(ask(loud, 100))).toBe(8);
    expect(atOnce(ask(quiet, 1))).toBe(1);
    expect(atOnce(ask(elsewhere, 1))).toBe(1);
  });

  it('is divided between the callers of a group, and never less than two', () => {
    const { ask } = open();
    ask(elsewhere, 1);
    ask(quiet, 1);
    expect(atOnce(ask(loud, 100))).toBe(4);
    for (let index = 0; index < 20; index += 1) ask({ caller: `key ${index}`, group: 'one' }, 1);
    expect(atOnce(ask({ caller: 'another', group: 'one' }, 100))).toBe(2);
  });

  it('passes to the next in line when a request is over, in the order of asking, and once per request', async () => {
    const { ask } = open();
    ask(elsewhere, 1);
    const places = ask(loud, 10);
    const order: number[] = [];
    for (const [index, { ready }] of places.entries()) void ready?.then(() => order.push(index));
    places[0]?.end();
    places[0]?.end();
    await Promise.resolve();
    expect(order).toEqual([8]);
    places[1]?.end();
    await Promise.resolve();
    expect(order).toEqual([8, 9]);
  });

  it('is not kept by a request whose caller went away while it waited', async () => {
    const { ask } = open();
    ask(elsewhere, 1);
    const places = ask(loud, 10);
    const order: number[] = [];
    for (const [index, { ready }] of places.entries()) void ready?.then(() => order.push(index));
    places[8]?.end();
    places[0]?.end();
    await Promise.resolve();
    expect(order).toEqual([9]);
  });

  it('is smaller still for a flood beside others, from the moment at which it has many requests open', async () => {
    const { ask } = open();
    end(ask(elsewhere, 1));
    const going = underWay(ask(loud, 50));
    // It had eight places before it was known for a flood; they do not pass on until none is left.
    expect(going).toHaveLength(8);
    for (let left = 7; left > 0; left -= 1) {
      end(going.splice(0, 1));
      await turn();
      expect(going).toHaveLength(left);
    }
    end(going.splice(0, 1));
    await turn();
    expect(going).toHaveLength(1);
    expect(atOnce(ask(elsewhere, 8))).toBe(8);
  });

  it('counts what a flood has open before it begins: requests that are refused and held back', () => {
    const { share, ask } = open();
    end(ask(elsewhere, 1));
    for (let index = 0; index < 30; index += 1) share.open(loud);
    expect(atOnce(ask(loud, 1))).toBe(0);
    expect(atOnce(ask(quiet, 1))).toBe(1);
  });

  it('is that of a flood until two seconds after it was one', () => {
    const atOnceAfter = (ms: number): number => {
      const { clock, ask } = open();
      end(ask(loud, 50));
      clock.advance(ms);
      end(ask(elsewhere, 1));
      return atOnce(ask(loud, 1));
    };
    expect([1_500, 2_001].map(atOnceAfter)).toEqual([0, 1]);
  });

  it('of a flood waits for what has come in for others and what is worked on for them', async () => {
    const { ask } = open();
    end(ask(elsewhere, 1));
    const going = underWay(ask(loud, 50));
    end(going.splice(0));
    await turn();
    expect(going).toHaveLength(1);
    const first = ask(elsewhere, 1);
    end(going.splice(0));
    await turn();
    expect(going).toHaveLength(0);
    end(first);
    const second = ask(elsewhere, 1); // in the same moment
    await turn();
    expect(going).toHaveLength(0);
    end(second);
    await turn();
    expect(going).toHaveLength(1);
  });

  it('of a flood pauses after a request as long as that took, ten milliseconds at most', async () => {
    const { clock, ask } = open();
    end(ask(elsewhere, 1));
    const going = underWay(ask(loud, 50));
    end(going.splice(0));
    await turn();
    const goesOnAfter = async (tookMs: number): Promise<number> => {
      clock.advance(tookMs);
      end(going.splice(0));
      for (let waitedMs = 0; waitedMs < 20; waitedMs += 1) {
        await turn();
        if (going.length > 0) return waitedMs;
        clock.advance(1);
      }
      throw new Error('it never went on');
    };
    expect([await goesOnAfter(0), await goesOnAfter(3), await goesOnAfter(500)]).toEqual([0, 3, 10]);
  });

  it('of a flood is one every ten milliseconds however much others ask', async () => {
    const { clock, ask } = open();
    ask(elsewhere, 1);
    const going = underWay(ask(loud, 50));
    end(going.splice(0));
    await turn();
    clock.advance(10);
    await turn();
    expect(going).toHaveLength(1);
    end(going.splice(0));
    clock.advance(9);
    await turn();
    expect(going).toHaveLength(0);
    clock.advance(1);
    await turn();
    expect(going).toHaveLength(1);
  });

  it('of floods of one group is one for all of them, each in its turn', async () => {
    const { ask } = open();
    end(ask(elsewhere, 1));
    const turns: string[] = [];
    const all = ['loud', 'louder', 'loudest'].flatMap((caller) => {
      const asked = ask({ caller, group: 'one' }, 40);
      for (const { ready } of asked) void ready?.then(() => turns.push(caller));
      return asked;
    });
    const going = underWay(all);
    end(going.splice(0));
    for (let round = 1; round <= 9; round += 1) {
      await turn();
      expect(going).toHaveLength(1);
      end(going.splice(0));
    }
    expect([...new Set(turns.slice(0, 3))]).toHaveLength(3);
    expect(turns.slice(3, 6)).toEqual(turns.slice(0, 3));
  });

  it('of floods grows while they wait and the process has time to spare, step by step, and is the least again once it is busy', async () => {
    const process = { used: 0.1 };
    const { clock, ask } = open(process);
    end(ask(elsewhere, 1));
    const going = underWay(ask(loud, 90));
    const counts: number[] = [];
    const round = async (): Promise<void> => {
      end(going.splice(0, 1));
      await turn();
      counts.push(going.length);
      clock.advance(200);
      end(ask(elsewhere, 1));
    };
    for (let index = 0; index < 12; index += 1) await round();
    expect(counts).toEqual([7, 6, 5, 4, 5, 6, 7, 8, 8, 8, 8, 8]);
    process.used = 0.8;
    for (let index = 0; index < 8; index += 1) await round();
    expect(counts.at(-1)).toBe(1);
  });

  it('of a flood that begins is the least, however idle the process was before', async () => {
    const { clock, ask } = open({ used: 0 });
    for (let index = 0; index < 20; index += 1) {
      end(ask(elsewhere, 1));
      clock.advance(200);
    }
    end(ask(elsewhere, 1));
    const going = underWay(ask(loud, 50));
    end(going.splice(0));
    await turn();
    expect(going).toHaveLength(1);
  });

  it('that nobody uses goes to whoever waits, also when a flood has become none meanwhile', async () => {
    const { clock, ask } = open();
    end(ask(elsewhere, 1));
    const [asked, others] = [ask(loud, 40), ask({ caller: 'louder', group: 'one' }, 40)];
    end(others.splice(10));
    clock.advance(2_100);
    end(ask(elsewhere, 1)); // looks again at who is a flood
    const all = [...asked, ...others];
    const going = underWay(all);
    let over = 0;
    for (; going.length > 0; over += 1) {
      end(going.splice(0, 1));
      clock.advance(10);
      await turn();
    }
    expect(over).toBe(all.length);
  });

  it('is that of others for floods who are among themselves', async () => {
    const { clock, ask } = open();
    ask(elsewhere, 100);
    const going = underWay(ask(loud, 100));
    clock.advance(200);
    ask(loud, 1);
    expect(going).toHaveLength(8);
    end(going.splice(0, 1));
    await turn();
    expect(going).toHaveLength(8);
  });

  it('grows again when the others have gone', () => {
    const { clock, ask } = open();
    end(ask(elsewhere, 1));
    end(ask(loud, 8));
    clock.advance(3_000);
    expect(atOnce(ask(loud, 100))).toBe(64);
  });
});
