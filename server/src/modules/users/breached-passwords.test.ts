import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BreachedListError, openBreachedPasswords } from './breached-passwords.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabar-breached-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const hashOf = (password: string): string => createHash('sha1').update(password).digest('hex').toUpperCase();
let files = 0;

/** A file of these lines. */
function fileOf(lines: readonly string[], end = '\r\n'): string {
  const path = join(folder, `list-${(files += 1)}.txt`);
  writeFileSync(path, lines.map((line) => `${line}${end}`).join(''));
  return path;
}

describe('one file in the order of hashes', () => {
  it('finds every password that is in it and none that is not, whatever is in it and however lines end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 20 }), { minLength: 1, maxLength: 60 }),
        fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 10 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (inside, asked, end, hasCounts) => {
          const known = new Set(inside.map(hashOf));
          const lines = [...known].toSorted().map((hash, at) => (hasCounts ? `${hash}:${10 ** (at % 8)}` : hash));
          const list = await openBreachedPasswords(fileOf(lines, end));
          for (const password of [...inside, ...asked]) expect(await list.has(password)).toBe(known.has(hashOf(password)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is read without an end behind the last line, in small letters', async () => {
    const path = fileOf([]);
    writeFileSync(path, ['seven lanterns', 'kopi tubruk'].map(hashOf).toSorted().join('\n').toLowerCase());
    const list = await openBreachedPasswords(path);
    expect([await list.has('seven lanterns'), await list.has('kopi tubruk'), await list.has('kopi')]).toEqual([true, true, false]);
  });

  it('is refused in another order or form, empty, or where nothing is', async () => {
    const hashes = Array.from({ length: 50 }, (_, at) => hashOf(String(at)));
    const shuffled = [...hashes].toSorted().toReversed();
    for (const path of [fileOf(shuffled), fileOf(['password', 'letmein']), fileOf([]), join(folder, 'nothing'), fileOf(['a'.repeat(500)])])
      await expect(openBreachedPasswords(path)).rejects.toThrow(BreachedListError);
  });
});

describe('a folder with a file per prefix', () => {
  it('is asked for the one file alone; a count of nothing is padding', async () => {
    const ranges = join(folder, 'ranges');
    mkdirSync(ranges);
    const [known, padded] = [hashOf('seven lanterns'), hashOf('kopi tubruk')];
    writeFileSync(join(ranges, `${known.slice(0, 5)}.txt`), `${'0'.repeat(35)}:3\r\n${known.slice(5)}:42\r\n`);
    writeFileSync(join(ranges, padded.slice(0, 5).toLowerCase()), `${padded.slice(5)}:0\n`);
    const list = await openBreachedPasswords(ranges);
    expect([await list.has('seven lanterns'), await list.has('kopi tubruk'), await list.has('gajah')]).toEqual([true, false, false]);
  });

  it('is refused when it holds something else', async () => {
    await expect(openBreachedPasswords(folder)).rejects.toThrow(/named after the first five digits/);
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, '0A1B2.txt'), 'hello\n');
    await expect(openBreachedPasswords(other)).rejects.toThrow(/the other 35 digits/);
  });
});
