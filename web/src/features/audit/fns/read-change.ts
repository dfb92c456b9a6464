/** One field of a change. A side that is absent was not recorded. */
export interface ChangedField {
  name: string;
  /** Whether the chain holds only a fingerprint of it. */
  isPersonal: boolean;
  before: unknown;
  after: unknown;
  hasBefore: boolean;
  hasAfter: boolean;
}

type Sides = {
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
  personal: readonly string[];
};

/** What the log shows in the place of a value that was erased. */
export const ERASED = '[erased]';

/** The fields of a change, in the order of the log; those of before that have no after last. */
export function readChange({ before, after, personal }: Sides): ChangedField[] {
  const names = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])];
  return names.map((name) => ({
    name,
    isPersonal: personal.includes(`before.${name}`) || personal.includes(`after.${name}`),
    before: before?.[name],
    after: after?.[name],
    hasBefore: before !== null && Object.hasOwn(before, name),
    hasAfter: after !== null && Object.hasOwn(after, name),
  }));
}

/** A field's or an action's name as words: `ip_allowlist` is "ip allowlist". */
export function asWords(name: string): string {
  return name.replaceAll('_', ' ');
}

/** Whether a value is a moment as the log writes it. */
export function isMoment(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value));
}

/** A stored value as one text; null where there is nothing. */
export function valueText(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number'))
    return value.length === 0 ? null : value.join(', ');
  return JSON.stringify(value);
}
