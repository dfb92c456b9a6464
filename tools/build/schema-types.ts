/** JSON Schema 2020-12 as zod writes it, as far as types need it. */
export type JsonSchema = { readonly [key: string]: unknown };

/** Which side of a schema: what a caller may write, or what an answer holds. */
export type Side = 'input' | 'output';

/**
 * A JSON Schema as a TypeScript type that stands by itself, with descriptions as comments, so that programs which use it need no schema library. `name` is the
 * name of the type that it will be, to which the schema refers where it holds itself; named parts become `name_part` in `parts`.
 *
 * Errors: throws on a keyword that it does not know how to write, rather than give a type that is too wide.
 */
export function typeOf(schema: JsonSchema, name: string, side: Side): { type: string; parts: Map<string, string> } {
  const defs = recordOf(schema['$defs']);
  const write = (part: JsonSchema): string => writeType(part, name, side, write);
  const parts = new Map(Object.entries(defs).map(([key, part]) => [partName(name, key), write(recordOf(part))]));
  return { type: write(schema), parts };
}

function writeType(schema: JsonSchema, name: string, side: Side, write: (part: JsonSchema) => string): string {
  if (typeof schema['$ref'] === 'string') {
    const { $ref } = schema;
    return $ref === '#' ? name : partName(name, $ref.replace('#/$defs/', ''));
  }
  if ('const' in schema) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ');
  for (const key of ['anyOf', 'oneOf'] as const)
    if (Array.isArray(schema[key])) return [...new Set(schema[key].map((part) => group(recordOf(part), write)))].join(' | ');
  if (Array.isArray(schema['allOf'])) return schema['allOf'].map((part) => group(recordOf(part), write)).join(' & ');
  const { type } = schema;
  if (Array.isArray(type)) return type.map((each) => group({ ...schema, type: String(each) }, write)).join(' | ');
  switch (type) {
    case undefined:
      return 'unknown';
    case 'null':
      return 'null';
    case 'boolean':
      return 'boolean';
    case 'number':
    case 'integer':
      return 'number';
    case 'string':
      return stringType(schema, side);
    case 'array':
      return arrayType(schema, write);
    case 'object':
      return objectType(schema, write);
    default:
      throw new Error(`${name}: there is no type for ${JSON.stringify(schema)}`);
  }
}

/** Answers tell kinds of ids apart; callers may pass any text, which the server judges. */
function stringType({ pattern }: JsonSchema, side: Side): string {
  const prefix = typeof pattern === 'string' ? /^\^([a-z]+)_\[0-7\]/.exec(pattern)?.[1] : undefined;
  return prefix === undefined || side === 'input' ? 'string' : `\`${prefix}_\${string}\``;
}

function arrayType(schema: JsonSchema, write: (part: JsonSchema) => string): string {
  if (Array.isArray(schema['prefixItems'])) return `[${schema['prefixItems'].map((part) => write(recordOf(part))).join(', ')}]`;
  return `${group(recordOf(schema['items']), write)}[]`;
}

function objectType(schema: JsonSchema, write: (part: JsonSchema) => string): string {
  const properties = Object.entries(recordOf(schema['properties']));
  const rest = schema['additionalProperties'];
  const restType = typeof rest === 'object' && rest !== null ? write(recordOf(rest)) : null;
  if (properties.length === 0) return restType === null ? 'Record<string, unknown>' : `Record<string, ${restType}>`;
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const lines = properties.map(([key, value]) => {
    const part = recordOf(value);
    const { description } = part;
    const comment = typeof description === 'string' ? `/** ${description.replaceAll('*/', '* /')} */\n` : '';
    const type = write(part);
    const isRequired = required.has(key);
    return `${comment}${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}${isRequired ? '' : '?'}: ${type}${isRequired ? '' : ' | undefined'};`;
  });
  const own = `{\n${lines.join('\n')}\n}`;
  return restType === null ? own : `${own} & Record<string, ${restType}>`;
}

/** The type of a part, in brackets where what stands beside it would take a piece of it. */
function group(part: JsonSchema, write: (part: JsonSchema) => string): string {
  const type = write(part);
  const isOneWord = /^[\w`${}"'-]+(\[\])*$/.test(type);
  return isOneWord || isOneObject(part) ? type : `(${type})`;
}

/** Whether it is written as one pair of braces. The text does not show it: a choice of objects begins and ends with them, too. */
function isOneObject(schema: JsonSchema): boolean {
  if (['anyOf', 'oneOf', 'allOf', '$ref', 'enum', 'const'].some((key) => key in schema)) return false;
  return schema['type'] === 'object' && typeof schema['additionalProperties'] !== 'object' && 'properties' in schema;
}

function partName(name: string, key: string): string {
  return `${name}_${key.replaceAll(/\W/g, '_')}`;
}

function recordOf(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? (value as JsonSchema) : {};
}
