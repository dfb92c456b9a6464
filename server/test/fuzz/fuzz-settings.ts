/** How much a fuzz run tries, and from which seed; `npm run fuzz` sets both. */
export type FuzzSettings = { seed: number; count: number };

/** The seed of the short form, which every `npm test` repeats. */
const usualSeed = 20_261_121;

/**
 * Reads `FUZZ_SEED` and `FUZZ_COUNT`; without them the short form with `usualCount` tries per property.
 * Errors: throws when one is no whole number, so that a long run is not a short one by mistake.
 */
export function fuzzSettings(usualCount: number, env: NodeJS.ProcessEnv = process.env): FuzzSettings {
  return { seed: whole(env['FUZZ_SEED'], 'FUZZ_SEED') ?? usualSeed, count: whole(env['FUZZ_COUNT'], 'FUZZ_COUNT') ?? usualCount };
}

function whole(text: string | undefined, name: string): number | null {
  if (text === undefined || text === '') return null;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw new Error(`${name} must be a whole number above 0, not ${text}`);
  return Number(text);
}
