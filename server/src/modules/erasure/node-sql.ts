import type { Statement } from '#platform/db/tx';
import type { WalkStep } from '#platform/personal-data/person-path';
import type { ErasureNode } from './erasure-nodes.ts';

/** Ids of a person's things, found once. Walks through them become look-ups by key, which no plan can make slow. */
export type PersonIds = {
  workspaceId: string;
  contactIds: readonly string[];
  /** The same as public ids. */
  publicIds: readonly string[];
  conversationIds: readonly string[];
};

/** Names of the parameters of every statement here: workspace, contacts, public ids, conversations, messages of this piece. */
const places = { workspace: '$1', contacts: '$2::uuid[]', publicIds: '$3::text[]', conversations: '$4::uuid[]', messages: '$5::uuid[]' };

/** Whether a walk leads through messages, so that its statement is run for one piece of the messages after the other. */
export function leadsThroughMessages(steps: readonly WalkStep[]): boolean {
  return steps.some((step) => step.table === 'messages');
}

function valuesOf(ids: PersonIds, messageIds: readonly string[]): unknown[] {
  return [ids.workspaceId, ids.contactIds, ids.publicIds, ids.conversationIds, messageIds];
}

/** All five parameters have to be named in a statement for the database to know their types. */
const typed = `$1::uuid is not null and $2::uuid[] is not null and $3::text[] is not null and $4::uuid[] is not null and $5::uuid[] is not null`;

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
  const condition = conditionOf(steps, 'r');
  const rows = `select r.ctid from ${node.table} r where ${typed} and ${condition}`;
  if (node.changes === null)
    return {
      text: `with gone as (delete from ${node.table} where ctid = any (array(${rows} limit ${limit} for update)) returning 1)
             select count(*)::int as count from gone`,
      values: valuesOf(ids, messageIds),
    };
  const isOpen = node.changes.map(({ column, to }) => `r.${column} is distinct from ${to}`).join(' or ');
  const set = node.changes.map(({ column, to }) => `${column} = ${to}`).join(', ');
  return {
    text: `with changed as (update ${node.table} set ${set} where ctid = any (array(${rows} and (${isOpen}) limit ${limit} for update)) returning 1)
           select count(*)::int as count from changed`,
    values: valuesOf(ids, messageIds),
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
    text: `select count(*)::int as count from ${table} r where ${typed} and ${conditionOf(steps, 'r')}${isOpen}`,
    values: valuesOf(ids, messageIds),
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
    text: `select r.${column} as name from ${table} r where ${typed} and ${conditionOf(steps, 'r')} and r.${column} is not null`,
    values: valuesOf(ids, messageIds),
  };
}

/** SQL that is true for rows from which the walk leads to the person. Names come from declarations, never from requests. */
function conditionOf(steps: readonly WalkStep[], alias: string): string {
  return [`${alias}.workspace_id = ${places.workspace}`, ...onwards(steps, 0, alias)].join(' and ');
}

function onwards(steps: readonly WalkStep[], at: number, alias: string): string[] {
  const step = steps[at];
  if (step === undefined) throw new TypeError('a walk has at least one step');
  const only = step.only === null ? [] : [`${alias}.${step.only.column} = any ('{${step.only.values.join(',')}}')`];
  const known = { messages: places.messages, conversations: places.conversations }[step.table];
  // The walk may go on by another way from a thing that is the person's: what it ends at is the same person.
  if (known !== undefined && leadsOn(steps, at)) return [...only, `${alias}.id = any (${known})`];
  const next = steps[at + 1];
  if (next === undefined) {
    const column = `${alias}.${step.leave[0] ?? 'id'}${step.field === null ? '' : ` ->> '${step.field}'`}`;
    return [...only, step.publicId === null ? `${column} = any (${places.contacts})` : `(${column}) = any (${places.publicIds})`];
  }
  const [entered] = next.enter;
  const target = { messages: places.messages, conversations: places.conversations }[next.table];
  if (
    target !== undefined &&
    next.only === null &&
    next.enter.length === 1 &&
    entered === 'id' &&
    step.field === null &&
    leadsOn(steps, at + 1)
  )
    return [...only, `${alias}.${step.leave[0] ?? 'id'} = any (${target})`];
  const inner = `${alias}_`;
  const outer = ['workspace_id', ...step.leave].map((column) => `${alias}.${column}`);
  const inside = ['workspace_id', ...next.enter].map((column) => `${inner}.${column}`);
  return [
    ...only,
    `(${outer.join(', ')}) in (select ${inside.join(', ')} from ${next.table} ${inner} where ${inner}.workspace_id = ${places.workspace} and ${onwards(steps, at + 1, inner).join(' and ')})`,
  ];
}

/** From a message or conversation of the person the rest of the walk needs no look. */
function leadsOn(steps: readonly WalkStep[], at: number): boolean {
  const rest = steps.slice(at + 1);
  const last = steps.at(-1);
  return (
    last?.leave[0] === 'contact_id' && rest.every((step) => ['messages', 'conversations', 'conversation_entries'].includes(step.table))
  );
}
