import type { Conversation } from '@kabar/contract';

/** How the service window stands: closed, or open with the time left. `ending` is the last hour. */
export type WindowState = { kind: 'closed' } | { kind: 'open' | 'ending'; leftMs: number };

const hourMs = 3_600_000;

/** The window as it is at `nowMs`; the clock decides, not the flag, because the page may be older than the end. */
export function windowState(window: Conversation['window'], nowMs: number): WindowState {
  if (window.expires_at === null) return { kind: 'closed' };
  const leftMs = Date.parse(window.expires_at) - nowMs;
  if (!(leftMs > 0)) return { kind: 'closed' };
  return { kind: leftMs < hourMs ? 'ending' : 'open', leftMs };
}

/** Whole hours from one hour on, whole minutes below, rounded down so that nobody is promised more than there is. */
export function timeLeft(leftMs: number): { unit: 'hour' | 'minute'; count: number } {
  return leftMs >= hourMs
    ? { unit: 'hour', count: Math.floor(leftMs / hourMs) }
    : { unit: 'minute', count: Math.max(1, Math.floor(leftMs / 60_000)) };
}
