import { createHash } from 'node:crypto';
import { USAGE_FEATURES, USAGE_PAGES, type CookieName, type CountUsageRequest } from '@kabar/contract';
import { cookieName, onlyValue } from './choice-cookie.ts';

type Item = CountUsageRequest['items'][number];

/** What a browser was counted for: on which day and in which month (UTC), as bits of the two lists and short hashes of sites. */
export type Counted = { day: string; month: string; bits: bigint; sites: readonly string[] };

const name: CookieName = 'kabar_counted';
const form = /^(\d{4}-\d\d)\.(\d\d)\.([0-9a-f]{1,64})\.((?:[0-9a-f]{4}(?:-[0-9a-f]{4}){0,15})?)$/;
const mostSites = 16;

/** What of these items is new for a browser, and what it was counted for afterwards. */
export type News = { items: Item[]; isNewToday: boolean; isNewThisMonth: boolean; counted: Counted };

/**
 * Compares items with what a browser was counted for this month. A cookie that is missing, broken or of another month counts as
 * a browser that was not here; a seventeenth site in a month is not counted, because it could not be remembered.
 */
export function newsOf(known: Counted | null, items: readonly Item[], now: Date): News {
  const day = now.toISOString().slice(0, 10);
  const month = day.slice(0, 7);
  const isNewThisMonth = known?.month !== month;
  let bits = isNewThisMonth ? 0n : known.bits;
  const sites = isNewThisMonth ? [] : [...known.sites];
  const fresh = items.filter((item) => {
    if (item.dimension === 'referrer') {
      const site = createHash('sha256').update(item.value).digest('hex').slice(0, 4);
      if (sites.includes(site) || sites.length >= mostSites) return false;
      sites.push(site);
      return true;
    }
    const bit = bitOf(item);
    if ((bits & bit) !== 0n) return false;
    bits |= bit;
    return true;
  });
  return { items: fresh, isNewToday: known?.day !== day, isNewThisMonth, counted: { day, month, bits, sites } };
}

/** What the `Cookie` header says a browser was counted for; null when nothing that we would have written. Never throws. */
export function readCounted(isHttps: boolean, cookieHeader: string): Counted | null {
  const [, month, day, bits, sites] = form.exec(onlyValue(cookieHeader, cookieName(isHttps, name)) ?? '') ?? [];
  if (month === undefined || day === undefined || bits === undefined || sites === undefined) return null;
  return { month, day: `${month}-${day}`, bits: BigInt(`0x${bits}`), sites: sites === '' ? [] : sites.split('-') };
}

/** The `Set-Cookie` header that keeps it until the end of the month. */
export function countedCookie(isHttps: boolean, { day, month, bits, sites }: Counted, now: Date): string {
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const seconds = Math.ceil((end - now.getTime()) / 1_000);
  return cookie(isHttps, `${month}.${day.slice(-2)}.${bits.toString(16)}.${sites.join('-')}`, seconds);
}

/** The `Set-Cookie` header that forgets it. */
export function forgottenCookie(isHttps: boolean): string {
  return cookie(isHttps, '', 0);
}

function cookie(isHttps: boolean, value: string, maxAgeSeconds: number): string {
  return `${cookieName(isHttps, name)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
}

/** Pages take the lower 128 bits, features those above. */
function bitOf(item: Exclude<Item, { dimension: 'referrer' }>): bigint {
  return item.dimension === 'page' ? 1n << BigInt(USAGE_PAGES.indexOf(item.value)) : 1n << BigInt(128 + USAGE_FEATURES.indexOf(item.value));
}
