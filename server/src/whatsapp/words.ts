/** Turns a name of WhatsApp's (`PARTNER_APP_INSTALLED`) into words (`partner app installed`). */
export function toWords(name: string | null | undefined): string {
  return (name ?? '').replaceAll('_', ' ').trim().toLowerCase();
}

/** The same with a capital first letter; empty stays empty. */
export function toSentence(name: string | null | undefined): string {
  const words = toWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Only the named keys that are there and not null; nested objects as they are. */
export function pick(value: object, keys: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const key of keys) {
    const inner: unknown = Reflect.get(value, key);
    if (inner !== undefined && inner !== null) picked[key] = inner;
  }
  return picked;
}

/** Quality in our spelling; everything but the three known colours is `unknown`. */
export function readQuality(score: string | null | undefined): 'green' | 'yellow' | 'red' | 'unknown' {
  const name = score?.toLowerCase();
  return name === 'green' || name === 'yellow' || name === 'red' ? name : 'unknown';
}

const tierByLimit: ReadonlyMap<string, string> = new Map([
  ['250', 'TIER_250'],
  ['1000', 'TIER_1K'],
  ['2000', 'TIER_2K'],
  ['10000', 'TIER_10K'],
  ['100000', 'TIER_100K'],
  ['-1', 'TIER_UNLIMITED'],
]);

/**
 * Messaging limit as a tier name. WhatsApp sends `2000`, `-1` or `TIER_2K`; null for anything else.
 * Source: Meta for Developers, "business_capability_update webhook reference", 2026-02.
 */
export function readTier(limit: number | string | null | undefined): string | null {
  if (limit === null || limit === undefined) return null;
  const text = String(limit).toUpperCase();
  return /^TIER_[0-9A-Z]{1,20}$/.test(text) ? text : (tierByLimit.get(text) ?? null);
}

/** A tier in words: `2,000 customers a day`. */
export function tierWords(tier: string): string {
  if (tier === 'TIER_UNLIMITED') return 'any number of customers a day';
  const match = /^TIER_(\d+)(K?)$/.exec(tier);
  if (match === null) return toWords(tier);
  const count = Number(match[1]) * (match[2] === 'K' ? 1000 : 1);
  return `${count.toLocaleString('en')} customers a day`;
}
