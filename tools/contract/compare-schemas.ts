import { refName, type OpenApiDocument, type Schema } from './openapi-document.ts';

/** Whether callers write a value or read it: what may be narrowed in one may only be widened in the other. */
export type Direction = 'write' | 'read';

/** A difference: whether programs that work today may stop working, and what it is, as the rest of a sentence. */
export type Difference = { isBreaking: boolean; words: string };

/** What a comparison of two documents carries along. `meet` is told of named schemas, which are compared by themselves, once. */
export type Comparison = { before: OpenApiDocument; after: OpenApiDocument; meet(name: string, direction: Direction): void };

/**
 * What changed from one schema to the other for those who write, or read, values of it. `at` is where the value stands: `body.name`, or nothing for
 * the whole value. New values of a list that is read, and new fields, are not breaking: the documentation says that they may come.
 */
export function compareSchemas(before: Schema, after: Schema, direction: Direction, at: string, comparison: Comparison): Difference[] {
  if (before.$ref !== undefined && before.$ref === after.$ref) {
    comparison.meet(refName(before.$ref), direction);
    return [];
  }
  const old = resolve(before, comparison.before);
  const now = resolve(after, comparison.after);
  if (optionsOf(old) !== null || optionsOf(now) !== null) return compareOptions(old, now, direction, at, comparison);
  return [
    ...compareTypes(old, now, direction, at),
    ...compareValues(old, now, direction, at),
    ...compareLimits(old, now, direction, at),
    ...compareFields(old, now, direction, at, comparison),
    ...compareInside(old, now, direction, at, comparison),
  ];
}

function resolve({ $ref, ...own }: Schema, document: OpenApiDocument): Schema {
  const target = $ref === undefined ? own : { ...resolve(document.components.schemas[refName($ref)] ?? {}, document), ...own };
  const { allOf, ...beside } = target;
  if (allOf === undefined) return target;
  const parts = allOf.map((part) => resolve(part, document));
  return {
    ...beside,
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Record<string, Schema>,
    required: parts.flatMap(({ required }) => required ?? []),
  };
}

const name = (at: string): string => (at === '' ? 'the value' : `\`${at}\``);
const breaking = (words: string): Difference => ({ isBreaking: true, words });
const harmless = (words: string): Difference => ({ isBreaking: false, words });
const typesOf = (schema: Schema): string[] => [schema.type ?? []].flat();
const listed = (values: readonly unknown[]): string => values.map((value) => `\`${String(value)}\``).join(', ');

function compareTypes(before: Schema, after: Schema, direction: Direction, at: string): Difference[] {
  const [old, now] = [typesOf(before), typesOf(after)];
  const covers = (types: readonly string[], type: string): boolean =>
    types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
  const gone = old.length === 0 ? (now.length === 0 ? [] : ['any type']) : old.filter((type) => !covers(now, type));
  const added = now.length === 0 ? (old.length === 0 ? [] : ['any type']) : now.filter((type) => !covers(old, type));
  const swapped = gone.length > 0 && added.length > 0;
  if (swapped) return [breaking(`${name(at)} is ${now.join(' or ') || 'of any type'} instead of ${old.join(' or ') || 'any type'}`)];
  if (gone.length > 0)
    return [
      direction === 'write'
        ? breaking(`${name(at)} may no longer be ${gone.join(' or ')}`)
        : harmless(`${name(at)} is no longer ${gone.join(' or ')}`),
    ];
  if (added.length > 0)
    return [
      direction === 'read'
        ? breaking(`${name(at)} may now be ${added.join(' or ')}`)
        : harmless(`${name(at)} may be ${added.join(' or ')}, too`),
    ];
  return [];
}

function valuesOf(schema: Schema): readonly unknown[] | null {
  return schema.enum ?? (schema.const === undefined ? null : [schema.const]);
}

function compareValues(before: Schema, after: Schema, direction: Direction, at: string): Difference[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  if (old === null && now === null) return [];
  // A null that comes or goes is a change of type, and told there.
  if (old === null)
    return [
      direction === 'write'
        ? breaking(`${name(at)} takes only ${listed(now ?? [])}`)
        : harmless(`${name(at)} is one of ${listed(now ?? [])}`),
    ];
  if (now === null)
    return [direction === 'read' ? breaking(`${name(at)} is no longer one of a list`) : harmless(`${name(at)} takes any value`)];
  const gone = old.filter((value) => value !== null && !now.includes(value));
  const added = now.filter((value) => value !== null && !old.includes(value));
  return [
    ...(gone.length > 0 ? [breaking(`${name(at)} no longer has the value${gone.length > 1 ? 's' : ''} ${listed(gone)}`)] : []),
    ...(added.length > 0 ? [harmless(`${name(at)} has the new value${added.length > 1 ? 's' : ''} ${listed(added)}`)] : []),
  ];
}

const floors = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const ceilings = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;
const limitWords: Readonly<Record<(typeof floors)[number] | (typeof ceilings)[number], string>> = {
  minimum: 'least',
  exclusiveMinimum: 'least (left out)',
  minLength: 'shortest length',
  minItems: 'smallest count',
  maximum: 'most',
  exclusiveMaximum: 'most (left out)',
  maxLength: 'longest length',
  maxItems: 'largest count',
};

