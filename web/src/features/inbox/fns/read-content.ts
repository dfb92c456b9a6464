/** An object of which nothing is known but its keys; content of messages comes from outside. */
export type Loose = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is something else. */
export function asRecord(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {}; // just checked
}

/** The value as a list; an empty one when it is something else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text under a key: strings as they are, numbers written out, empty when there is neither. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  let current: unknown = value;
  for (const key of path) current = asRecord(current)[key];
  if (typeof current === 'string') return current;
  return typeof current === 'number' && Number.isFinite(current) ? String(current) : '';
}

/** A number under a key, also when it was sent as text; null when there is none. */
export function numberAt(value: unknown, key: string): number | null {
  const found = asRecord(value)[key];
  if (typeof found === 'number') return Number.isFinite(found) ? found : null;
  if (typeof found !== 'string' || found.trim() === '') return null;
  const parsed = Number(found);
  return Number.isFinite(parsed) ? parsed : null;
}

/** An address that may become a link: http and https only, so that no `javascript:` or `data:` of a stranger is ever opened. */
export function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
