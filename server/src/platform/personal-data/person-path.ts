/** One step of a walk: rows of `table` whose `columns` equal the columns of the step before. */
export type WalkStep = {
  /** The table stood on. */
  table: string;
  /** Columns by which the step is entered, in the order of the previous step's `leave`; empty for the first. */
  enter: readonly string[];
  /** Columns by which it is left; of the last step: the column that names the person (or the row) aimed at. */
  leave: readonly string[];
  /** Only rows with one of these values. */
  only: { column: string; values: readonly string[] } | null;
  /** The last column is text that holds a public id with this prefix. */
  publicId: string | null;
  /** The last column is JSON; this is the field of it that holds the id. */
  field: string | null;
};

const stepForm =
  /^(?:([a-z][a-z0-9_]*)(?:\(([a-z0-9_,]+)\))?\.)?([a-z0-9_,]+)(?:->([a-z_]+))?(?::([a-z]{3}))?(?:\[([a-z_]+)=([a-z_|]+)\])?$/;

/**
 * Reads a walk that begins at `table` (form: `PersonPath`). Errors: throws `TypeError` that names the part that cannot be read.
 */
export function parseWalk(table: string, walk: string): WalkStep[] {
  return walk.split(' > ').map((part, index): WalkStep => {
    const match = stepForm.exec(part.trim());
    const [, named, keys, columns, field, publicId, column, values] = match ?? [];
    if (columns === undefined || (index === 0) !== (named === undefined))
      throw new TypeError(`"${part}" in "${walk}" is no step of a walk`);
    return {
      table: named ?? table,
      enter: index === 0 ? [] : (keys ?? 'id').split(','),
      leave: columns.split(','),
      only: column === undefined || values === undefined ? null : { column, values: values.split('|') },
      publicId: publicId ?? null,
      field: field ?? null,
    };
  });
}

/** Reads the walk of `retained.withRow`: the last part is only a table, e.g. `message_id > messages`. */
export function parseRowWalk(table: string, walk: string): WalkStep[] {
  return parseWalk(table, `${walk}.id`);
}

/** Names of parameters in the statement that a condition is put into: `$2` and so on. */
export type WalkPlaces = {
  /** The workspace's database id; null for data that belongs to none. Tables with a workspace are then joined on it all the same. */
  workspace: string | null;
  /** The persons' database ids, `uuid[]`. */
  ids: string;
  /** The same as public ids, `text[]`; only walks with `:prefix` use it. */
  publicIds?: string;
};

/**
 * SQL that is true for rows of the walk's table that lead to one of the persons. `alias` names the row in the statement. `hasWorkspace` tells
 * which tables have a `workspace_id`. Identifiers come from declarations, never from requests.
 *
 * Errors: throws `TypeError` when the walk needs public ids and `places` has none.
 */
export function personCondition(
  steps: readonly WalkStep[],
  alias: string,
  places: WalkPlaces,
  hasWorkspace: (table: string) => boolean,
): string {
  return conditionAt(steps, 0, alias, places, hasWorkspace);
}

function conditionAt(
  steps: readonly WalkStep[],
  at: number,
  alias: string,
  places: WalkPlaces,
  hasWorkspace: (table: string) => boolean,
): string {
  const step = steps[at];
  if (step === undefined) throw new TypeError('a walk has at least one step');
  const parts: string[] = [];
  const isTenant = hasWorkspace(step.table);
  if (isTenant && places.workspace !== null) parts.push(`${alias}.workspace_id = ${places.workspace}`);
  if (step.only !== null) parts.push(`${alias}.${step.only.column} = any ('{${step.only.values.join(',')}}')`);
  const next = steps[at + 1];
  if (next === undefined) {
    if (step.publicId !== null && places.publicIds === undefined) throw new TypeError('this walk ends at public ids; give them');
    const column = `${alias}.${step.leave[0] ?? 'id'}${step.field === null ? '' : ` ->> '${step.field}'`}`;
    parts.push(step.publicId === null ? `${column} = any (${places.ids})` : `(${column}) = any (${places.publicIds ?? ''})`);
    return parts.join(' and ');
  }
  const inner = `${alias}_`;
  const isJoined = isTenant && hasWorkspace(next.table);
  const outer = [...(isJoined ? ['workspace_id'] : []), ...step.leave].map((column) => `${alias}.${column}`);
  const entered = [...(isJoined ? ['workspace_id'] : []), ...next.enter].map((column) => `${inner}.${column}`);
  parts.push(
    `(${outer.join(', ')}) in (select ${entered.join(', ')} from ${next.table} ${inner} where ${conditionAt(steps, at + 1, inner, places, hasWorkspace)})`,
  );
  return parts.join(' and ');
}
