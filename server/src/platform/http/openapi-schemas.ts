import * as contract from '@kabar/contract';
import { z, type ZodType } from 'zod';

/** A part of the OpenAPI document. */
export type Json = { [key: string]: unknown };

/** Which side of a schema: what a caller may write, or what an answer holds. */
type Side = 'input' | 'output';

/** Schemas as the document holds them. */
export type WrittenSchemas = {
  /** What a caller may write. */
  input(schema: ZodType): Json;
  /** What an answer holds. */
  output(schema: ZodType): Json;
  /** Fields that stand in a path or a query, as they are written there. */
  parameters(schema: ZodType): Json;
  /** Everything that the others refer to, under the names of the contract. */
  components: Record<string, Json>;
};

const componentPath = '#/components/schemas/';
/** Formats whose pattern says the same again, at a length nobody reads. */
const formatsThatSayAll = new Set(['date-time', 'date', 'time']);

/** The schemas that a document needs, by where they stand. */
type Needed = { inputs: readonly ZodType[]; outputs: readonly ZodType[]; parameters: readonly ZodType[] };

/**
 * Writes zod schemas as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. An object that the contract exports stands once, in `components`, and is referred
 * to by its name wherever it occurs, so that programs which make code of the document get types with names. Where callers may write what differs
 * from what answers hold (defaults make a field optional), the writing side is called `…Input`. Answers are open: fields may be added to them.
 */
export function writeSchemas({ inputs, outputs, parameters }: Needed): WrittenSchemas {
  const written = { input: convert([...inputs, ...parameters], 'input'), output: convert(outputs, 'output') };
  const fieldsOf = (schema: ZodType): Json => {
    const json = written.input.find(schema);
    return written.input.named.get(nameOf(json) ?? '') ?? json;
  };
  const used = {
    input: namesIn([...inputs.map(written.input.find), ...parameters.map(fieldsOf)], written.input.named),
    output: namesIn(outputs.map(written.output.find), written.output.named),
  };
  const different = findDifferent(written, used);
  const inputName = (name: string): string => (different.has(name) ? `${name}Input` : name);
  const components = [
    ...[...used.output].map((name): [string, Json] => [name, written.output.named.get(name) ?? {}]),
    ...[...used.input].map((name): [string, Json] => [inputName(name), withNames(written.input.named.get(name) ?? {}, inputName)]),
  ];
  return {
    input: (schema) => withNames(written.input.find(schema), inputName),
    output: written.output.find,
    parameters: (schema) => withNames(fieldsOf(schema), inputName),
    components: Object.fromEntries(components.toSorted(([a], [b]) => a.localeCompare(b, 'en'))),
  };
}

type Converted = { find(schema: ZodType): Json; named: Map<string, Json> };

function convert(roots: readonly ZodType[], side: Side): Converted {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of namedSchemas) registry.add(schema, { id: name });
  const nameless = [...new Set(roots)].filter((schema) => !registry.has(schema));
  for (const [index, schema] of nameless.entries()) registry.add(schema, { id: `~${index}` });
  const { schemas } = z.toJSONSchema(registry, { io: side, unrepresentable: 'any', uri: (id) => `${componentPath}${id}` });
  if ('__shared' in schemas) throw new Error('A schema of the API holds itself and has no name; export it from the contract');
  const read = (id: string): Json => tidy(schemas[id] ?? {}, side, read);
  const found = new Map(nameless.map((schema, index) => [schema, read(`~${index}`)]));
  return {
    find: (schema) => found.get(schema) ?? { $ref: `${componentPath}${registry.get(schema)?.id ?? ''}` },
    named: new Map([...namedSchemas.keys()].map((name) => [name, read(name)])),
  };
}

/** Objects and choices of objects that the contract exports. Texts and numbers say more where they stand. */
const namedSchemas: ReadonlyMap<string, ZodType> = new Map(
  Object.entries(contract)
    .flatMap(([name, value]): [string, ZodType][] => (value instanceof z.ZodType && isObject(value) ? [[name, value]] : []))
    .filter(([, schema], index, all) => all.findIndex(([, other]) => other === schema) === index),
);

