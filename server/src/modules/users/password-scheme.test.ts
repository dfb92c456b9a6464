import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { open } from '#platform/crypto/seal';
import { deriveKeys } from './identity-keys.ts';
import { bcryptCost, createPasswordScheme } from './password-scheme.ts';

const keys = deriveKeys(createSecretKey(randomBytes(32)));
const scheme = createPasswordScheme(keys, 4);
const owner = '01890a5d-ac96-774b-bcce-b302099a8057';

const inner = (stored: string): string =>
  open(keys.passwordRing, ['accounts', 'user_credentials', 'password', owner], Buffer.from(stored.slice(3), 'base64url')).toString();

describe('the password scheme', () => {
  it.each([
    ['71 and 72 bytes', 'a'.repeat(71), 'a'.repeat(72)],
    ['72 and 73 bytes', 'a'.repeat(72), 'a'.repeat(73)],
    ['what comes after byte 72', `${'a'.repeat(72)}x`, `${'a'.repeat(72)}y`],
    ['what comes after NUL', 'before\0one', 'before\0two'],
    ['NUL and nothing', 'before', 'before\0'],
    ['a multi-byte letter across byte 72', `${'a'.repeat(71)}é`, `${'a'.repeat(71)}è`],
    ['composed and decomposed letters, as received', 'caf\u00e9 caf\u00e9 caf\u00e9', 'cafe\u0301 cafe\u0301 cafe\u0301'],
    ['a space at the end', 'lanterns', 'lanterns '],
  ])('tells %s apart', async (_what, right, wrong) => {
    const stored = await scheme.hash(owner, right);
    expect(await scheme.verify(owner, right, stored)).toMatchObject({ ok: true });
    expect(await scheme.verify(owner, wrong, stored)).toMatchObject({ ok: false });
  });

  it('takes a password of a megabyte without growing the work of bcrypt', async () => {
    const long = 'x'.repeat(1_048_576);
    const stored = await scheme.hash(owner, long);
    expect(await scheme.verify(owner, long, stored)).toMatchObject({ ok: true });
    expect(await scheme.verify(owner, long.slice(1), stored)).toMatchObject({ ok: false });
  });

  it('is bcrypt $2b$ at the given cost, sealed, with its scheme in front', async () => {
    const stored = await scheme.hash(owner, 'lanterns');
    expect(stored).toMatch(/^b1:[A-Za-z0-9_-]+$/);
    expect(inner(stored)).toMatch(/^\$2b\$04\$/);
    expect(bcryptCost).toBe(12);
  });

  it('costs 12 unless a test says otherwise', async () => {
    const stored = await createPasswordScheme(keys).hash(owner, 'lanterns');
    expect(inner(stored)).toMatch(/^\$2b\$12\$/);
  });

  it('gives two people with one password, and one person twice, different values', async () => {
    const values = await Promise.all([scheme.hash(owner, 'lanterns'), scheme.hash(owner, 'lanterns')]);
    expect(new Set(values).size).toBe(2);
  });

  it("does not open at another person's row", async () => {
    const stored = await scheme.hash(owner, 'lanterns');
    await expect(scheme.verify('01890a5d-ac96-774b-bcce-b302099a8058', 'lanterns', stored)).rejects.toMatchObject({ code: 'broken_seal' });
  });

  it('is worthless without the keys that are outside the database', async () => {
    const stored = await scheme.hash(owner, 'lanterns');
    const others = createPasswordScheme(deriveKeys(createSecretKey(randomBytes(32))), 4);
    await expect(others.verify(owner, 'lanterns', stored)).rejects.toMatchObject({ code: 'broken_seal' });
    const samePepperMissing = createPasswordScheme({ pepper: createSecretKey(randomBytes(32)), passwordRing: keys.passwordRing }, 4);
    expect(await samePepperMissing.verify(owner, 'lanterns', stored)).toMatchObject({ ok: false });
  });

  it('says when a value is weaker than what is made today', async () => {
    const stored = await scheme.hash(owner, 'lanterns');
    expect(await createPasswordScheme(keys, 5).verify(owner, 'lanterns', stored)).toEqual({ ok: true, isOutdated: true });
    expect(await scheme.verify(owner, 'lanterns', stored)).toEqual({ ok: true, isOutdated: false });
  });

  it('refuses a flood instead of piling it up', async () => {
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => scheme.hash(owner, 'lanterns')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.every((result) => result.reason.code === 'rate_limited')).toBe(true);
    await expect(scheme.hash(owner, 'lanterns')).resolves.toBeDefined();
  });

  it('refuses a value of a scheme it does not know', async () => {
    await expect(scheme.verify(owner, 'lanterns', '$2b$12$abc')).rejects.toThrow('unknown scheme');
  });
});
