import { ID_PREFIXES, type IdKind } from '@kabar/contract';
import { z } from 'zod';

/** The parts of JSON Schema that our contract uses. */
type Node = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  format?: string;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: Node[];
  additionalProperties?: Node | boolean;
};

/** A way down into a schema: a field, a branch of a union, or the items of a list. */
type Step = { field: string } | { branch: number } | 'items';

/** A place in a request where an id of some kind goes. */
export type IdPlace = { kind: IdKind; steps: readonly Step[]; label: string };

const kindOfPrefix = new Map(Object.entries(ID_PREFIXES).map(([kind, prefix]) => [prefix as string, kind as IdKind]));

/** The input form of a schema as JSON Schema. */
export function nodeOf(schema: z.ZodType): Node {
  // Only keywords of JSON Schema come back, and Node lists those that are read here.
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Node;
}

/** Every place in a schema where an id of ours is expected, optional ones and those inside unions included. */
export function findIdPlaces(node: Node): IdPlace[] {
  return walk(node, [], '');
}

function walk(node: Node, steps: readonly Step[], label: string): IdPlace[] {
  const kind = kindOf(node);
  if (kind !== null) return [{ kind, steps, label }];
  const inFields = Object.entries(node.properties ?? {}).flatMap(([field, child]) =>
    walk(child, [...steps, { field }], label === '' ? field : `${label}.${field}`),
  );
  const inBranches = (node.anyOf ?? node.oneOf ?? []).flatMap((child, branch) => walk(child, [...steps, { branch }], label));
  const inItems = node.items === undefined ? [] : walk(node.items, [...steps, 'items'], `${label}[]`);
  return [...inFields, ...inBranches, ...inItems];
}

/** The kind of id that a string schema asks for; null when it asks for something else. */
function kindOf(node: Node): IdKind | null {
  const prefix = /^\^([a-z]+)_\[0-7\]/.exec(node.pattern ?? '')?.[1];
  return prefix === undefined ? null : (kindOfPrefix.get(prefix) ?? null);
}

/** Gives an id for a place; `isTarget` at the place that the sample was asked to go through. */
export type IdSource = (kind: IdKind, isTarget: boolean) => string;

/**
 * A small value that fits a schema: required fields only, the first branch of a union, and in any case whatever lies on
 * the way to `target`. Rules that JSON Schema cannot say (two fields that exclude each other) it does not know; a route
 * with such rules needs an example.
 */
export function sampleOf(node: Node, idOf: IdSource, target: readonly Step[] | null = null): unknown {
  const [step, ...after] = target ?? [];
  const kind = kindOf(node);
  if (kind !== null) return idOf(kind, target !== null && step === undefined);
  if (node.const !== undefined) return node.const;
  if (node.enum !== undefined) return node.enum[0];
  const branches = node.anyOf ?? node.oneOf;
  if (branches !== undefined) {
    const chosen = typeof step === 'object' && 'branch' in step ? step.branch : null;
    return sampleOf(branches[chosen ?? 0] ?? {}, idOf, chosen === null ? null : after);
  }
  switch (node.type) {
    case 'object': {
      const chosen = typeof step === 'object' && 'field' in step ? step.field : null;
      const wanted = Object.entries(node.properties ?? {}).filter(([name]) => name === chosen || node.required?.includes(name));
      return Object.fromEntries(wanted.map(([name, child]) => [name, sampleOf(child, idOf, name === chosen ? after : null)]));
    }
    case 'array':
      return step === 'items' || (node.minItems ?? 0) > 0 ? [sampleOf(node.items ?? {}, idOf, step === 'items' ? after : null)] : [];
    case 'integer':
    case 'number':
      return node.minimum ?? (node.exclusiveMinimum ?? 0) + 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textFor(node);
  }
}

/** Texts that fit the patterns of the contract, tried in order. */
const texts = [
  'text',
  'sample-text',
  '628120000000',
  '+628120000000',
  'id',
  'en',
  'https://example.com/a',
  '2027-01-01T00:00:00.000Z',
  'a@example.com',
  'A1',
  '0'.repeat(16),
  'a'.repeat(64),
  '192.0.2.1',
];

const byFormat: Readonly<Record<string, string>> = {
  email: 'a@example.com',
  uri: 'https://example.com/a',
  'date-time': '2027-01-01T00:00:00.000Z',
  date: '2027-01-01',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
};

function textFor(node: Node): string {
  const fits = (text: string): boolean =>
    text.length >= (node.minLength ?? 0) && (node.pattern === undefined || new RegExp(node.pattern, 'u').test(text));
  const known = byFormat[node.format ?? ''];
  return known ?? texts.find(fits) ?? 'x'.repeat(Math.max(1, node.minLength ?? 1));
}
