import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recount, recountCanaries } from './work/recount.ts';
import { allWork, runPhase } from './work/run-work.ts';
import { shortSize, startWork, type WorkWorld } from './work/work-world.ts';
import type { Work } from './work/work.ts';

let world: WorkWorld;
let works: Work[];
beforeAll(async () => {
  world = await startWork(shortSize);
  works = allWork(world);
  for (const work of works) await work.prepare();
});
afterAll(() => world.close());

const findingsOf = async (index: number): Promise<Record<string, string[]>> =>
  Object.fromEntries(
    await Promise.all(
      works.flatMap(({ name, phases }) => phases.slice(index, index + 1).map(async (phase) => [name, await phase.findings()] as const)),
    ),
  );
const nothingIn = (index: number): Record<string, string[]> =>
  Object.fromEntries(works.filter(({ phases }) => phases.length > index).map(({ name }) => [name, []]));

describe('killed in the middle, twice', () => {
  it('all work is done once and to its end', async () => {
    await runPhase(
      world,
      works.flatMap(({ phases }) => phases.slice(0, 1)),
    );
    expect(await findingsOf(0)).toEqual(nothingIn(0));
    expect(await recount(world)).toEqual([]);
  });

  it('what can be taken back is taken back once and as a whole', async () => {
    await runPhase(
      world,
      works.flatMap(({ phases }) => phases.slice(1, 2)),
    );
    expect(await findingsOf(1)).toEqual(nothingIn(1));
    expect(await recount(world)).toEqual([]);
  });
});

describe('the comparisons themselves', () => {
  it('notice every loss and every double', async () => {
    const noticed: Record<string, boolean> = {};
    const expected: Record<string, boolean> = {};
    const attempts = [
      ...works.flatMap(({ canaries, phases }) => canaries.map((canary) => ({ canary, look: () => phases.at(-1)?.findings() ?? [] }))),
      ...recountCanaries(world).map((canary) => ({ canary, look: () => recount(world) })),
    ];
    for (const { canary, look } of attempts) {
      expect((await look()).filter((finding) => canary.notices.test(finding))).toEqual([]);
      await canary.spoil();
      noticed[canary.name] = (await look()).some((finding) => canary.notices.test(finding));
      expected[canary.name] = true;
    }
    expect(noticed).toEqual(expected);
  });
});
