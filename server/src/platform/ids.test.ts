import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromPublicId, newUuid, toPublicId } from './ids.ts';

describe('newUuid', () => {
  it('gives valid version 7 ids of the present time, each once, in order', () => {
    const before = Date.now();
    const ids = Array.from({ length: 20_000 }, () => newUuid());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted());
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const timeMs = Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16);
    expect(timeMs).toBeGreaterThanOrEqual(before);
    expect(timeMs).toBeLessThanOrEqual(Date.now() + 10);
  });
});

describe('public ids', () => {
  it('come back as the uuid they were made of', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const publicId = toPublicId('msg', uuid);
        expect(publicId).toMatch(/^msg_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
        expect(fromPublicId('msg', publicId)).toBe(uuid);
      }),
    );
  });

  it('keep the order of their uuids', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, two) => {
        expect(toPublicId('msg', one) < toPublicId('msg', two)).toBe(one < two);
      }),
    );
  });

  it('are read in exactly one spelling', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 30, maxLength: 30, unit: fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzAZ_-') }),
        (text) => {
          const uuid = fromPublicId('msg', `msg_${text.slice(4)}`);
          expect(uuid === null || toPublicId('msg', uuid) === `msg_${text.slice(4)}`).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['another prefix', 'con_01jbvz3k2v8x1q4w5r6t7y8a9b'],
    ['no prefix', '01jbvz3k2v8x1q4w5r6t7y8a9b'],
    ['upper case', 'msg_01JBVZ3K2V8X1Q4W5R6T7Y8A9B'],
    ['a letter outside the alphabet', 'msg_01jbvz3k2v8x1q4w5r6t7y8a9u'],
    ['one character too few', 'msg_01jbvz3k2v8x1q4w5r6t7y8a9'],
    ['more than 128 bits', 'msg_8zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['space around', ' msg_01jbvz3k2v8x1q4w5r6t7y8a9b'],
    ['a uuid', '01890000-0000-7000-8000-000000000001'],
    ['nothing', ''],
  ])('with %s are refused', (_, text) => {
    expect(fromPublicId('msg', text)).toBeNull();
  });

  it('have a known form', () => {
    expect(toPublicId('msg', '00000000-0000-0000-0000-000000000000')).toBe('msg_00000000000000000000000000');
    expect(toPublicId('msg', 'ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe('msg_7zzzzzzzzzzzzzzzzzzzzzzzzz');
    expect(toPublicId('wsp', '01890a5d-ac96-774b-bcce-b302099a8057')).toBe('wsp_01h455vb4pex5vsknk084sn02q');
  });

  it('cannot be made of a text that is no uuid', () => {
    expect(() => toPublicId('msg', 'x')).toThrow(TypeError);
  });
});
