import type { WalkStep } from './person-path.ts';

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

/** Values of the five parameters. */
export function personValues(ids: PersonIds, messageIds: readonly string[]): unknown[] {
  return [ids.workspaceId, ids.contactIds, ids.publicIds, ids.conversationIds, messageIds];
}

/** To be part of every condition: all five parameters have to be named in a statement for the database to know their types. */
const typed = `$1::uuid is not null and $2::uuid[] is not null and $3::text[] is not null and $4::uuid[] is not null and $5::uuid[] is not null`;

/** SQL that is true for rows from which the walk leads to the person. Names come from declarations, never from requests. */
export function personRows(steps: readonly WalkStep[], alias: string): string {
  return [typed, `${alias}.workspace_id = ${places.workspace}`, ...onwards(steps, 0, alias)].join(' and ');
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
