// A QR code of a short text: byte mode, error correction M, versions 1 to 10 (at most 213 bytes).
// Source: ISO/IEC 18004:2024; tables of its annexes.

/** Per version: codewords of error correction per block, then blocks of the first and second group with their data codewords. */
const versions: readonly (readonly [ecPerBlock: number, count1: number, data1: number, count2: number, data2: number])[] = [
  [10, 1, 16, 0, 0],
  [16, 1, 28, 0, 0],
  [26, 1, 44, 0, 0],
  [18, 2, 32, 0, 0],
  [24, 2, 43, 0, 0],
  [16, 4, 27, 0, 0],
  [18, 4, 31, 0, 0],
  [22, 2, 38, 2, 39],
  [22, 3, 36, 2, 37],
  [26, 4, 43, 1, 44],
];
const alignments: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

const exp = new Uint8Array(512);
const log = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  exp[power] = value;
  exp[power + 255] = value;
  log[value] = power;
  value = (value << 1) ^ (value >= 128 ? 0x11d : 0);
}

/**
 * The dark modules of a QR code as an SVG path, one unit per module, without the quiet zone of four around it.
 *
 * Errors: throws `RangeError` for a text of more than 213 bytes.
 */
export function qrPath(text: string): { size: number; path: string } {
  const modules = qrModules(text);
  const size = modules.length;
  let path = '';
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < size; x += 1) {
      if (row[x] !== true) continue;
      const from = x;
      while (row[x + 1] === true) x += 1;
      path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`;
    }
  }
  return { size, path };
}

/** The modules of a QR code, row by row; true is dark. The mask is the one with the least penalty. */
export function qrModules(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const version = versions.findIndex((_, index) => bytes.length + (index >= 9 ? 3 : 2) <= dataLength(index)) + 1;
  if (version === 0) throw new RangeError('the text is too long for a QR code');
  const codewords = interleave(version, dataCodewords(version, bytes));
  const frame = newFrame(version);
  let best: boolean[][] = [];
  let leastPenalty = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 8; mask += 1) {
    const modules = place(frame, codewords, mask, version);
    const penalty = penaltyOf(modules);
    if (penalty < leastPenalty) {
      leastPenalty = penalty;
      best = modules;
    }
  }
  return best;
}

function dataLength(index: number): number {
  const [, count1, data1, count2, data2] = versions[index] ?? [0, 0, 0, 0, 0];
  return count1 * data1 + count2 * data2;
}

function dataCodewords(version: number, bytes: Uint8Array): Uint8Array {
  const length = dataLength(version - 1);
  const bits: number[] = [];
  const push = (value: number, count: number): void => {
    for (let at = count - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(4, 4); // byte mode
  push(bytes.length, version >= 10 ? 16 : 8);
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, length * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const words = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) {
    const own = bits.slice(at * 8, at * 8 + 8);
    words[at] = own.length === 0 ? ((at - bits.length / 8) % 2 === 0 ? 0xec : 0x11) : own.reduce((sum, bit) => sum * 2 + bit, 0);
  }
  return words;
}

function interleave(version: number, data: Uint8Array): number[] {
  const [ecPerBlock, count1, data1, count2, data2] = versions[version - 1] ?? [0, 0, 0, 0, 0];
  const sizes = [...Array.from({ length: count1 }, () => data1), ...Array.from({ length: count2 }, () => data2)];
  let start = 0;
  const blocks = sizes.map((size) => {
    const own = data.slice(start, start + size);
    start += size;
    return { own, ec: errorCorrection(own, ecPerBlock) };
  });
  const out: number[] = [];
  for (let at = 0; at < Math.max(...sizes); at += 1) for (const { own } of blocks) if (at < own.length) out.push(own[at] ?? 0);
  for (let at = 0; at < ecPerBlock; at += 1) for (const { ec } of blocks) out.push(ec[at] ?? 0);
  return out;
}

/** The remainder of the data by the generator polynomial over GF(256). */
function errorCorrection(data: Uint8Array, count: number): Uint8Array {
  let generator = [1];
  for (let root = 0; root < count; root += 1) {
    const next = Array.from({ length: generator.length + 1 }, () => 0);
    for (const [at, factor] of generator.entries()) {
      next[at] = (next[at] ?? 0) ^ factor;
      next[at + 1] = (next[at + 1] ?? 0) ^ multiply(factor, exp[root] ?? 0);
    }
    generator = next;
  }
  const rest = new Uint8Array(data.length + count);
  rest.set(data);
  for (let at = 0; at < data.length; at += 1) {
    const lead = rest[at] ?? 0;
    if (lead !== 0)
      for (const [offset, factor] of generator.entries()) rest[at + offset] = (rest[at + offset] ?? 0) ^ multiply(factor, lead);
  }
  return rest.slice(data.length);
}

function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : (exp[(log[a] ?? 0) + (log[b] ?? 0)] ?? 0);
}

/** The patterns that every code of a version has; null where data goes. */
type Frame = (boolean | null)[][];

function newFrame(version: number): Frame {
  const size = version * 4 + 17;
  const frame: Frame = Array.from({ length: size }, () => Array.from({ length: size }, () => null));
  const set = (x: number, y: number, dark: boolean): void => {
    const row = frame[y];
    if (row !== undefined && x >= 0 && x < size) row[x] = dark;
  };
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    for (let dy = -4; dy <= 4; dy += 1)
      for (let dx = -4; dx <= 4; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
  }
  for (let at = 8; at < size - 8; at += 1) {
    set(at, 6, at % 2 === 0);
    set(6, at, at % 2 === 0);
  }
  const centres = alignments[version - 1] ?? [];
  const last = centres.at(-1);
  for (const cy of centres)
    for (const cx of centres) {
      if ((cx === 6 && (cy === 6 || cy === last)) || (cy === 6 && cx === last)) continue;
      for (let dy = -2; dy <= 2; dy += 1)
        for (let dx = -2; dx <= 2; dx += 1) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  // Kept free for the format and the version; filled once the mask is known.
  for (const [x, y] of formatPlaces(size).flat()) set(x, y, false);
  set(8, size - 8, true);
  if (version >= 7) for (const [x, y, bit] of versionPlaces(version, size)) set(x, y, bit);
  return frame;
}

type Point = readonly [x: number, y: number];

/** Where the fifteen bits of the format go, lowest first: beside the upper left finder, and split between the other two. */
function formatPlaces(size: number): readonly [readonly Point[], readonly Point[]] {
  const first: Point[] = [];
  for (let at = 0; at < 6; at += 1) first.push([8, at]);
  first.push([8, 7], [8, 8], [7, 8]);
  for (let at = 9; at < 15; at += 1) first.push([14 - at, 8]);
  const second: Point[] = [];
  for (let at = 0; at < 8; at += 1) second.push([size - 1 - at, 8]);
  for (let at = 8; at < 15; at += 1) second.push([8, size - 15 + at]);
  return [first, second];
}

function versionPlaces(version: number, size: number): (readonly [number, number, boolean])[] {
  const bits = (version << 12) | remainder(version, 12, 0x1f25);
  return Array.from({ length: 18 }, (_, at) => at).flatMap((at) => {
    const bit = ((bits >> at) & 1) === 1;
    const a = size - 11 + (at % 3);
    const b = Math.floor(at / 3);
    return [[a, b, bit] as const, [b, a, bit] as const];
  });
}

function remainder(value: number, count: number, generator: number): number {
  let rest = value;
  for (let at = 0; at < count; at += 1) rest = (rest << 1) ^ ((rest >> (count - 1)) * generator);
  return rest;
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function place(frame: Frame, codewords: readonly number[], mask: number, version: number): boolean[][] {
  const size = version * 4 + 17;
  const modules = frame.map((row) => row.map((module) => module ?? false));
  const isMasked = masks[mask] ?? (() => false);
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    const column = right <= 6 ? right - 1 : right;
    const isUpward = Math.floor((size - 1 - right) / 2) % 2 === 0;
    for (let step = 0; step < size; step += 1) {
      const y = isUpward ? size - 1 - step : step;
      for (const x of [column, column - 1]) {
        if (frame[y]?.[x] !== null) continue;
        const bit = at < codewords.length * 8 && (((codewords[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
        at += 1;
        const row = modules[y];
        if (row !== undefined) row[x] = bit !== isMasked(x, y);
      }
    }
  }
  // Level M is 00 in the two upper bits.
  const format = ((mask << 10) | remainder(mask, 10, 0x537)) ^ 0x5412;
  for (const places of formatPlaces(size))
    for (const [index, [x, y]] of places.entries()) {
      const row = modules[y];
      if (row !== undefined) row[x] = ((format >> index) & 1) === 1;
    }
  return modules;
}

/** How hard a code would be to read: runs, blocks, patterns like a finder, and more of one colour than of the other. */
function penaltyOf(modules: readonly boolean[][]): number {
  const size = modules.length;
  let penalty = 0;
  let darkCount = 0;
  const at = (x: number, y: number): boolean => modules[y]?.[x] === true;
  for (const isRow of [true, false]) {
    for (let line = 0; line < size; line += 1) {
      let run = 0;
      let bits = 0;
      for (let step = 0; step < size; step += 1) {
        const dark = isRow ? at(step, line) : at(line, step);
        const before = step > 0 && (isRow ? at(step - 1, line) : at(line, step - 1));
        run = step > 0 && dark === before ? run + 1 : 1;
        if (run === 5) penalty += 3;
        else if (run > 5) penalty += 1;
        bits = ((bits << 1) | (dark ? 1 : 0)) & 0x7ff;
        if (step >= 10 && (bits === 0x05d || bits === 0x5d0)) penalty += 40;
      }
    }
  }
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      if (at(x, y)) darkCount += 1;
      if (x > 0 && y > 0 && at(x, y) === at(x - 1, y) && at(x, y) === at(x, y - 1) && at(x, y) === at(x - 1, y - 1)) penalty += 3;
    }
  return penalty + Math.floor(Math.abs((darkCount * 20) / (size * size) - 10)) * 10;
}
