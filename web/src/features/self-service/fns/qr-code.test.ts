import { describe, expect, it } from 'vitest';
import { qrModules, qrPath } from './qr-code.ts';

const url = 'https://kabar.example.com/p/kopi-merdeka';

/** Reads a code of one block back, the way a camera's program does: format, mask, zigzag, bytes. */
function read(modules: boolean[][]): string {
  const size = modules.length;
  const version = (size - 17) / 4;
  const at = (x: number, y: number): boolean => modules[y]?.[x] === true;
  const formatBits = [...[0, 1, 2, 3, 4, 5].map((y) => at(8, y)), at(8, 7), at(8, 8), at(7, 8), ...[5, 4, 3, 2, 1, 0].map((x) => at(x, 8))];
  const format = formatBits.reduce((sum, bit, index) => sum | (bit ? 1 << index : 0), 0) ^ 0x5412;
  expect(format >> 13, 'level M').toBe(0);
  const mask = (format >> 10) & 7;
  const isMasked = [
    (x: number, y: number) => (x + y) % 2 === 0,
    (_x: number, y: number) => y % 2 === 0,
    (x: number) => x % 3 === 0,
    (x: number, y: number) => (x + y) % 3 === 0,
    (x: number, y: number) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
    (x: number, y: number) => ((x * y) % 2) + ((x * y) % 3) === 0,
    (x: number, y: number) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
    (x: number, y: number) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
  ][mask];
  const alignment = version === 1 ? -10 : version * 4 + 10;
  const isFunction = (x: number, y: number): boolean =>
    (x < 9 && y < 9) ||
    (x >= size - 8 && y < 9) ||
    (x < 9 && y >= size - 8) ||
    x === 6 ||
    y === 6 ||
    (Math.abs(x - alignment) <= 2 && Math.abs(y - alignment) <= 2);
  const bits: number[] = [];
  let isUp = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = isUp ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (!isFunction(x, y)) bits.push(at(x, y) === (isMasked?.(x, y) === true) ? 0 : 1);
    }
    isUp = !isUp;
  }
  const number = (from: number, count: number): number => bits.slice(from, from + count).reduce((sum, bit) => sum * 2 + bit, 0);
  expect(number(0, 4), 'byte mode').toBe(4);
  return new TextDecoder().decode(Uint8Array.from({ length: number(4, 8) }, (_, index) => number(12 + index * 8, 8)));
}

describe('a QR code', () => {
  it('says what went in, for the sizes of one block', () => {
    for (const text of ['A', url.slice(0, 14), url.slice(0, 26), url]) expect(read(qrModules(text))).toBe(text);
  });

  it('grows with the text and refuses what does not fit', () => {
    expect(qrModules('a'.repeat(14)).length).toBe(21);
    expect(qrModules('a'.repeat(213)).length).toBe(57);
    expect(() => qrModules('a'.repeat(214))).toThrow(RangeError);
  });

  it('is drawn as a path that covers exactly its dark modules', () => {
    const modules = qrModules(url);
    const { path, size } = qrPath(url);
    const covered = [...path.matchAll(/h(\d+)v1/g)].reduce((sum, match) => sum + Number(match[1]), 0);
    expect(size).toBe(modules.length);
    expect(covered).toBe(modules.flat().filter(Boolean).length);
  });

  it('holds the fixed patterns', () => {
    const modules = qrModules(url);
    const size = modules.length;
    for (const [x, y] of [
      [3, 3],
      [size - 4, 3],
      [3, size - 4],
      [8, size - 8],
    ] as const)
      expect(modules[y]?.[x]).toBe(true);
    for (let at = 8; at < size - 8; at += 1) expect(modules[6]?.[at]).toBe(at % 2 === 0);
  });
});
