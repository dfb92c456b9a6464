/** Splits `a,b{c,d},e.limit(1)` at the commas of the outer level. */
function splitFields(fields: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of fields) {
    if (character === '{' || character === '(') depth += 1;
    if (character === '}' || character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(current);
      current = '';
    } else {
      current += character;
    }
  }
  parts.push(current);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/**
 * The part of a node that `fields` asks for; `id` always stays. Without `fields` the node's own default set is taken.
 * Nested selections choose inside objects; fields that do not exist are left out, as null ones are.
 */
export function selectFields(
  node: Readonly<Record<string, unknown>>,
  fields: string | undefined,
  defaults: readonly string[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const wanted = fields === undefined || fields === '' ? defaults : splitFields(fields);
  for (const part of wanted) {
    const match = /^([A-Za-z0-9_]+)(?:\.[^{]*)?(?:\{(.*)\})?$/.exec(part);
    const name = match?.[1] ?? part;
    const value = node[name];
    if (value === undefined || value === null) continue;
    const inner = match?.[2];
    result[name] =
      inner !== undefined && typeof value === 'object' && !Array.isArray(value)
        ? selectFields(value as Record<string, unknown>, inner, []) // an object by the check before
        : value;
  }
  if (node['id'] !== undefined) result['id'] = node['id'];
  return result;
}

/** One page of a list, with cursors that are the position, base64. Source: "Paginated results", 2025-11. */
export function pageOf<Item>(
  items: readonly Item[],
  query: URLSearchParams,
  path: string,
  defaultLimit = 25,
): { data: Item[]; paging?: Record<string, unknown> } {
  const limit = Math.min(Math.max(1, Number(query.get('limit') ?? defaultLimit) || defaultLimit), 1000);
  const decode = (cursor: string) => Number(Buffer.from(cursor, 'base64').toString('latin1'));
  const encode = (position: number) => Buffer.from(String(position)).toString('base64');
  const after = query.get('after');
  const before = query.get('before');
  let start = after === null ? 0 : decode(after) + 1;
  if (before !== null) start = Math.max(0, decode(before) - limit);
  const end = before === null ? start + limit : decode(before);
  if (!Number.isFinite(start) || !Number.isFinite(end)) return { data: [] };
  const data = items.slice(start, end);
  if (data.length === 0) return { data };
  const cursors = { before: encode(start), after: encode(start + data.length - 1) };
  const link = (name: string, cursor: string) => {
    const copy = new URLSearchParams(query);
    copy.delete('after');
    copy.delete('before');
    copy.delete('access_token');
    copy.set(name, cursor);
    return `${path}?${copy.toString()}`;
  };
  return {
    data,
    paging: {
      cursors,
      ...(start + data.length < items.length ? { next: link('after', cursors.after) } : {}),
      ...(start > 0 ? { previous: link('before', cursors.before) } : {}),
    },
  };
}
