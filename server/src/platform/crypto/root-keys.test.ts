import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rootKeysFromFile } from './root-key-file.ts';
import { RootKeyError, rootKeyLine, rootKeysFromText } from './root-keys.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'kabar-root-key-'));
});
afterEach(async () => {
  await rm(home, { recursive: true });
});

const secret = randomBytes(32);

test('makes a key on first use, readable by its owner only, with a warning beside it', async () => {
  const keys = path.join(home, 'keys');
  const first = await rootKeysFromFile(keys, true);
  const wrapped = await first.wrap(secret, ['w1']);
  const second = await rootKeysFromFile(keys, false);
  expect(await second.unwrap(wrapped, ['w1'])).toEqual(secret);
  expect((await stat(path.join(keys, 'root.key'))).mode & 0o777).toBe(0o600);
  expect((await stat(keys)).mode & 0o777).toBe(0o700);
  expect(await readFile(path.join(keys, 'README.txt'), 'utf8')).toContain('Copy root.key');
  expect((await readdir(keys)).sort()).toEqual(['README.txt', 'root.key']);
});

test('gives every process that starts at the same time the same key', async () => {
  const providers = await Promise.all(Array.from({ length: 12 }, () => rootKeysFromFile(home, true)));
  expect(new Set(await Promise.all(providers.map((provider) => provider.primaryId()))).size).toBe(1);
});

test('does not make a key where it may not', async () => {
  await expect(rootKeysFromFile(home, false)).rejects.toThrow(RootKeyError);
});

test('refuses a key file that everybody can read', async () => {
  await rootKeysFromFile(home, true);
  await chmod(path.join(home, 'root.key'), 0o644);
  await expect(rootKeysFromFile(home, false)).rejects.toThrow(/chmod 600/);
});

test('refuses an empty or damaged file and never overwrites it', async () => {
  const file = path.join(home, 'root.key');
  for (const content of ['', 'kabar-root-1:c2hvcnQ=', 'nonsense']) {
    await writeFile(file, content, { mode: 0o600 });
    await expect(rootKeysFromFile(home, true)).rejects.toThrow(RootKeyError);
    expect(await readFile(file, 'utf8')).toBe(content);
  }
});

test('keeps opening under an older root key after a new one was put first', async () => {
  const [older, newer] = [rootKeyLine(randomBytes(32)), rootKeyLine(randomBytes(32))];
  const before = rootKeysFromText('environment', older);
  const wrapped = await before.wrap(secret, ['w1']);
  const during = rootKeysFromText('environment', `${newer},${older}`);
  expect(await during.primaryId()).not.toBe(await before.primaryId());
  expect(await during.unwrap(wrapped, ['w1'])).toEqual(secret);
  const rewrapped = await during.wrap(secret, ['w1']);
  const after = rootKeysFromText('environment', newer);
  expect(await after.unwrap(rewrapped, ['w1'])).toEqual(secret);
  await expect(after.unwrap(wrapped, ['w1'])).rejects.toMatchObject({ code: 'unknown_key' });
});

test('binds a wrapped key to its owner', async () => {
  const provider = rootKeysFromText('environment', rootKeyLine(randomBytes(32)));
  const wrapped = await provider.wrap(secret, ['w1']);
  await expect(provider.unwrap(wrapped, ['w2'])).rejects.toMatchObject({ code: 'broken_seal' });
});
