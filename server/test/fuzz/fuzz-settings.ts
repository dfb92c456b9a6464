/**
 * How much a fuzz run tries, and from which seed; `npm run fuzz` sets all of it. `count` is the tries of each property or, with `seconds`, of each endpoint
 * in a round; `seconds` is how long rounds go on, null for one round.
 */
export type FuzzSettings = { seed: number; count: number; seconds: number | null };

/** The seed of the short form, which every `npm test` repeats. */
const usualSeed = 20_261_121;

/**
 * Reads `FUZZ_SEED`, `FUZZ_COUNT` and `FUZZ_SECONDS`; without them the short form with `usualCount` tries per property.
 * Errors: throws when one is no whole number, so that a long run is not a short one by mistake.
 */
export function fuzzSettings(usualCount: number, env: NodeJS.ProcessEnv = process.env): FuzzSettings {
  return {
    seed: whole(env['FUZZ_SEED'], 'FUZZ_SEED') ?? usualSeed,
    count: whole(env['FUZZ_COUNT'], 'FUZZ_COUNT') ?? usualCount,
    seconds: whole(env['FUZZ_SECONDS'], 'FUZZ_SECONDS'),
  };
}

function whole(text: string | undefined, name: string): number | null {
  if (text === undefined || text === '') return null;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw new Error(`${name} must be a whole number above 0, not ${text}`);
  return Number(text);
}
