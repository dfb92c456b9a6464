/** Source of chance that can be seeded, so that a run with faults can be repeated. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [min, max]. */
  between(min: number, max: number): number;
  /** True with the given probability; 0 never draws. */
  chance(probability: number): boolean;
  seed(value: number): void;
}

/** Small fast generator (mulberry32); good enough for shuffling, never for secrets. */
export function createRandom(initialSeed: number): Random {
  let state = initialSeed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (min, max) => (max <= min ? min : min + Math.floor(next() * (max - min + 1))),
    chance: (probability) => probability > 0 && (probability >= 1 || next() < probability),
    seed: (value) => {
      state = value >>> 0;
    },
  };
}
