/** A JSON Schema of the OpenAPI document, as far as programs rely on it. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
};

export type Parameter = {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly schema?: Schema;
};
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

export type Answer = {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Content;
  readonly 'x-codes'?: readonly string[];
};

export type Operation = {
  readonly operationId?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
};

/** The OpenAPI document, as far as two of them are compared. */
export type OpenApiDocument = {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks?: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly responses: Readonly<Record<string, Answer>>;
  };
};

/** The last part of `#/components/…/Name`. */
export function refName(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

/** Words for people only; a change of them breaks nothing. */
const forPeople = new Set(['description', 'summary', 'example', 'examples', 'tags', 'externalDocs', 'title', 'servers', 'license']);
/** Objects whose keys are names that somebody chose. */
const named = new Set(['properties', 'paths', 'schemas', 'parameters', 'responses', 'headers', 'webhooks', 'content']);

/** The part of the document that programs rely on, with one path, event or schema on each line: what is kept of a release. Refusals are in the components. */
export function freezeDocument(document: OpenApiDocument): string {
  const { paths, webhooks, components, ...rest } = strip(document, false) as OpenApiDocument; // a document goes in, so one comes out
  const { schemas, ...others } = components;
  const lines = (record: object | undefined): string =>
    Object.entries(record ?? {})
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value, withoutRefusals)}`)
      .join(',\n');
  return `${[
    `{"info":${JSON.stringify(rest.info)},`,
    `"paths":{\n${lines(paths)}\n},`,
    `"webhooks":{\n${lines(webhooks)}\n},`,
    `"components":{\n${lines(others)},\n"schemas":{\n${lines(schemas)}\n}}}`,
  ].join('\n')}\n`;
}

function withoutRefusals(key: string, value: unknown): unknown {
  if (key !== 'responses' || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([status]) => !/^(?:[45]\d\d|default)$/.test(status)));
}

function strip(value: unknown, areNames: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, false));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => areNames || !forPeople.has(key));
  return Object.fromEntries(
    entries.map(([key, child]) => [key, key === 'default' && !areNames ? child : strip(child, !areNames && named.has(key))]),
  );
}
