import { GraphRefusal } from './graph-refusal.ts';

/** A node of the Graph: its fields by name. Fields that are known to Meta and not to us are absent. */
export type GraphNode = { id: string } & Record<string, unknown>;

/** How a kind of node may be asked for. */
export type NodeKind = {
  /** Meta's name of the kind, as its errors have it. */
  name: string;
  /** What is given without `fields`. */
  defaults: readonly string[];
  /** Everything Meta knows on such a node. */
  known: readonly string[];
};

/**
 * The part of a node that `fields` asks for; the id is always in it. Fields of fields (`a{b}`) give the whole of `a`.
 * Errors: 100 for a field that such a node does not have.
 */
export function selectFields(kind: NodeKind, node: GraphNode, fields: string | undefined): GraphNode {
  const wanted = fields === undefined || fields.trim() === '' ? kind.defaults : splitFields(fields);
  const unknown = wanted.find((name) => name !== 'id' && !kind.known.includes(name));
  if (unknown !== undefined)
    throw new GraphRefusal('validation_failed', {
      code: 100,
      title: `Tried accessing nonexisting field (${unknown}) on node type (${kind.name})`,
    });
  const { id, ...rest } = node;
  return { ...Object.fromEntries(wanted.flatMap((name) => (rest[name] === undefined ? [] : [[name, rest[name]]]))), id };
}

function splitFields(fields: string): string[] {
  // What stands in braces or behind a dot speaks of the inside of a field.
  return fields
    .replaceAll(/\{[^{}]*\}/g, '')
    .split(',')
    .map((name) => name.trim().replace(/\..*$/, ''))
    .filter((name) => name !== '');
}
