import type { IdKind } from '@kabar/contract';
import fc from 'fast-check';
import { findIdPlaces, type nodeOf, sampleOf } from '../route-security/schema-samples.ts';

type Node = ReturnType<typeof nodeOf>;

/** Ids to try for a kind: one's own, another tenant's, one that nothing has. */
export type IdPool = (kind: IdKind) => readonly string[];

/** Texts that parsers, databases and files have been known to stumble over. */
const nastyTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  '\u202Eabc',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%00',
  "' or 1=1 --",
  '=1+1',
  '{{1}}',
  '${7*7}',
  '0000-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  '2026-02-30',
  '99999999999999999999',
  '1e400',
  'NaN',
  'http://[::1]:1/',
  'P99999999999D',
  'a'.repeat(5_000),
  '(a+)+$',
  '🙂'.repeat(300),
  '%',
  '\\',
];

/** Numbers at the edges of the types that ours end up in. */
const nastyNumbers = [0, -0, -1, 0.5, 2 ** 31 - 1, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, 1e308, Number.MIN_VALUE];

/** Any text, now and then one of the nasty ones. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Any value that JSON can carry. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  anyText,
  fc.constantFrom<unknown>(...nastyNumbers, null, true, false, [], {}),
  fc.jsonValue({ maxDepth: 3, noUnicodeString: false }),
);

/**
 * Values that fit a schema as far as JSON Schema says it: every optional field now and then, every branch, edges of ranges. What only code knows (two
 * fields that exclude each other) may be broken; the answer to that must be a refusal.
 */
export function arbitraryOf(node: Node, ids: IdPool): fc.Arbitrary<unknown> {
  const [place] = findIdPlaces(node);
  if (place !== undefined && place.steps.length === 0) return fc.constantFrom(...ids(place.kind));
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  const branches = node.anyOf ?? node.oneOf;
  if (branches !== undefined) return fc.oneof(...branches.map((branch) => arbitraryOf(branch, ids)));
  switch (node.type) {
    case 'object': {
      const shape = Object.fromEntries(Object.entries(node.properties ?? {}).map(([name, child]) => [name, fieldOf(name, child, ids)]));
      if (Object.keys(shape).length > 0) return fc.record(shape, { requiredKeys: node.required ?? [] });
      const value = typeof node.additionalProperties === 'object' ? arbitraryOf(node.additionalProperties, ids) : anyJson;
      return fc.dictionary(anyText, value, { maxKeys: 4 });
    }
    case 'array':
      return fc.array(arbitraryOf(node.items ?? {}, ids), { minLength: node.minItems ?? 0, maxLength: (node.minItems ?? 0) + 3 });
    case 'integer':
    case 'number': {
      const least = node.minimum ?? (node.exclusiveMinimum ?? -1) + 1;
      return fc.oneof(
        fc.constant(least),
        fc.integer({ min: Math.ceil(least), max: Math.ceil(least) + 100 }),
        fc.constantFrom(...nastyNumbers),
      );
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return textsOf(node);
    default:
      return anyJson;
  }
}

function fieldOf(name: string, node: Node, ids: IdPool): fc.Arbitrary<unknown> {
  const values = arbitraryOf(node, ids);
  return pagePlaces.has(name) ? fc.oneof(values, forgedCursor) : values;
}

/** Fields that carry the place of a page. */
const pagePlaces = new Set(['cursor', 'after', 'before']);

/** Cursors in the form of ours that no list of ours gave. */
const forgedCursor = fc
  .array(
    fc.oneof(anyText, fc.integer(), fc.constantFrom(null, 1e300, '2026-01-01T00:00:00.000Z', '01890a5d-ac96-774b-bcce-b302099a8057')),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((position) => Buffer.from(JSON.stringify(position)).toString('base64url'));

function textsOf(node: Node): fc.Arbitrary<string> {
  const sample = fc.constant(String(sampleOf(node, () => '')));
  if (node.format !== undefined || node.pattern === undefined) return fc.oneof({ weight: 3, arbitrary: sample }, anyText);
  try {
    return fc.oneof(sample, fc.stringMatching(new RegExp(node.pattern, 'u')), anyText);
  } catch {
    return fc.oneof(sample, anyText); // a pattern that looks around cannot be turned into texts
  }
}

/** The same value with something in it replaced, left out, added or wrapped. */
export function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const how = fc.constantFrom('replace', 'remove', 'add', 'wrap');
  return fc.tuple(values, fc.nat({ max: 1_000 }), how, anyText, anyJson).map(([value, at, act, name, other]) => {
    const copy = structuredClone({ root: value });
    const places = placesIn(copy);
    const place = places[at % places.length];
    if (place === undefined) return other;
    const [holder, key] = place;
    if (act === 'remove') Reflect.deleteProperty(holder, key);
    else if (act === 'add') Object.defineProperty(holder, name, { value: other, enumerable: true, configurable: true, writable: true });
    else Reflect.set(holder, key, act === 'wrap' ? [Reflect.get(holder, key)] : other);
    return copy.root;
  });
}

function placesIn(holder: object): [object, string][] {
  return Object.entries(holder).flatMap(([key, value]: [string, unknown]) => [
    [holder, key] satisfies [object, string],
    ...(typeof value === 'object' && value !== null ? placesIn(value) : []),
  ]);
}
