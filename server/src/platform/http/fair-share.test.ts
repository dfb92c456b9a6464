import { describe, expect, it } from 'vitest';
import { createManualClock } from '../clock.ts';
import { createFairShare, type ShareOf, type SharePlace } from './fair-share.ts';

const loud: ShareOf = { caller: 'loud', group: 'one' };
const quiet: ShareOf = { caller: 'quiet', group: 'one' };
const elsewhere: ShareOf = { caller: 'elsewhere', group: 'two' };

function open(process = { used: 0.9 }) {
  const clock = createManualClock(new Date('2026-11-21T08:00:00Z'));
  const share = createFairShare(clock, () => process.used);
  const ask = (who: ShareOf, count: number): SharePlace[] => Array.from({ length: count }, () => share.enter(who));
  return { clock, ask };
}
const atOnce = (places: readonly SharePlace[]): number => places.filter(({ ready }) => ready === null).length;

/** Ends requests under way until one that waited goes on; gives how many were under way beside it. */
async function releaseUntilOneGoesOn(places: readonly SharePlace[]): Promise<number> {
  let hasGoneOn = false;
  for (const { ready } of places) void ready?.then(() => (hasGoneOn = true));
  const underWay = places.filter(({ ready }) => ready === null);
  for (const [index, place] of underWay.entries()) {
    place.release();
    await Promise.resolve();
    if (hasGoneOn) return underWay.length - index - 1;
  }
  throw new Error('nobody went on');
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
    places[0]?.release();
    places[0]?.release();
    await Promise.resolve();
    expect(order).toEqual([8]);
    places[1]?.release();
    await Promise.resolve();
    expect(order).toEqual([8, 9]);
  });

  it('is not kept by a request whose caller went away while it waited', async () => {
    const { ask } = open();
    ask(elsewhere, 1);
    const places = ask(loud, 10);
    const order: number[] = [];
    for (const [index, { ready }] of places.entries()) void ready?.then(() => order.push(index));
    places[8]?.release();
    places[0]?.release();
    await Promise.resolve();
    expect(order).toEqual([9]);
  });

  it('is smaller still for a flood beside others, from the moment at which its line is long', async () => {
    const { ask } = open();
    ask(elsewhere, 1);
    // It had eight places before it was known for a flood; they do not pass on until none is left.
    expect(await releaseUntilOneGoesOn(ask(loud, 50))).toBe(0);
    expect(atOnce(ask(elsewhere, 8))).toBe(7);
  });

  it('of floods of one group is one for all of them, each in its turn', async () => {
    const { ask } = open();
    ask(elsewhere, 1);
    const turns: string[] = [];
    const release = async (places: readonly SharePlace[]): Promise<void> => {
      for (const place of places) place.release();
      await Promise.resolve();
    };
    const floods = ['loud', 'louder', 'loudest'].map((caller) => {
      const places = ask({ caller, group: 'one' }, 40);
      for (const place of places) void place.ready?.then(() => turns.push(caller));
      return places;
    });
    await release(floods.flatMap((places) => places.filter(({ ready }) => ready === null)));
    expect(turns).toHaveLength(1);
    for (let index = 0; index < 10; index += 1) await release(floods.flatMap((places) => places.slice(0, 20)));
    expect(new Set(turns.slice(0, 3)).size).toBe(3);
  });

  it('of floods grows while the process has time to spare, step by step, and is the least again once it is busy', async () => {
    const process = { used: 0.1 };
    const { clock, ask } = open(process);
    ask(elsewhere, 1);
    const places = ask(loud, 60);
    const ready = places.filter((place) => place.ready === null);
    for (const place of places) void place.ready?.then(() => ready.push(place));
    let next = 0;
    const underWay = async (): Promise<number> => {
      clock.advance(200);
      for (const place of ask(elsewhere, 1)) place.release(); // looks again
      // As many go on for one that is over as there is room for.
      ready[next]?.release();
      next += 1;
      await Promise.resolve();
      return ready.length - next;
    };
    const counts: number[] = [];
    for (let round = 0; round < 14; round += 1) counts.push(await underWay());
    expect(counts.slice(0, 7)).toEqual([7, 6, 5, 5, 6, 7, 8]);
    expect(counts.at(-1)).toBe(8);
    process.used = 0.8;
    for (let round = 0; round < 8; round += 1) counts.push(await underWay());
    expect(counts.at(-1)).toBe(1);
  });

  it('of a flood that begins is the least, however idle the process was before', async () => {
    const { clock, ask } = open({ used: 0 });
    for (let round = 0; round < 20; round += 1) {
      for (const place of ask(elsewhere, 1)) place.release();
      clock.advance(200);
    }
    ask(elsewhere, 1);
    expect(await releaseUntilOneGoesOn(ask(loud, 50))).toBe(0);
  });

  it('that nobody uses goes to whoever waits, also when a flood has become none meanwhile', async () => {
    const { clock, ask } = open();
    ask(elsewhere, 1);
    const [places, others] = [ask(loud, 40), ask({ caller: 'louder', group: 'one' }, 40)];
    for (const place of others.splice(10)) place.release();
    clock.advance(200);
    ask(elsewhere, 1); // looks again at who is a flood
    const left = new Set([...places, ...others]);
    const ready = [...left].filter((place) => place.ready === null);
    for (const place of left) void place.ready?.then(() => ready.push(place));
    for (let place = ready.shift(); place !== undefined; place = ready.shift()) {
      left.delete(place);
      place.release();
      await Promise.resolve();
    }
    expect(left.size).toBe(0);
  });

  it('is that of others for floods who are among themselves', async () => {
    const { clock, ask } = open();
    const floods = [ask(elsewhere, 100), ask(loud, 100)];
    clock.advance(200);
    ask(loud, 1);
    expect(await releaseUntilOneGoesOn(floods[1] ?? [])).toBe(7);
  });

  it('grows again when the others have gone', () => {
    const { clock, ask } = open();
    for (const place of ask(elsewhere, 1)) place.release();
    for (const place of ask(loud, 8)) place.release();
    clock.advance(3_000);
    expect(atOnce(ask(loud, 100))).toBe(64);
  });
});
