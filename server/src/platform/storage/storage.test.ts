import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { keyRing, newDataKey } from '../crypto/data-key.ts';
import { createDiskStorage, removeAbandonedDrafts } from './disk-storage.ts';
import { StorageError } from './object-storage.ts';
import { openStream, openStreamPart, sealedStreamBytes, sealStream } from './seal-stream.ts';
import { createSealedStorage } from './sealed-storage.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'kabar-storage-'));
});
afterEach(async () => {
  await rm(home, { recursive: true });
});

const place = ['workspace-1', 'media', 'file', 'media-1'];
const chunk = 64 * 1024;

function pieces(bytes: Buffer, size = 10_000): AsyncIterable<Buffer> {
  const all = [];
  for (let at = 0; at < bytes.byteLength; at += size) all.push(bytes.subarray(at, at + size));
  return Readable.from(all);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return buffer(Readable.from(source, { objectMode: false }));
}

async function files(): Promise<string[]> {
  return (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test.each([0, 1, 17, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 5])('opens a sealed stream of %i bytes', async (size) => {
  const { key } = newDataKey();
  const plain = randomBytes(size);
  for (const step of [1_000_000, 70_000, 333]) {
    const sealed = await collect(sealStream(key, place, pieces(plain, step)));
    expect(sealed.byteLength).toBe(sealedStreamBytes(size));
    expect((await collect(openStream(key, place, pieces(sealed, step)))).equals(plain)).toBe(true);
  }
});

test('notices every kind of damage to a sealed stream', async () => {
  const { key } = newDataKey(5);
  const plain = randomBytes(3 * chunk + 100);
  const sealed = await collect(sealStream(key, place, pieces(plain)));
  const header = 17;
  const piece = chunk + 16;
  const part = (number: number): Buffer => sealed.subarray(header + number * piece, header + (number + 1) * piece);
  const head = sealed.subarray(0, header);
  const changed = (at: number): Buffer => {
    const copy = Buffer.from(sealed);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  const damaged: Record<string, Buffer> = {
    'cut in the last chunk': sealed.subarray(0, sealed.byteLength - 1),
    'cut at a chunk boundary': sealed.subarray(0, header + 3 * piece),
    'cut at an earlier boundary': sealed.subarray(0, header + piece),
    'cut to the header': head,
    'cut in the header': sealed.subarray(0, 9),
    empty: Buffer.alloc(0),
    'chunks swapped': Buffer.concat([head, part(1), part(0), part(2), part(3)]),
    'chunk left out': Buffer.concat([head, part(0), part(2), part(3)]),
    'chunk twice': Buffer.concat([head, part(0), part(0), part(1), part(2), part(3)]),
    'something added': Buffer.concat([sealed, Buffer.from('x')]),
    'the stream twice': Buffer.concat([sealed, sealed]),
    'a byte of the format': changed(0),
    'a byte of the key id': changed(9),
    'a byte of the nonce': changed(12),
    'a byte of the first chunk': changed(header + 3),
    'a byte of a tag': changed(header + piece - 1),
    'a byte of the end': changed(sealed.byteLength - 20),
  };
  for (const [name, bytes] of Object.entries(damaged)) {
    await expect(collect(openStream(key, place, pieces(bytes))), name).rejects.toMatchObject({ name: 'SealError' });
  }
  await expect(collect(openStream(key, ['workspace-2', ...place.slice(1)], pieces(sealed)))).rejects.toMatchObject({ code: 'broken_seal' });
  await expect(collect(openStream(newDataKey(5).key, place, pieces(sealed)))).rejects.toMatchObject({ code: 'broken_seal' });
});

test('gives nothing of a chunk that is not genuine', async () => {
  const { key } = newDataKey();
  const sealed = await collect(sealStream(key, place, pieces(randomBytes(2 * chunk))));
  sealed[17 + chunk + 16 + 5] = (sealed[17 + chunk + 16 + 5] ?? 0) ^ 1;
  let givenBytes = 0;
  const read = async (): Promise<void> => {
    for await (const bytes of openStream(key, place, pieces(sealed))) givenBytes += bytes.byteLength;
  };
  await expect(read()).rejects.toMatchObject({ code: 'broken_seal' });
  expect(givenBytes).toBe(chunk);
});

test('stores, gives and removes an encrypted object', async () => {
  const storage = createSealedStorage(createDiskStorage(home));
  const owner = newDataKey().key;
  const plain = Buffer.from('rumah biru '.repeat(20_000));
  const stored = await storage.put({ name: 'w1/ab/m1', owner, place, source: pieces(plain), maxBytes: 1e6 });
  expect(stored.sizeBytes).toBe(plain.byteLength);
  expect(stored.sha256).toEqual(createHash('sha256').update(plain).digest());
  const file = path.join(home, 'w1/ab/m1');
  expect((await readFile(file)).includes('rumah')).toBe(false);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const get = { name: 'w1/ab/m1', place, sealedKey: stored.sealedKey };
  expect((await buffer(await storage.get({ ...get, owner }))).equals(plain)).toBe(true);
  const rotated = keyRing(newDataKey().key, owner);
  expect((await buffer(await storage.get({ ...get, owner: rotated }))).equals(plain)).toBe(true);
  await expect(storage.get({ ...get, owner: newDataKey().key })).rejects.toMatchObject({ code: 'unknown_key' });
  await expect(storage.get({ ...get, owner, place: ['workspace-2', 'media', 'file', 'media-1'] })).rejects.toMatchObject({
    code: 'broken_seal',
  });
  await storage.delete('w1/ab/m1');
  await storage.delete('w1/ab/m1');
  await expect(storage.get({ ...get, owner })).rejects.toMatchObject({ code: 'not_found' });
});

test('fails while reading when the file on the disk was cut short', async () => {
  const storage = createSealedStorage(createDiskStorage(home));
  const owner = newDataKey().key;
  const { sealedKey } = await storage.put({ name: 'm1', owner, place, source: pieces(randomBytes(5 * chunk)), maxBytes: 1e6 });
  const file = path.join(home, 'm1');
  await writeFile(file, (await readFile(file)).subarray(0, 17 + 2 * (chunk + 16)));
  await expect(buffer(await storage.get({ name: 'm1', owner, place, sealedKey }))).rejects.toMatchObject({ code: 'broken_seal' });
});

test('stores nothing that is too large or whose source fails', async () => {
  const storage = createSealedStorage(createDiskStorage(home));
  const owner = newDataKey().key;
  const put = (source: AsyncIterable<Uint8Array>): Promise<unknown> =>
    storage.put({ name: 'w1/m1', owner, place, source, maxBytes: 100_000 });
  await expect(put(pieces(randomBytes(100_001)))).rejects.toMatchObject({ code: 'too_large' });
  const failing = async function* (): AsyncGenerator<Uint8Array> {
    yield randomBytes(90_000);
    throw new Error('the line went dead');
  };
  await expect(put(failing())).rejects.toThrow('the line went dead');
  expect(await files()).toEqual([]);
  await put(pieces(randomBytes(100_000)));
  expect(await files()).toEqual(['m1']);
});

test('never replaces an object, also when two store it at once', async () => {
  const storage = createDiskStorage(home);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) => storage.put('a/b', pieces(Buffer.alloc(50_000, index)), 1e6)),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled');
  expect((await buffer(await storage.get('a/b'))).equals(Buffer.alloc(50_000, winner))).toBe(true);
  await expect(storage.put('a/b', pieces(Buffer.alloc(1)), 10)).rejects.toMatchObject({ code: 'exists' });
  expect(await files()).toEqual(['b']);
});

test.each([
  '',
  '/',
  '/etc/passwd',
  '../x',
  'a/../../x',
  'a//b',
  './a',
  'a/.hidden',
  'a/',
  'a\\b',
  'a\0b',
  'a b',
  'ä',
  '.drafts/x',
  'a/b/c/d/e/f/g/h/i',
  'a'.repeat(200),
])('refuses the name %j', async (name) => {
  const storage = createDiskStorage(home);
  await expect(storage.put(name, pieces(Buffer.alloc(1)), 10)).rejects.toThrow(StorageError);
  await expect(storage.get(name)).rejects.toMatchObject({ code: 'bad_name' });
  await expect(storage.delete(name)).rejects.toMatchObject({ code: 'bad_name' });
  expect(await files()).toEqual([]);
});

test('does not follow a link out of its folder', async () => {
  await mkdir(path.join(home, 'media'));
  await writeFile(path.join(home, 'secret'), 'rahasia');
  await symlink(path.join(home, 'secret'), path.join(home, 'media', 'link'));
  await expect(createDiskStorage(path.join(home, 'media')).get('link')).rejects.toMatchObject({ code: 'not_found' });
});

test('removes drafts of processes that died long ago and leaves fresh ones', async () => {
  const drafts = path.join(home, '.drafts');
  expect(await removeAbandonedDrafts(home, new Date())).toBe(0);
  await mkdir(drafts);
  await writeFile(path.join(drafts, 'old'), 'x');
  await writeFile(path.join(drafts, 'fresh'), 'x');
  const longAgo = new Date(Date.now() - 25 * 60 * 60_000);
  await utimes(path.join(drafts, 'old'), longAgo, longAgo);
  expect(await removeAbandonedDrafts(home, new Date())).toBe(1);
  expect(await readdir(drafts)).toEqual(['fresh']);
});

test('takes in no more of a stream than it is asked for', async () => {
  const { key } = newDataKey();
  let takenBytes = 0;
  const counted = async function* (blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      takenBytes += block.byteLength;
      yield block;
    }
  };
  const plain = pieces(Buffer.alloc(40 * chunk), chunk);
  const sealing = sealStream(key, place, counted(plain));
  const sealed: Buffer[] = [];
  for (let count = 0; count < 5; count += 1) sealed.push((await sealing.next()).value as Buffer); // not at its end yet
  expect(takenBytes).toBeLessThanOrEqual(6 * chunk);
  for await (const part of sealing) sealed.push(part);

  takenBytes = 0;
  const opening = openStream(key, place, counted(pieces(Buffer.concat(sealed), chunk)));
  for (let count = 0; count < 5; count += 1) await opening.next();
  expect(takenBytes).toBeLessThanOrEqual(7 * chunk);
  await opening.return(undefined);
});

