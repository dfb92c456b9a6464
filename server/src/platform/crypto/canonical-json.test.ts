import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonical JSON', () => {
  it('sorts members by UTF-16 code units, at every depth, and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 1, a: { d: [true, null], c: 'x' }, é: 2, '\u{1F600}': 3, z: undefined })).toBe(
      '{"a":{"c":"x","d":[true,null]},"b":1,"é":2,"😀":3}',
    );
  });

  it('writes numbers and texts as RFC 8785 shows', () => {
    expect(canonicalJson([333_333_333.333_333_3, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/')).toBe(String.raw`"€$\u000f\nA'B\"\\\\\"/"`);
  });

  it('does not depend on the order in which members came', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        return canonicalJson(turned) === canonicalJson(value);
      }),
    );
  });

  it('means the same as the value it was made from', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => canonicalJson(JSON.parse(canonicalJson(value))) === canonicalJson(value)));
  });

  it('repairs text that is no Unicode, as the database would', () => {
    expect(canonicalJson('\ud800')).toBe('"\ufffd"');
  });

  it('refuses numbers that JSON does not have', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
