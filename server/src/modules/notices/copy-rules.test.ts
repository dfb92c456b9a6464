import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ledger } from '../promises/ledger/ledger.ts';
import { findForbiddenClaims } from './copy-rules.ts';
import { sentences } from './render-notice.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const places = [
  'web/src/locales/en.po',
  'web/src/locales/id.po',
  'docs/guides',
  'server/src/modules/notices/sentences',
  'server/src/modules/promises/ledger',
];

/** Every text that people read, line by line, without tests. */
const texts = places.flatMap((place) => {
  const names = /\.\w+$/.test(place) ? [place] : readdirSync(root + place).map((name) => `${place}/${name}`);
  return names
    .filter((name) => !name.endsWith('.test.ts'))
    .flatMap((name) =>
      readFileSync(root + name, 'utf8')
        .split('\n')
        .map((line) => ({ name, line })),
    );
});

describe('what people read', () => {
  it('claims no perfect security and no encryption from end to end', () => {
    expect(texts.length).toBeGreaterThan(5_000);
    expect(texts.filter(({ line }) => findForbiddenClaims(line).length > 0)).toEqual([]);
  });

  it('would be caught', () => {
    for (const claim of [
      'End-to-end encrypted',
      'enkripsi ujung ke ujung',
      'completely secure',
      '100% aman',
      'unhackable',
      'military-grade',
      'E2EE chats',
    ]) {
      expect(findForbiddenClaims(claim)).toHaveLength(1);
    }
    expect(findForbiddenClaims('No system is beyond all attacks. Backups end after 35 days.')).toEqual([]);
  });
});

describe('the sentences of notices', () => {
  it('each rest on promises of the ledger, and have words in both languages', () => {
    const known = new Set(ledger.map(({ id }) => id));
    expect(sentences.filter(({ promises }) => promises.some((promise) => !known.has(promise)))).toEqual([]);
    expect(new Set(sentences.map(({ key }) => key)).size).toBe(sentences.length);
    expect(sentences.filter((one) => one.key !== 'long.each' && !one.key.endsWith('.each') && one.en({}) === one.id({}))).toEqual([]);
  });
});
