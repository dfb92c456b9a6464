import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until `condition` gives something other than false or null, and gives that.
 *
 * Errors: says what was waited for when `timeoutMs` is over; passes on what `condition` throws.
 */
export async function waitUntil<T>(what: string, condition: () => Promise<T | false | null>, timeoutMs = 60_000): Promise<T> {
  const endsAt = performance.now() + timeoutMs;
  let pauseMs = 10;
  for (;;) {
    const value = await condition();
    if (value !== false && value !== null) return value;
    if (performance.now() > endsAt) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await delay(pauseMs);
    pauseMs = Math.min(pauseMs * 1.5, 250);
  }
}
