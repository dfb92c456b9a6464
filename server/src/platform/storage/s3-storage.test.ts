import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGate } from '../../../test/open-gate.ts';
import { startS3Like, type S3Like } from '../../../test/s3-like.ts';
import { newDataKey } from '../crypto/data-key.ts';
import { createS3Storage, type S3Storage } from './s3-storage.ts';
import { createSealedStorage } from './sealed-storage.ts';

let s3: S3Like;
let storage: S3Storage;
const drafts = mkdtempSync(join(tmpdir(), 'kabar-s3-'));

beforeAll(async () => {
  s3 = await startS3Like();
  storage = createS3Storage({
    bucket: 'files',
    region: 'us-east-1',
    endpoint: s3.url,
    accessKeyId: 'key',
    secretAccessKey: 'secret',
    draftsIn: drafts,
    gate: openGate,
  });
});
afterAll(async () => {
  storage.close();
  await s3.close();
  rmSync(drafts, { recursive: true });
});

const { key } = newDataKey();
const place = ['w', 'media', 'object', 'm'];

describe('files in a bucket', () => {
  it('lie there sealed, come back byte for byte, and are read in part without the rest', async () => {
    const sealed = createSealedStorage(storage);
    const bytes = randomBytes(300_000);
    const object = await sealed.put({ name: 'w/1', owner: key, place, source: Readable.from([bytes]), maxBytes: 1_000_000 });
    expect(s3.objects.get('/files/w/1')?.includes(bytes.subarray(1_000, 1_100))).toBe(false);
    const named = { name: 'w/1', owner: key, place, sealedKey: object.sealedKey, sizeBytes: object.sizeBytes };
    expect((await buffer(await sealed.get(named))).equals(bytes)).toBe(true);
    s3.calls.length = 0;
    const part = await buffer(await sealed.getPart(named, { first: 200_000, last: 200_099 }));
    expect(part.equals(bytes.subarray(200_000, 200_100))).toBe(true);
    const read = s3.calls.map(({ range }) => /(\d+)-(\d+)$/.exec(range ?? '')).map((match) => Number(match?.[2]) - Number(match?.[1]));
    expect(Math.max(...read)).toBeLessThan(70_000);
    expect(s3.calls.every(({ isSigned }) => isSigned)).toBe(true);
    expect(readdirSync(join(drafts, '.drafts'))).toEqual([]);
  });

  it('are never replaced, and a missing one is told apart from a failure', async () => {
    await storage.put('w/2', Readable.from([Buffer.from('one')]), 10);
    await expect(storage.put('w/2', Readable.from([Buffer.from('two')]), 10)).rejects.toMatchObject({ code: 'exists' });
    expect(s3.objects.get('/files/w/2')?.toString()).toBe('one');
    await storage.delete('w/2');
    await expect(storage.get('w/2')).rejects.toMatchObject({ code: 'not_found' });
    await expect(storage.put('w/3', Readable.from([Buffer.alloc(11)]), 10)).rejects.toMatchObject({ code: 'too_large' });
    expect(s3.objects.has('/files/w/3')).toBe(false);
    await expect(storage.get('../w/1')).rejects.toMatchObject({ code: 'bad_name' });
  });

  it('answer a probe only when they can be written, read in part and removed', async () => {
    await storage.probe();
    expect([...s3.objects.keys()].some((name) => name.includes('probe'))).toBe(false);
    const wrong = createS3Storage({
      bucket: 'files',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9',
      accessKeyId: 'k',
      secretAccessKey: 's',
      draftsIn: drafts,
      gate: openGate,
    });
    await expect(wrong.probe()).rejects.toThrow();
    wrong.close();
  });

  it('are not asked for where the register does not allow the storage', async () => {
    const asked: unknown[] = [];
    const shut = createS3Storage({
      bucket: 'files',
      region: 'us-east-1',
      endpoint: s3.url,
      accessKeyId: 'key',
      secretAccessKey: 'secret',
      draftsIn: drafts,
      gate: {
        admit: (target) => {
          asked.push(target);
          return { allowed: false, reason: 'not_active' };
        },
      },
    });
    s3.calls.length = 0;
    await expect(shut.get('w/1')).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(shut.put('w/9', Readable.from([Buffer.from('x')]), 10)).rejects.toThrow();
    await expect(shut.delete('w/1')).rejects.toThrow();
    expect(s3.calls).toEqual([]);
    expect(asked[0]).toEqual({ host: '127.0.0.1', port: Number(new URL(s3.url).port), purpose: 'media_storage' });
    shut.close();
  });
});
