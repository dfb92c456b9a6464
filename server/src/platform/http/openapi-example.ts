type Node = {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  default?: unknown;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  prefixItems?: Node[];
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: Node[];
  additionalProperties?: Node | boolean;
  propertyNames?: Node;
};

/** Schemas that others refer to, by name. */
type Components = Readonly<Record<string, Node>>;

const byFormat: Readonly<Record<string, string>> = {
  email: 'rani@example.com',
  uri: 'https://example.com/menu.pdf',
  'date-time': '2026-11-21T08:15:30.123Z',
  date: '2026-11-21',
  time: '08:15',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
};

/** What fields with these names hold, where the schema says no more than "text". Invented people, reserved numbers. */
const byName: Readonly<Record<string, string>> = {
  to: '+62 812-0000-0001',
  phone: '+62 812-0000-0001',
  name: 'Toko Melati',
  title: 'Toko Melati',
  email: 'rani@example.com',
  language: 'id',
  time_zone: 'Asia/Jakarta',
  body: 'Pesanan Anda siap',
  text: 'Pesanan Anda siap',
  message: 'Pesanan Anda siap',
  next_cursor: 'WyIwMWpkOHozdDVrIl0',
  cursor: 'WyIwMWpkOHozdDVrIl0',
  client_ref: 'INV-2026-0042',
  code: '123456',
  url: 'https://example.com/menu.pdf',
  reason: 'As the customer asked',
  created_by: 'Rani',
  wamid: 'wamid.HBgLNjI4MTIwMDAwMDAxFQIAERgSMEY1',
};

/** Texts for patterns, tried in order. */
const byPattern: readonly string[] = [
  '123456',
  'melati',
  'order_ready',
  '+628120000001',
  '628120000001',
  '2026-11-21',
  '08:15',
  'id',
  'ID',
  'A1',
  '203.0.113.0/24',
  'a'.repeat(64),
];

/**
 * A value that fits a JSON schema of our contract, as a reader expects it: examples of the schema first, else by format and by the name of the
 * field; required fields and those that every answer has. `components` are what it refers to. Deterministic.
 */
export function exampleOf(schema: object, components: Components): unknown {
  return sample(schema, '', 0, components);
}

function sample(referring: Node, name: string, depth: number, components: Components): unknown {
  const { $ref, ...own } = referring;
  const node: Node = $ref === undefined ? referring : { ...components[$ref.slice($ref.lastIndexOf('/') + 1)], ...own };
  if (node.examples?.[0] !== undefined) return node.examples[0];
  if (node.const !== undefined) return node.const;
  if (node.enum !== undefined) return node.enum[0];
  const branches = node.anyOf ?? node.oneOf;
  if (branches !== undefined) return sample(branches.find((branch) => branch.type !== 'null') ?? {}, name, depth, components);
  if (node.allOf !== undefined) return Object.assign({}, ...node.allOf.map((part) => sample(part, name, depth, components)));
  switch (Array.isArray(node.type) ? node.type[0] : node.type) {
    case 'object':
      return objectOf(node, depth, components);
    case 'array':
      return listOf(node, name, depth, components);
    case 'integer':
    case 'number':
      return typeof node.default === 'number'
        ? node.default
        : Math.max(node.minimum ?? 0, node.exclusiveMinimum === undefined ? 0 : node.exclusiveMinimum + 1, Math.min(1, node.maximum ?? 1));
    case 'boolean':
      return node.default ?? false;
    case 'null':
      return null;
    case 'string':
      return textFor(node, name);
    default:
      return {};
  }
}

function objectOf(node: Node, depth: number, components: Components): Record<string, unknown> {
  const required = new Set(node.required);
  const entries = Object.entries(node.properties ?? {}).filter(
    ([name, child]) => required.has(name) || (child.type === 'array' && child.examples !== undefined),
  );
  return Object.fromEntries(entries.map(([name, child]) => [name, sample(child, name, depth + 1, components)]));
}

function listOf(node: Node, name: string, depth: number, components: Components): unknown[] {
  if (node.prefixItems !== undefined) return node.prefixItems.map((item) => sample(item, name, depth + 1, components));
  // Deep lists say little and cost much; one row shows what rows are like.
  if (depth > 4 && (node.minItems ?? 0) === 0) return [];
  return node.items === undefined ? [] : [sample(node.items, name.replace(/s$/, ''), depth + 1, components)];
}

function textFor(node: Node, name: string): string {
  const fits = (text: string | undefined): text is string =>
    text !== undefined &&
    text.length >= (node.minLength ?? 0) &&
    text.length <= (node.maxLength ?? Number.POSITIVE_INFINITY) &&
    (node.pattern === undefined || new RegExp(node.pattern, 'u').test(text));
  const format = byFormat[node.format ?? ''];
  if (format !== undefined) return format;
  if (name.endsWith('_at')) return fits(byFormat['date-time']) ? byFormat['date-time'] : 'text';
  if (name.endsWith('_on') && fits(byFormat['date'])) return byFormat['date'];
  return (
    [byName[name], ...(node.pattern === undefined ? ['Pesanan siap', 'siap'] : byPattern), 'x'.repeat(node.minLength ?? 1)].find(fits) ??
    'text'
  );
}
