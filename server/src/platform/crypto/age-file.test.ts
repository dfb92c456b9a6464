import { randomBytes } from 'node:crypto';
import { Decrypter, Encrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { ageDecrypt, ageEncrypt, isAgeRecipient, newAgeKey } from './age-file.ts';

async function* inPieces(bytes: Buffer, size = 50_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('an age file', () => {
  const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000];

  it.each(sizes)('of %i bytes opens with the age library, and one of the library opens here', async (size) => {
    const { identity, recipient } = await newAgeKey();
    const plain = randomBytes(size);
    const ours = await collect(ageEncrypt({ kind: 'keys', keys: [recipient] }, inPieces(plain)));
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(Buffer.from(await decrypter.decrypt(ours)).equals(plain)).toBe(true);
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    const theirs = Buffer.from(await encrypter.encrypt(plain));
    expect((await collect(ageDecrypt({ keys: [identity] }, inPieces(theirs, 777)))).equals(plain)).toBe(true);
  });

  it('opens for each of several keys and for nobody else', async () => {
    const [first, second, stranger] = await Promise.all([newAgeKey(), newAgeKey(), newAgeKey()]);
    const file = await collect(ageEncrypt({ kind: 'keys', keys: [first.recipient, second.recipient] }, inPieces(Buffer.from('hello'))));
    for (const { identity } of [first, second])
      expect((await collect(ageDecrypt({ keys: [identity] }, inPieces(file)))).toString()).toBe('hello');
    await expect(collect(ageDecrypt({ keys: [stranger.identity] }, inPieces(file)))).rejects.toMatchObject({ code: 'wrong_key' });
    await expect(collect(ageDecrypt({ keys: ['nonsense'] }, inPieces(file)))).rejects.toMatchObject({ code: 'bad_key' });
  });

  it('opens with its passphrase only', async () => {
    const file = await collect(ageEncrypt({ kind: 'passphrase', passphrase: 'river lamp orbit' }, inPieces(Buffer.from('hello'))));
    expect((await collect(ageDecrypt({ passphrases: ['river lamp orbit'] }, inPieces(file)))).toString()).toBe('hello');
    const decrypter = new Decrypter();
    decrypter.addPassphrase('river lamp orbit');
    expect(Buffer.from(await decrypter.decrypt(file)).toString()).toBe('hello');
    const encrypter = new Encrypter();
    encrypter.setPassphrase('river lamp orbit');
    encrypter.setScryptWorkFactor(10);
    const theirs = Buffer.from(await encrypter.encrypt('theirs'));
    expect((await collect(ageDecrypt({ passphrases: ['river lamp orbit'] }, inPieces(theirs)))).toString()).toBe('theirs');
    await expect(collect(ageDecrypt({ passphrases: ['river lamp'] }, inPieces(file)))).rejects.toMatchObject({ code: 'wrong_key' });
  });

  it('is refused when a byte was changed anywhere, when it was cut and when it is something else', async () => {
    const { identity, recipient } = await newAgeKey();
    const file = await collect(ageEncrypt({ kind: 'keys', keys: [recipient] }, inPieces(randomBytes(150_000))));
    const open = (bytes: Buffer): Promise<Buffer> => collect(ageDecrypt({ keys: [identity] }, inPieces(bytes)));
    for (const at of [30, 120, 190, 230, 70_000, file.byteLength - 1]) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(open(changed), `byte ${at}`).rejects.toThrow(/changed or cut|None of the keys/);
    }
    for (const cut of [file.byteLength - 1, 65_536 + 16 + 216, 60]) await expect(open(file.subarray(0, cut))).rejects.toThrow();
    await expect(open(randomBytes(400_000))).rejects.toMatchObject({ code: 'broken' });
  });

  it('is never made for nobody', async () => {
    await expect(collect(ageEncrypt({ kind: 'keys', keys: [] }, inPieces(Buffer.from('x'))))).rejects.toMatchObject({ code: 'bad_key' });
    expect(isAgeRecipient('age1nonsense')).toBe(false);
    expect(isAgeRecipient((await newAgeKey()).recipient)).toBe(true);
  });
});
