import type { CountUsageRequest, UsageFeature } from '@kabar/contract';
import { USAGE_PAGES } from '@kabar/contract';

type Item = CountUsageRequest['items'][number];

const waitMs = 1_000;
const pending = new Map<string, Item>();
const reported = new Set<string>();
let isAllowed = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says whether this browser may be counted. Taken back, what was not sent yet is forgotten. */
export function allowUsage(allowed: boolean): void {
  isAllowed = allowed;
  removeEventListener('pagehide', sendLast);
  if (allowed) {
    addEventListener('pagehide', sendLast);
    return;
  }
  clearTimeout(timer);
  pending.clear();
  reported.clear();
}

/** Counts this browser for a page, by the pattern of its address (`/w/$slug/inbox`), never by the address. Does nothing before a yes. */
export function countPage(pattern: string): void {
  const bare = pattern.length > 1 ? pattern.replace(/\/$/, '') : pattern;
  add({ dimension: 'page', value: USAGE_PAGES.find((page) => page === bare) ?? 'other' });
}

/** Counts this browser for having used something; what it was used on is not said. Does nothing before a yes. */
export function countFeature(feature: UsageFeature): void {
  add({ dimension: 'feature', value: feature });
}

/** Counts the site that led here, without path and query. Does nothing before a yes. */
export function countReferrer(referrer: string): void {
  if (!URL.canParse(referrer)) return;
  const { origin } = new URL(referrer);
  if (origin !== location.origin && origin !== 'null') add({ dimension: 'referrer', value: origin });
}

function add(item: Item): void {
  // Each day anew, because a browser counts once for each day on which it came.
  const key = `${new Date().toISOString().slice(0, 10)} ${item.dimension} ${item.value}`;
  if (!isAllowed || reported.has(key)) return;
  reported.add(key);
  pending.set(key, item);
  timer ??= setTimeout(() => {
    timer = undefined;
    void flush();
  }, waitMs);
}

/** What has gathered when the page is left, in the only way that outlives it. */
function sendLast(): void {
  const items = [...pending.values()].slice(0, 20);
  pending.clear();
  if (isAllowed && items.length > 0)
    navigator.sendBeacon('/v1/usage-counts', new Blob([JSON.stringify({ items })], { type: 'application/json' }));
}

/** Sends what has gathered. One tab at a time, because each answer tells the browser what it was counted for; a lost report is not repeated. */
async function flush(): Promise<void> {
  const items = [...pending.values()].slice(0, 20);
  pending.clear();
  if (!isAllowed || items.length === 0) return;
  const { accountApi } = await import('./api.ts'); // most parts of the page that count are tested without a server
  const send = (): Promise<void> => accountApi.browserChoice.count({ items }).catch(() => undefined);
  // Over plain http browsers have no locks; two tabs at the very same moment may then count twice.
  if ('locks' in navigator) await navigator.locks.request('kabar.usage', send);
  else await send();
}
