import { ERASURE_EFFECTS, PURPOSES, WHOSE, type DataMapEntry, type ErasureEffect, type Purpose, type Whose } from '@kabar/contract';

/** Whose data lies in a place: of its rows, and of single fields. Empty for a place that is about nobody. */
export function peopleOf(entry: DataMapEntry): Whose[] {
  const all = new Set([entry.whose, ...entry.fields.map(({ whose }) => whose)]);
  return WHOSE.filter((whose) => whose !== 'nobody' && all.has(whose));
}

/** Whose place it is in the picture: of its rows, else of the first person among its fields. */
export function mainPersonOf(entry: DataMapEntry): Whose {
  return entry.whose === 'nobody' ? (peopleOf(entry)[0] ?? 'nobody') : entry.whose;
}

/** What erasing that person does to the place: to its rows where they are theirs, else to the person's fields. */
export function mainErasureOf(entry: DataMapEntry): ErasureEffect {
  if (entry.whose !== 'nobody') return entry.erasure;
  return entry.fields.find(({ whose }) => whose !== 'nobody')?.erasure ?? entry.erasure;
}

type Field = DataMapEntry['fields'][number];

/** Fields that differ in their names only stand together, in the order of the first. */
export function groupFields(fields: readonly Field[]): { field: Field; fieldNames: string[] }[] {
  const groups = new Map<string, { field: Field; fieldNames: string[] }>();
  for (const field of fields) {
    const key = JSON.stringify({ ...field, name: '' });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { field, fieldNames: [field.name] });
    else group.fieldNames.push(field.name);
  }
  return [...groups.values()];
}

/** Places that are about people and meet the filters, in the order given. Words are looked for in names, fields and descriptions. */
export function narrowPlaces(
  entries: readonly DataMapEntry[],
  by: { q?: string | undefined; whose?: Whose | undefined; purpose?: Purpose | undefined },
): DataMapEntry[] {
  const words = (by.q ?? '').toLowerCase().split(/\s+/u).filter(Boolean);
  return entries.filter((entry) => {
    const people = peopleOf(entry);
    if (by.whose === 'nobody' ? people.length > 0 : people.length === 0) return false;
    if (by.whose !== undefined && by.whose !== 'nobody' && !people.includes(by.whose)) return false;
    if (by.purpose !== undefined && entry.purpose !== by.purpose) return false;
    const text = [entry.name, ...Object.values(entry.holds), ...entry.fields.map(({ name }) => name)].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A node of the picture: how many places, and where it begins among its column, both in places. */
export interface FlowNode<Id> {
  id: Id;
  count: number;
  start: number;
}

/** A band between two neighbouring columns, with where it touches each. */
export interface FlowBand {
  from: string;
  to: string;
  count: number;
  fromStart: number;
  toStart: number;
}

/** Persons, purposes, what erasure does; and how many places lie on each way. */
export interface DataFlow {
  total: number;
  whose: FlowNode<Whose>[];
  purposes: FlowNode<Purpose>[];
  erasures: FlowNode<ErasureEffect>[];
  first: FlowBand[];
  second: FlowBand[];
}

/** Counts places along person, purpose and erasure, each place once. Bands keep the order of their nodes, so that they do not cross more than they must. */
export function flowOf(entries: readonly DataMapEntry[]): DataFlow {
  const ways = entries
    .map((entry) => ({ whose: mainPersonOf(entry), purpose: entry.purpose, erasure: mainErasureOf(entry) }))
    .filter(({ whose }) => whose !== 'nobody');
  const whose = nodesOf(
    WHOSE,
    ways.map((way) => way.whose),
  );
  const purposes = nodesOf(
    PURPOSES,
    ways.map((way) => way.purpose),
  );
  const erasures = nodesOf(
    ERASURE_EFFECTS,
    ways.map((way) => way.erasure),
  );
  return {
    total: ways.length,
    whose,
    purposes,
    erasures,
    first: bandsOf(
      whose,
      purposes,
      ways.map((way) => [way.whose, way.purpose]),
    ),
    second: bandsOf(
      purposes,
      erasures,
      ways.map((way) => [way.purpose, way.erasure]),
    ),
  };
}

function nodesOf<Id>(order: readonly Id[], values: readonly Id[]): FlowNode<Id>[] {
  let start = 0;
  return order.flatMap((id) => {
    const count = values.filter((value) => value === id).length;
    if (count === 0) return [];
    const node = { id, count, start };
    start += count;
    return [node];
  });
}

function bandsOf(
  from: readonly FlowNode<string>[],
  to: readonly FlowNode<string>[],
  pairs: readonly (readonly [string, string])[],
): FlowBand[] {
  const taken = new Map<FlowNode<string>, number>();
  return from.flatMap((left) => {
    let offset = 0;
    return to.flatMap((right) => {
      const count = pairs.filter(([a, b]) => a === left.id && b === right.id).length;
      if (count === 0) return [];
      const before = taken.get(right) ?? 0;
      taken.set(right, before + count);
      const band = { from: left.id, to: right.id, count, fromStart: left.start + offset, toStart: right.start + before };
      offset += count;
      return [band];
    });
  });
}