function isObject(schema: unknown): boolean {
  if (schema instanceof z.ZodUnion) return schema.options.every(isObject);
  return schema instanceof z.ZodObject || (schema instanceof z.ZodIntersection && isObject(schema.def.left));
}

/** Leaves out what says nothing, and puts a schema without a name in the place of a reference to it. */
function tidy(value: unknown, side: Side, read: (id: string) => Json): Json {
  return walk(value, (node) => {
    const { $schema: _schema, $id: _id, ...rest } = node;
    const name = nameOf(rest);
    if (name?.startsWith('~') === true) {
      const { $ref: _ref, ...beside } = rest;
      return { ...read(name), ...beside };
    }
    if (side === 'output' && rest['additionalProperties'] === false) delete rest['additionalProperties'];
    if (JSON.stringify(rest['propertyNames']) === '{"type":"string"}') delete rest['propertyNames'];
    if (formatsThatSayAll.has(String(rest['format']))) delete rest['pattern'];
    if (rest['minimum'] === Number.MIN_SAFE_INTEGER) delete rest['minimum'];
    if (rest['maximum'] === Number.MAX_SAFE_INTEGER) delete rest['maximum'];
    return foldNull(nameFields(rest));
  }) as Json; // an object goes in, so an object comes out
}

/** Writes a record whose names are known as an object with these fields, which programs that make types of the document understand. */
function nameFields(node: Json): Json {
  const { propertyNames, additionalProperties: value, ...beside } = node;
  const names = typeof propertyNames === 'object' && propertyNames !== null && 'enum' in propertyNames ? propertyNames.enum : null;
  if (!Array.isArray(names) || typeof value !== 'object' || 'properties' in node) return node;
  return { ...beside, propertyNames, properties: Object.fromEntries(names.map((name) => [String(name), value])) };
}

/** Writes "this or null" as one schema of two types where that means the same. */
function foldNull(node: Json): Json {
  const { anyOf, ...beside } = node;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return node;
  const [one, none] = anyOf as [Json, Json]; // what zod writes into anyOf are schemas
  if (none['type'] !== 'null' || typeof one['type'] !== 'string' || 'const' in one) return node;
  const values = Array.isArray(one['enum']) ? { enum: [...(one['enum'] as unknown[]), null] } : {};
  return { ...one, ...beside, type: [one['type'], 'null'], ...values };
}

/** The same value with every object replaced by what `change` makes of it, from the outside in. */
function walk(value: unknown, change: (node: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(change(value as Json)).map(([key, child]) => [key, walk(child, change)]));
}

function withNames(json: Json, rename: (name: string) => string): Json {
  return walk(json, (node) => {
    const name = nameOf(node);
    return name === null ? node : { ...node, $ref: `${componentPath}${rename(name)}` };
  }) as Json; // an object goes in, so an object comes out
}

function nameOf({ $ref }: Json): string | null {
  return typeof $ref === 'string' && $ref.startsWith(componentPath) ? $ref.slice(componentPath.length) : null;
}

function refsOf(json: Json | undefined): Set<string> {
  const names = new Set<string>();
  walk(json, (node) => {
    const name = nameOf(node);
    if (name !== null) names.add(name);
    return node;
  });
  return names;
}

/** Names that the roots refer to, directly or through others. */
function namesIn(roots: readonly Json[], named: ReadonlyMap<string, Json>): Set<string> {
  const found = new Set<string>();
  const open = [...roots];
  for (let json = open.pop(); json !== undefined; json = open.pop()) {
    for (const name of refsOf(json)) {
      if (found.has(name)) continue;
      found.add(name);
      open.push(named.get(name) ?? {});
    }
  }
  return found;
}

/** Names that stand for something else on the two sides, by themselves or through what they refer to. */
function findDifferent(written: Record<Side, Converted>, used: Record<Side, ReadonlySet<string>>): Set<string> {
  const both = [...used.input].filter((name) => used.output.has(name));
  const text = (side: Side, name: string): string => JSON.stringify(written[side].named.get(name));
  const different = new Set(both.filter((name) => text('input', name) !== text('output', name)));
  for (let before = -1; before !== different.size;) {
    before = different.size;
    for (const name of both) if ([...refsOf(written.input.named.get(name))].some((other) => different.has(other))) different.add(name);
  }
  return different;
}
