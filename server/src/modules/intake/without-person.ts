import type { PersonMatcher } from '#modules/contacts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Fields of WhatsApp's bodies that name whom a unit is about; what people write is somebody's words and names nobody here. */
const naming = new Set([
  'from',
  'to',
  'wa_id',
  'user_id',
  'recipient_id',
  'from_user_id',
  'to_user_id',
  'recipient_user_id',
  'phone',
  'username',
  'previous',
  'current',
  'input',
]);
const empty = Buffer.from('{"entry":[]}');

/** A body without a person, and what was taken out of it. */
export type Parted = { rest: Buffer; theirs: unknown[] };

/**
 * A webhook body without the units of one person, and those units, or null when it does not name them. A list loses the items that name the person by themselves
 * (a message, a status, a profile, a contact card); changes and entries in which nothing is left go, too. A body that is no JSON and holds one of the
 * needles is emptied. Pure; never throws.
 */
export function withoutPerson(body: Buffer, person: PersonMatcher): Parted | null {
  let value: Json;
  try {
    value = JSON.parse(body.toString('utf8')) as Json; // whatever JSON gives
  } catch {
    return person.needles.some((needle) => body.includes(needle)) ? { rest: empty, theirs: [body.toString('utf8')] } : null;
  }
  if (names(value, person)) return { rest: empty, theirs: [value] };
  const theirs: Json[] = [];
  const rest = prune(value, person, theirs);
  return theirs.length > 0 ? { rest: Buffer.from(JSON.stringify(withoutEmpty(rest))), theirs } : null;
}

function prune(value: Json, person: PersonMatcher, theirs: Json[]): Json {
  if (Array.isArray(value)) {
    const kept: Json[] = [];
    for (const item of value) (names(item, person) ? theirs : kept).push(item);
    return kept.map((item) => prune(item, person, theirs));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, prune(member, person, theirs)]));
}

/** Whether an item names the person itself; lists in it are looked at one by one, except the numbers of a contact card, which are the card. */
function names(value: Json, person: PersonMatcher): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).some(([key, member]) => {
    if (typeof member === 'string') return naming.has(key) && person.isTheirs(member);
    if (Array.isArray(member)) return key === 'phones' && member.some((item) => names(item, person));
    return key !== 'context' && names(member, person);
  });
}

/** Changes without anything but their frame, and entries without changes, say nothing any more. */
function withoutEmpty(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Array.isArray(value['entry'])) return value;
  const entry = value['entry'].flatMap((one) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one) || !Array.isArray(one['changes'])) return [one];
    const changes = one['changes'].filter((change) => !isBare(change));
    return changes.length === 0 ? [] : [{ ...one, changes }];
  });
  return { ...value, entry };
}

function isBare(change: Json): boolean {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return false;
  const inner = change['value'];
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return false;
  const lists = Object.values(inner).filter((member) => Array.isArray(member));
  return lists.length > 0 && lists.every((list) => list.length === 0);
}
