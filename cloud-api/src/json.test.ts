import { describe, expect, it } from 'vitest';
import { MAX_JSON_DEPTH, parseBigIntSafeJson } from './json.ts';

function read(text: string): unknown {
  const outcome = parseBigIntSafeJson(text);
  return outcome.ok ? outcome.value : outcome.reason;
}

describe('parseBigIntSafeJson', () => {
  it('keeps every digit of integers with 16 and more digits by turning them into text', () => {
    expect(read('{"a":12345678901234567,"b":[-9999999999999999 , 1234567890123456]}')).toEqual({
      a: '12345678901234567',
      b: ['-9999999999999999', '1234567890123456'],
    });
  });

  it('leaves short integers, fractions, powers and digits inside strings alone', () => {
    const text =
      '{"a":[123456789012345,1.2345678901234567,1234567890123456e2,-0.5],"b":"x:1234567890123456789\\" ,12345678901234567","c":12345678901234567}';
    expect(read(text)).toEqual({
      a: [123456789012345, 1.2345678901234567, 1234567890123456e2, -0.5],
      b: 'x:1234567890123456789" ,12345678901234567',
      c: '12345678901234567',
    });
  });

  it('reads bytes and text alike, with escaped and raw characters', () => {
    expect(read('{"t":"caf\\u00e9 \\ud83d\\ude00"}')).toEqual({ t: 'café 😀' });
    const outcome = parseBigIntSafeJson(Buffer.from('{"t":"café 😀"}'));
    expect(outcome).toEqual({ ok: true, value: { t: 'café 😀' } });
  });

  it.each(['', '{', '{"a":}', 'not json', '{"a":12345678901234567', '"unclosed 12345678901234567'])('answers not_json for %j', (text) => {
    expect(read(text)).toBe('not_json');
  });

  it('accepts nesting up to the limit and refuses one level more, also for absurd depths', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseBigIntSafeJson(nested(MAX_JSON_DEPTH)).ok).toBe(true);
    expect(read(nested(MAX_JSON_DEPTH + 1))).toBe('too_deep');
    expect(read(nested(200_000))).toBe('too_deep');
  });

  it('does not let a body reach object prototypes', () => {
    read('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
