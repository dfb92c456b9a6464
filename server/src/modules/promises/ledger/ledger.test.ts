import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROMISE_PRESETS } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { controls } from '../controls.ts';
import type { Proof } from '../proofs/proof.ts';
import { proofs } from '../proofs/registry.ts';
import { ledger } from './ledger.ts';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** Named tests that are not there: the file is gone, or has no test of that title. */
function findLostTests(given: Readonly<Record<string, readonly Proof[]>>): string[] {
  return Object.entries(given).flatMap(([key, list]) =>
    list.flatMap((proof) => {
      if (proof.kind !== 'test') return [];
      const text = existsSync(root + proof.file) ? readFileSync(root + proof.file, 'utf8') : '';
      const isThere = [`'${proof.title}'`, `"${proof.title}"`, `\`${proof.title}\``].some((quoted) => text.includes(`(${quoted}`));
      return isThere ? [] : [`${key}: ${proof.file} › ${proof.title}`];
    }),
  );
}

describe('the ledger', () => {
  it('has each of the 297 promises once, in order, in both languages', () => {
    expect(ledger.map(({ id }) => id)).toEqual(Array.from({ length: 297 }, (_, index) => `L${String(index + 1).padStart(3, '0')}`));
    expect(ledger.filter(({ claim }) => claim.en.length < 5 || claim.id.length < 5)).toEqual([]);
    expect(new Set(ledger.map(({ preset }) => preset))).toEqual(new Set(PROMISE_PRESETS));
  });

  it('uses every control and every proof', () => {
    expect(new Set(ledger.flatMap((row) => row.controls))).toEqual(new Set(Object.keys(controls)));
    expect(new Set(ledger.map(({ proof }) => proof))).toEqual(new Set(Object.keys(proofs)));
  });

  it('rests on tests that exist', () => {
    expect(findLostTests(proofs)).toEqual([]);
  });

  it('notices a test that was renamed or whose file is gone', () => {
    const file = 'server/src/modules/promises/ledger/ledger.test.ts';
    expect(
      findLostTests({
        sound: [{ kind: 'test', file, title: 'rests on tests that exist' }],
        renamed: [{ kind: 'test', file, title: 'rests on hope' }],
        gone: [{ kind: 'test', file: 'server/src/gone.test.ts', title: 'rests on tests that exist' }],
      }),
    ).toEqual([`renamed: ${file} › rests on hope`, 'gone: server/src/gone.test.ts › rests on tests that exist']);
  });

  it('says why something is not offered, and then nothing else', () => {
    for (const list of Object.values<readonly Proof[]>(proofs)) {
      expect(list.some(({ kind }) => kind === 'not_offered') && list.length > 1).toBe(false);
    }
  });
});