test('streams a large object through the disk', async () => {
  const storage = createSealedStorage(createDiskStorage(home));
  const owner = newDataKey().key;
  const block = randomBytes(1024 * 1024);
  const source = async function* (): AsyncGenerator<Uint8Array> {
    for (let count = 0; count < 40; count += 1) yield block;
  };
  const { sealedKey, sizeBytes, sha256 } = await storage.put({ name: 'big', owner, place, source: source(), maxBytes: 1e8 });
  const hash = createHash('sha256');
  let readBytes = 0;
  for await (const bytes of await storage.get({ name: 'big', owner, place, sealedKey })) {
    hash.update(bytes as Buffer); // a byte stream
    readBytes += (bytes as Buffer).byteLength; // a byte stream
  }
  expect([sizeBytes, readBytes]).toEqual([40 * 1024 * 1024, 40 * 1024 * 1024]);
  expect(hash.digest()).toEqual(sha256);
});

describe('a part of a sealed stream', () => {
  const { key } = newDataKey();

  it('is exactly the asked bytes, wherever chunks end', async () => {
    const plain = randomBytes(64 * 1024 * 3);
    for (const size of [0, 1, 65_535, 65_536, 65_537, plain.byteLength]) {
      const bytes = plain.subarray(0, size);
      const sealed = await buffer(Readable.from(sealStream(key, place, Readable.from([bytes]))));
      const read = async ({ first, last }: { first: number; last: number }) => Readable.from([sealed.subarray(first, last + 1)]);
      for (const [first, last] of [
        [0, 0],
        [0, size - 1],
        [size - 1, size - 1],
        [65_530, 65_545],
        [65_536, 65_536],
      ] as const) {
        if (first < 0 || last >= size || first > last) continue;
        const part = await buffer(Readable.from(openStreamPart(key, place, { plainBytes: size, read }, { first, last })));
        expect(part.equals(bytes.subarray(first, last + 1)), `${first}-${last} of ${size}`).toBe(true);
      }
    }
  });

  it('fails when a chunk was changed, moved or the size is not the true one', async () => {
    const bytes = randomBytes(200_000);
    const sealed = await buffer(Readable.from(sealStream(key, place, Readable.from([bytes]))));
    const open = (from: Buffer, plainBytes: number, first: number) => {
      const read = async (range: { first: number; last: number }) => Readable.from([from.subarray(range.first, range.last + 1)]);
      return buffer(Readable.from(openStreamPart(key, place, { plainBytes, read }, { first, last: first + 10 })));
    };
    const changed = Buffer.from(sealed);
    changed[17 + 65_552 + 5] = (changed[17 + 65_552 + 5] ?? 0) ^ 1;
    await expect(open(changed, 200_000, 70_000)).rejects.toMatchObject({ code: 'broken_seal' });
    expect(await open(changed, 200_000, 5)).toHaveLength(11);
    await expect(open(sealed, 131_072, 70_000)).rejects.toMatchObject({ code: 'broken_seal' });
    await expect(open(sealed.subarray(0, 100_000), 200_000, 199_000)).rejects.toMatchObject({ code: 'malformed' });
  });
});
