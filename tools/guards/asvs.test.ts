import { describe, expect, it } from 'vitest';
import { generateAsvsPage } from '../generate/asvs-page.ts';
import { asvsFurther, asvsLevels } from './asvs-numbers.ts';
import { checkAsvs, checkRepositoryAsvs, findTest, readAsvs, type AsvsRow, type AsvsWorld } from './asvs.ts';

const source = `
describe('a thing', () => {
  it('works', () => {});
  it.each([['a', 1], ['b', 2]])('works for %s', () => {});
  it.skip('is put off', () => {});
  it.each([
    ['x'],
  ])("doesn't end with %s", () => {});
});`;
const world: AsvsWorld = {
  files: new Set(['a.test.ts', 'server/src/a.ts']),
  textOf: (file) => (file === 'a.test.ts' ? source : undefined),
};

const sound = (id: string): AsvsRow => ({
  id,
  level: asvsLevels.get(id) ?? 1,
  title: 'Something is asked for',
  status: 'met',
  controls: ['server/src/a.ts'],
  tests: [{ file: 'a.test.ts', name: 'works' }],
});
const all = [...asvsLevels].flatMap(([id, level]) => (level < 3 || asvsFurther.includes(id) ? [sound(id)] : []));

/** What is found when one row is changed. */
function found(change: Partial<AsvsRow>, rows: readonly AsvsRow[] = all): string[] {
  const [first, ...rest] = rows;
  if (first === undefined) throw new Error('there are rows');
  return checkAsvs([{ ...first, ...change }, ...rest], world).map(({ message }) => message);
}

describe('the list of requirements', () => {
  it('is the one of ASVS 5.0.0: 70, 183 and 92 of the three levels', () => {
    const counts = [1, 2, 3].map((level) => [...asvsLevels.values()].filter((one) => one === level).length);
    expect([asvsLevels.size, ...counts]).toEqual([345, 70, 183, 92]);
    expect(asvsFurther.map((id) => asvsLevels.get(id))).toEqual(asvsFurther.map(() => 3));
  });
});

describe('the guard of the security requirements', () => {
  it('finds nothing in a file that is whole, and calls an empty one incomplete', () => {
    expect(checkAsvs(all, world)).toEqual([]);
    expect(checkAsvs([], world)).toHaveLength(253 + asvsFurther.length);
  });

  it.each<[string, Partial<AsvsRow>, RegExp]>([
    ['a number that does not exist', { id: 'v5.0.0-1.1.99' }, /no requirement/],
    ['one of level 3 that nobody chose', { id: 'v5.0.0-11.7.1', level: 3 }, /not on the list/],
    ['one twice', { id: 'v5.0.0-1.1.2' }, /twice/],
    ['another level', { level: 1 }, /is of level 2, not 1/],
    ['what is met by nothing', { controls: [] }, /met by no file/],
    ['a file that is not there', { controls: ['server/src/b.ts'] }, /does not exist/],
    ['no test and no reason', { tests: [] }, /neither a test nor a reason/],
    ['a test that is not there', { tests: [{ file: 'a.test.ts', name: 'flies' }] }, /which is not in a\.test\.ts/],
    ['a test of a file that is not there', { tests: [{ file: 'b.test.ts', name: 'works' }] }, /which is not in b\.test\.ts/],
    ['a test that is skipped', { tests: [{ file: 'a.test.ts', name: 'is put off' }] }, /which is skipped/],
    ['what does not apply without a reason', { status: 'not_applicable' }, /without a reason/],
    ['what is not met without a reason', { status: 'not_met' }, /without a reason/],
    ['a reason that says nothing', { reason: 'n/a' }, /says nothing/],
  ])('sees %s', (_name, change, message) => {
    expect(found(change).join('\n')).toMatch(message);
  });

  it('sees rows out of order', () => {
    expect(checkAsvs(all.toReversed(), world).map(({ message }) => message)).toEqual(['the rows are not in the order of their numbers']);
  });

  it('knows a test by its name in the source, with its placeholders', () => {
    expect(['works', 'works for %s', "doesn't end with %s", 'work'].map((name) => findTest(source, name))).toEqual([
      'there',
      'there',
      'there',
      'missing',
    ]);
    expect(findTest(`describe.skip('x', () => { it('works', () => {}) })`, 'works')).toBe('skipped');
  });

  it('holds in this repository, whose page shows every row', async () => {
    expect(await checkRepositoryAsvs()).toEqual([]);
    const document = await readAsvs();
    const page = generateAsvsPage(document);
    for (const { id } of document.requirements) expect(page).toContain(`| ${id.replace('v5.0.0-', '')} |`);
  });
});
