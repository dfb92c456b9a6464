import type { ColumnTarget, ImportColumn } from '@kabar/contract';

/** A target as one word, for a list of choices: `phone`, `attribute atr_…`, `new`. */
export function targetKey(target: ColumnTarget): string {
  if (target.to === 'attribute') return `attribute ${target.attribute_id}`;
  return target.to === 'new_attribute' ? 'new' : target.to;
}

const plain = ['ignore', 'phone', 'name', 'username', 'bsuid', 'tags', 'stage'] as const;

/** The target behind a choice; null for a new attribute, which needs its words first. */
export function targetOf(key: string): ColumnTarget | null {
  const to = plain.find((word) => word === key);
  if (to !== undefined) return { to };
  const attributeId = /^attribute (atr_\w+)$/.exec(key)?.[1];
  // The list of choices is made of ids of the API.
  return attributeId === undefined
    ? null
    : { to: 'attribute', attribute_id: attributeId as Extract<ColumnTarget, { to: 'attribute' }>['attribute_id'] };
}

/** What is wrong with the columns as a whole; null when rows can be read with them. */
export function columnsProblem(columns: readonly ImportColumn[]): 'nobody' | 'twice' | null {
  const used = columns.map(({ target }) => targetKey(target)).filter((key) => key !== 'ignore' && key !== 'tags' && key !== 'new');
  if (new Set(used).size < used.length) return 'twice';
  return columns.some(({ target }) => target.to === 'phone' || target.to === 'bsuid') ? null : 'nobody';
}
