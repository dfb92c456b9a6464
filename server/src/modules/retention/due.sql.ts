import type { Statement } from '#platform/db/tx';
import { lowestUuidAt } from '#platform/ids';

/** Where the rows of a class lie, as text of SQL in which `t` is the row. Written by us, never taken from a request. */
export type RowShape = {
  table: string;
  /** The moment from which the period counts. */
  anchor: string;
  /** An indexed expression that is never later than the anchor, by which rows are walked. Default: the anchor itself. */
  index?: string;
  /** Unique within the workspace, of type uuid. */
  id: string;
  contact: string | null;
  conversation: string | null;
  /** Country of the person, where the row itself remembers it. Default: that of the contact. */
  country?: string;
  /** More conditions of the rows that the target is about. */
  only?: string;
  /** Which lines `h` of holds keep the row, where that is not said by contact, conversation and anchor. */
  held?: string;
  /** Ids are uuidv7 made when the anchor was, at the latest an hour later; rows for which that is not so are found by `late`. */
  late?: string;
};

/** Active holds that may touch a target, one line per condition; null means: any. */
export type HoldLine = {
  holdId: string;
  contactId: string | null;
  conversationId: string | null;
  fromAt: Date | null;
  untilAt: Date | null;
};

/** Until when rows are due: of everybody, and of people in certain countries. */
export type Cutoffs = { base: Date; byCountry: readonly { countries: readonly string[]; before: Date }[] };

/** A row whose time is over. `country` only where people of several laws are told apart. */
export type DueRow = {
  id: string;
  anchorAt: Date;
  indexAt: Date;
  contactId: string | null;
  conversationId: string | null;
  country: string | null;
};

/** Where a search for due rows stands. */
export type DuePosition = { at: Date; id: string } | null;

/** Rows by which the search goes: `id` walks the primary key, `late` and `anchor` an index on the anchor. */
export type DuePath = 'id' | 'late' | 'anchor';

