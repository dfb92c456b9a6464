import type { Statement } from '#platform/db/tx';
import type { WalkStep } from '#platform/personal-data/person-path';
import { personRows, personValues, type PersonIds } from '#platform/personal-data/person-rows';
import type { ErasureNode } from './erasure-nodes.ts';

/**
 * Deletes rows that a walk leads from, or changes their columns; gives how many there were. A repeated run finds nothing. `limit` bounds one
 * statement, so that no lock is held for long: run it until it gives less.
 */
export function eraseRows(
  node: ErasureNode,
  steps: readonly WalkStep[],
  ids: PersonIds,
  messageIds: readonly string[],
  limit: number,
): Statement {
  const condition = personRows(steps, 'r');
  const rows = `select r.ctid from ${node.table} r where ${condition}`;
  if (node.changes === null)
    return {
      text: `with gone as (delete from ${node.table} where ctid = any (array(${rows} limit ${limit} for update)) returning 1)
             select count(*)::int as count from gone`,
      values: personValues(ids, messageIds),
    };
  const isOpen = node.changes.map(({ column, to }) => `r.${column} is distinct from ${to}`).join(' or ');
  const set = node.changes.map(({ column, to }) => `${column} = ${to}`).join(', ');
  return {
    text: `with changed as (update ${node.table} set ${set} where ctid = any (array(${rows} and (${isOpen}) limit ${limit} for update)) returning 1)
           select count(*)::int as count from changed`,
    values: personValues(ids, messageIds),
  };
}

/** How many rows a walk leads from; of columns that change, rows where they still hold something. */
export function countRows(
  table: string,
  steps: readonly WalkStep[],
  changes: ErasureNode['changes'],
  ids: PersonIds,
  messageIds: readonly string[],
): Statement {
  const isOpen = changes === null ? '' : ` and (${changes.map(({ column, to }) => `r.${column} is distinct from ${to}`).join(' or ')})`;
  return {
    text: `select count(*)::int as count from ${table} r where ${personRows(steps, 'r')}${isOpen}`,
    values: personValues(ids, messageIds),
  };
}

/** Names of objects that rows name which are about to go. */
export function selectObjectNames(
  table: string,
  column: string,
  steps: readonly WalkStep[],
  ids: PersonIds,
  messageIds: readonly string[],
): Statement {
  return {
    text: `select r.${column} as name from ${table} r where ${personRows(steps, 'r')} and r.${column} is not null`,
    values: personValues(ids, messageIds),
  };
}
