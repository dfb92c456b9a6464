import type { Reference, Schema } from './read-reference.ts';

/** The part of every id in this documentation behind its prefix. Tests put a real id in its place. */
export const sampleId = '01jd8z3t5kf6v9b2m4n7p0q1rs';

const deepest = 5;

/** Values by the name of a field, for fields whose schema says nothing more than its type. */
const byName: Readonly<Record<string, unknown>> = {
  to: '+62 812-0000-0101',
  phone: '+62 812-0000-0101',
  phone_number: '+62 812-0000-0101',
  display_phone_number: '+62 812-0000-0100',
  number: '+62 812-0000-0101',
  value: 'gold',
  email: 'rina@toko.example',
  name: 'Rina Wijaya',
  title: 'Order confirmed',
  slug: 'toko-rina',
  body: 'Your order KB-1042 is on its way.',
  text: 'Your order KB-1042 is on its way.',
  caption: 'The menu of this week',
  note: 'Asked for a call back',
  reason: 'Asked by the customer on the phone',
  language: 'en',
  locale: 'en',
  time_zone: 'Asia/Jakarta',
  country: 'ID',
  url: 'https://shop.example/hook',
  link: 'https://shop.example/menu.pdf',
  filename: 'menu.pdf',
  file_name: 'menu.pdf',
  mime_type: 'application/pdf',
  content_type: 'application/pdf',
  color: '#0d5c63',
  colour: '#0d5c63',
  cursor: 'eyJ2IjoxfQ',
  next_cursor: 'eyJ2IjoxfQ',
  code: '123456',
  token: 'token-of-the-mail',
  password: 'seven lanterns over the harbour',
  q: 'order',
  query: 'order',
  client_ref: 'order-1042',
  description: 'Customers who bought in the last 30 days',
  ip: '203.0.113.7',
  user_agent: 'kabar-sdk/0.1.0',
  version: '1',
};

/**
 * A value that fits the schema and reads like real life. `all` also fills what is optional, as answers do; without it only
 * what is required is filled, as a careful first request does.
 */
export function exampleOf(schema: Schema, reference: Reference, { all }: { all: boolean }, name = '', depth = 0): unknown {
  const one = reference.resolve(schema);
  if (one.examples?.[0] !== undefined) return one.examples[0];
  if (one.example !== undefined) return one.example;
  if (one.const !== undefined) return one.const;
  if (one.enum !== undefined) return one.enum.find((value) => value !== null) ?? null;
  const choices = one.anyOf ?? one.oneOf;
  if (choices !== undefined) {
    const chosen = choices.map((choice) => reference.resolve(choice)).find(({ type }) => type !== 'null');
    return chosen === undefined || depth >= deepest ? null : exampleOf(chosen, reference, { all }, name, depth);
  }
  if (one.allOf !== undefined) {
    return Object.assign({}, ...one.allOf.map((part) => exampleOf(part, reference, { all }, name, depth))) as unknown;
  }
  if (one.default !== undefined) return one.default;
  const [type] = [one.type ?? (one.properties === undefined ? 'string' : 'object')].flat().filter((each) => each !== 'null');
  if (type === 'object') return objectOf(one, reference, { all }, depth);
  if (type === 'array') return arrayOf(one, reference, { all }, name, depth);
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return numberOf(one, name);
  return textOf(one, name);
}

function objectOf(schema: Schema, reference: Reference, { all }: { all: boolean }, depth: number): unknown {
  const properties = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  if (depth >= deepest) return {};
  const chosen = properties.filter(([name]) => all || required.has(name));
  // A request without any field would do nothing: show at least one.
  const shown = chosen.length === 0 && depth === 0 ? properties.slice(0, 1) : chosen;
  return Object.fromEntries(shown.map(([name, property]) => [name, exampleOf(property, reference, { all }, name, depth + 1)]));
}

function arrayOf(schema: Schema, reference: Reference, { all }: { all: boolean }, name: string, depth: number): unknown[] {
  if (schema.items === undefined || depth >= deepest) return [];
  const item = exampleOf(schema.items, reference, { all }, name.replace(/s$/, ''), depth + 1);
  return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => item);
}

function numberOf({ minimum, exclusiveMinimum, maximum }: Schema, name: string): number {
  if (name === 'limit') return 20;
  if (name === 'latitude') return -6.1754;
  if (name === 'longitude') return 106.8272;
  const least = minimum ?? (exclusiveMinimum === undefined ? 1 : exclusiveMinimum + 1);
  const usual = Math.max(least, least <= -9e15 ? 1 : least);
  return Math.min(usual <= 0 ? 1 : usual, maximum ?? Number.MAX_SAFE_INTEGER);
}

function textOf(schema: Schema, name: string): string {
  const prefix = prefixOf(schema.pattern);
  if (prefix !== undefined) return `${prefix}_${sampleId}`;
  if (schema.format === 'date-time' || /_(?:at|after|before)$/.test(name)) return '2026-11-21T09:30:00.000Z';
  if (schema.format === 'date' || /_(?:on|date|day)$/.test(name)) return '2026-11-21';
  if (schema.format === 'email') return 'rina@toko.example';
  if (schema.format === 'uri' || schema.format === 'url') return 'https://shop.example/hook';
  if (/\bT|\^P|^\^\\\\d\{2\}:/.test(schema.pattern ?? '') && /time|until|from/.test(name)) return '09:00';
  const known = byName[name] ?? byName[name.replace(/^.*_/, '')];
  const text = typeof known === 'string' ? known : 'text';
  return text.slice(0, schema.maxLength ?? text.length).padEnd(schema.minLength ?? 0, '.');
}

/** Prefix of the ids that a pattern describes. */
export function prefixOf(pattern: string | undefined): string | undefined {
  return /^\^\(?([a-z]{3})_/.exec(pattern ?? '')?.[1];
}