/** Text of a condition with its values. */
class Values {
  readonly list: unknown[] = [];
  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

/** The ways by which all due rows of a shape are found. */
export function pathsOf(shape: RowShape): DuePath[] {
  return shape.late === undefined ? ['anchor'] : ['late', 'id'];
}

/** Rows that are due and not held, a page of them. */
export function selectDue(
  shape: RowShape,
  path: DuePath,
  query: { workspaceId: string; cutoffs: Cutoffs; holds: readonly HoldLine[]; after: DuePosition; limit: number; withCountry?: boolean },
): Statement {
  const values = new Values();
  const where = dueWhere(shape, path, values, query);
  const held = heldBy(shape, values, query.holds);
  const index = shape.index ?? shape.anchor;
  const order = path === 'id' ? `t.${shape.id}` : `${index}, t.${shape.id}`;
  const after =
    query.after === null
      ? ''
      : path === 'id'
        ? ` and t.${shape.id} > ${values.add(query.after.id)}::uuid`
        : ` and (${index}, t.${shape.id}) > (${values.add(query.after.at)}::timestamptz, ${values.add(query.after.id)}::uuid)`;
  return {
    text: `
      select t.${shape.id} as id, ${shape.anchor} as "anchorAt", ${index} as "indexAt", ${shape.contact ?? 'null::uuid'} as "contactId",
             ${query.cutoffs.byCountry.length === 0 && query.withCountry !== true ? 'null' : countryOf(shape)} as country,
             ${shape.conversation ?? 'null::uuid'} as "conversationId"
        from ${shape.table} t where ${where}${held === null ? '' : ` and not ${held}`}${after}
       order by ${order} limit ${values.add(query.limit)} for update of t skip locked`,
    values: values.list,
  };
}

/** How many rows are due, held ones left out or only they, counted up to `limit`, with the oldest; with `id`, of that row alone. */
export function countDue(
  shape: RowShape,
  query: { workspaceId: string; cutoffs: Cutoffs; holds: readonly HoldLine[]; isHeld: boolean; limit: number; id?: string },
): Statement | null {
  const values = new Values();
  const parts = pathsOf(shape).map((path) => {
    const where = dueWhere(shape, path, values, query);
    const held = heldBy(shape, values, query.holds);
    if (query.isHeld && held === null) return null;
    // A late row is reached on both ways; it counts on its own.
    const once = path === 'id' ? ` and not ${shape.late ?? 'false'}` : '';
    return `(select ${shape.anchor} as at from ${shape.table} t
              where ${where}${once}${held === null ? '' : ` and ${query.isHeld ? '' : 'not '}${held}`} limit ${values.add(query.limit + 1)})`;
  });
  const texts = parts.filter((part) => part !== null);
  if (texts.length === 0) return null;
  return { text: `select count(*)::int as count, min(at) as "oldestAt" from (${texts.join(' union all ')}) due`, values: values.list };
}

/** Due rows that holds keep, by hold, counted up to `limit`. A row under several holds counts for each. */
export function countHeld(
  shape: RowShape,
  query: { workspaceId: string; cutoffs: Cutoffs; holds: readonly HoldLine[]; limit: number },
): Statement {
  const values = new Values();
  const parts = pathsOf(shape).map((path) => {
    const where = dueWhere(shape, path, values, query);
    const once = path === 'id' ? ` and not ${shape.late ?? 'false'}` : '';
    return `(select distinct h.hold_id, t.${shape.id} from ${shape.table} t join ${holdLines(values, query.holds)} on ${covers(shape)}
              where ${where}${once} limit ${values.add(query.limit)})`;
  });
  return {
    text: `select hold_id as "holdId", count(*)::int as count from (${parts.join(' union all ')}) held group by hold_id`,
    values: values.list,
  };
}

/** Rows among which the oldest anchor is looked for where the index only bounds it. */
const oldestAmong = 1_000;

/**
 * The oldest anchor; with `holds`, of what no hold covers. Where the index is not the anchor, that of the first rows by the index: exact unless more
 * rows than that have an older index and a younger anchor.
 */
export function selectOldest(shape: RowShape, workspaceId: string, holds: readonly HoldLine[]): Statement {
  const values = new Values();
  const workspace = values.add(workspaceId);
  const held = heldBy(shape, values, holds);
  const parts = pathsOf(shape).map((path) => {
    const order = path === 'id' ? `t.${shape.id}` : (shape.index ?? shape.anchor);
    const only = [shape.only, path === 'late' ? shape.late : undefined].filter((text) => text !== undefined);
    return `(select ${shape.anchor} as at from ${shape.table} t
              where t.workspace_id = ${workspace}${only.map((text) => ` and ${text}`).join('')}${held === null ? '' : ` and not ${held}`}
              order by ${order} limit ${shape.index === undefined ? 1 : oldestAmong})`;
  });
  return { text: `select min(at) as "oldestAt" from (${parts.join(' union all ')}) oldest`, values: values.list };
}

function dueWhere(
  shape: RowShape,
  path: DuePath,
  values: Values,
  { workspaceId, cutoffs, id }: { workspaceId: string; cutoffs: Cutoffs; id?: string },
): string {
  const latest = new Date(Math.max(cutoffs.base.getTime(), ...cutoffs.byCountry.map((one) => one.before.getTime())));
  const conditions = [`t.workspace_id = ${values.add(workspaceId)}`, `${shape.anchor} < ${values.add(latest)}::timestamptz`];
  if (id !== undefined) conditions.push(`t.${shape.id} = ${values.add(id)}::uuid`);
  if (path === 'id') conditions.push(`t.${shape.id} < ${values.add(lowestUuidAt(latest))}::uuid`);
  if (path === 'late' && shape.late !== undefined) conditions.push(shape.late);
  if (shape.index !== undefined) conditions.push(`${shape.index} < ${values.add(latest)}::timestamptz`);
  if (shape.only !== undefined) conditions.push(shape.only);
  if (cutoffs.byCountry.length > 0) {
    const cases = cutoffs.byCountry.map(
      (one) => `when ${countryOf(shape)} = any (${values.add(one.countries)}::text[]) then ${values.add(one.before)}::timestamptz`,
    );
    conditions.push(`${shape.anchor} < case ${cases.join(' ')} else ${values.add(cutoffs.base)}::timestamptz end`);
  }
  return conditions.join(' and ');
}

function countryOf(shape: RowShape): string {
  if (shape.country !== undefined) return shape.country;
  return shape.contact === null
    ? 'null::text'
    : `(select c.country from contacts c where c.workspace_id = t.workspace_id and c.id = ${shape.contact})`;
}

function heldBy(shape: RowShape, values: Values, holds: readonly HoldLine[]): string | null {
  return holds.length === 0 ? null : `exists (select from ${holdLines(values, holds)} where ${covers(shape)})`;
}

function holdLines(values: Values, holds: readonly HoldLine[]): string {
  const columns = [
    `${values.add(holds.map((hold) => hold.holdId))}::uuid[]`,
    `${values.add(holds.map((hold) => hold.contactId))}::uuid[]`,
    `${values.add(holds.map((hold) => hold.conversationId))}::uuid[]`,
    `${values.add(holds.map((hold) => hold.fromAt))}::timestamptz[]`,
    `${values.add(holds.map((hold) => hold.untilAt))}::timestamptz[]`,
  ];
  return `unnest(${columns.join(', ')}) as h (hold_id, contact_id, conversation_id, from_at, until_at)`;
}

function covers(shape: RowShape): string {
  if (shape.held !== undefined) return shape.held;
  return `(h.contact_id is null or h.contact_id = ${shape.contact ?? 'null'})
          and (h.conversation_id is null or h.conversation_id = ${shape.conversation ?? 'null'})
          and (h.from_at is null or ${shape.anchor} >= h.from_at) and (h.until_at is null or ${shape.anchor} < h.until_at)`;
}
