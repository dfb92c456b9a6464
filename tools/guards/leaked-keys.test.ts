import { expect, it } from 'vitest';
import { newApiKey } from '../../server/src/modules/api-keys/key-format.ts';
import { checkLeakedKeys } from './leaked-keys.ts';
import { checkRepositoryKeys } from './repository-guards.ts';

it('finds no key in this repository', async () => {
  expect(await checkRepositoryKeys()).toEqual([]);
});

it.each([
  (key: string) => key,
  (key: string) => `KABAR_API_KEY=${key}\n`,
  (key: string) => `{"a":1,\n"key":"${key}"}`,
  (key: string) => `Bearer ${key}.`,
])('sees a key wherever it stands', (around) => {
  const text = around(newApiKey());
  const findings = checkLeakedKeys([{ name: 'deploy/example.env', text }]);
  expect(findings).toMatchObject([{ file: 'deploy/example.env', line: text.split('kabar_live_')[0]?.split('\n').length }]);
});

it('leaves alone what only looks like one', () => {
  const key = newApiKey();
  const texts = [key.slice(0, -1), `${key}0`, `x${key}`, `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`, 'kabar_live_…'];
  expect(checkLeakedKeys(texts.map((text) => ({ name: 'docs/a.md', text })))).toEqual([]);
});