/** Answers may grow longer; what is written may not have to be shorter. A form that changes breaks both. */
function compareLimits(before: Schema, after: Schema, direction: Direction, at: string): Difference[] {
  const found: Difference[] = [];
  for (const key of [...floors, ...ceilings]) {
    const isFloor = (floors as readonly string[]).includes(key);
    const unlimited = isFloor ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const [old, now] = [before[key] ?? unlimited, after[key] ?? unlimited];
    if (old === now) continue;
    const isNarrower = isFloor ? now > old : now < old;
    const words = `the ${limitWords[key]} of ${name(at)} is ${Number.isFinite(now) ? now : 'not limited'} instead of ${Number.isFinite(old) ? old : 'not limited'}`;
    found.push(direction === 'write' && isNarrower ? breaking(words) : harmless(words));
  }
  for (const key of ['format', 'pattern'] as const) {
    if (before[key] === after[key]) continue;
    const words = `the ${key === 'format' ? 'format' : 'form'} of ${name(at)} is ${after[key] === undefined ? 'free' : `\`${after[key]}\``} instead of ${before[key] === undefined ? 'free' : `\`${before[key]}\``}`;
    const isWider = direction === 'write' ? after[key] === undefined : before[key] === undefined;
    found.push(isWider ? harmless(words) : breaking(words));
  }
  if (direction === 'write' && before.default !== undefined && JSON.stringify(before.default) !== JSON.stringify(after.default))
    found.push(
      breaking(
        `${name(at)} left out means ${after.default === undefined ? 'nothing' : `\`${JSON.stringify(after.default)}\``} instead of \`${JSON.stringify(before.default)}\``,
      ),
    );
  return found;
}

function compareFields(before: Schema, after: Schema, direction: Direction, at: string, comparison: Comparison): Difference[] {
  const [old, now] = [before.properties ?? {}, after.properties ?? {}];
  const [oldNeeded, nowNeeded] = [new Set(before.required), new Set(after.required)];
  const below = (field: string): string => (at === '' ? field : `${at}.${field}`);
  const gone = Object.keys(old).filter((field) => !(field in now));
  const added = Object.keys(now).filter((field) => !(field in old));
  return [
    ...gone.map((field) => breaking(`the field ${name(below(field))} is gone`)),
    ...added.map((field) =>
      direction === 'write' && nowNeeded.has(field)
        ? breaking(`the field ${name(below(field))} is new and required`)
        : harmless(`the field ${name(below(field))} is new`),
    ),
    ...Object.keys(old)
      .filter((field) => field in now)
      .flatMap((field) => [
        ...(direction === 'write' && nowNeeded.has(field) && !oldNeeded.has(field)
          ? [breaking(`the field ${name(below(field))} is now required`)]
          : []),
        ...(direction === 'read' && oldNeeded.has(field) && !nowNeeded.has(field)
          ? [breaking(`the field ${name(below(field))} is no longer always there`)]
          : []),
        ...compareSchemas(old[field] ?? {}, now[field] ?? {}, direction, below(field), comparison),
      ]),
  ];
}

function compareInside(before: Schema, after: Schema, direction: Direction, at: string, comparison: Comparison): Difference[] {
  const [old, now] = [before.additionalProperties, after.additionalProperties];
  const found: Difference[] = [];
  if (direction === 'write' && now === false && old !== false && before.type === 'object')
    found.push(breaking(`${name(at)} refuses fields it does not know`));
  if (typeof old === 'object' && typeof now === 'object') found.push(...compareSchemas(old, now, direction, `${at}.*`, comparison));
  if (before.items !== undefined && after.items !== undefined)
    found.push(...compareSchemas(before.items, after.items, direction, `${at}[]`, comparison));
  return found;
}

function optionsOf(schema: Schema): readonly Schema[] | null {
  return schema.anyOf ?? schema.oneOf ?? null;
}

function compareOptions(before: Schema, after: Schema, direction: Direction, at: string, comparison: Comparison): Difference[] {
  const old = byForm(optionsOf(before) ?? [before], comparison.before);
  const now = byForm(optionsOf(after) ?? [after], comparison.after);
  const oldTypes = new Set([...old.values()].flatMap((option) => typesOf(resolve(option, comparison.before))));
  const found = [...old].flatMap(([form, option]) => {
    const same = now.get(form);
    return same === undefined
      ? [breaking(`${name(at)} no longer has the form ${form}`)]
      : compareSchemas(option, same, direction, at, comparison);
  });
  for (const [form, option] of now) {
    if (old.has(form)) continue;
    const isNewType = typesOf(resolve(option, comparison.after)).some((type) => !oldTypes.has(type));
    const words = `${name(at)} has the new form ${form}`;
    found.push(direction === 'read' && isNewType ? breaking(words) : harmless(words));
  }
  return found;
}

/** Options by what tells them apart: the values of their constant fields, else their type. */
function byForm(options: readonly Schema[], document: OpenApiDocument): Map<string, Schema> {
  const found = new Map<string, Schema>();
  for (const option of options) {
    const whole = resolve(option, document);
    const constants = Object.entries(whole.properties ?? {}).flatMap(([field, { const: value }]) =>
      value === undefined ? [] : [`\`${field}: ${JSON.stringify(value)}\``],
    );
    const type = optionsOf(whole) === null ? typesOf(whole).join(' or ') : 'a choice';
    const form = constants.length > 0 ? constants.join(' and ') : 'const' in whole ? `\`${JSON.stringify(whole.const)}\`` : type || 'any';
    let unique = form;
    for (let count = 2; found.has(unique); count += 1) unique = `${form} (${count})`;
    found.set(unique, option);
  }
  return found;
}
