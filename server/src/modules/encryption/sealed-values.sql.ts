import type { Statement } from '#platform/db/tx';
import type { SealedPlace } from './sealed-place.ts';

const keyOf = (place: SealedPlace) => place.key ?? ([['id', 'uuid']] as const);
const ownRows = ({ ofInstallation }: SealedPlace): string => (ofInstallation === true ? '$1::uuid is not null' : 't.workspace_id = $1');

/** The six bytes behind version and algorithm: what sealed bytes name their key by. */
const keyIdSql = (column: string): string => `substring(t.${column} from 3 for 6)`;

/** Key ids in the form of the header of sealed bytes. */
export function keyIdBytes(ids: readonly number[]): Buffer[] {
  return ids.map((id) => {
    const bytes = Buffer.alloc(6);
    bytes.writeUIntBE(id, 0, 6);
    return bytes;
  });
}

export type SealedValue = { key: string[]; row: string; sealed: Buffer };

/** Values of a place that are sealed under one of `versions`, by key of the row, after `after`. */
export function selectSealedValues(
  place: SealedPlace,
  workspaceId: string,
  versions: readonly number[],
  after: readonly string[] | null,
  limit: number,
): Statement {
  const key = keyOf(place);
  const columns = key.map(([name]) => `t.${name}`).join(', ');
  const behind =
    after === null || key.length === 0
      ? ''
      : `and (${columns}) > (${key.map(([, type], index) => `$${index + 4}::text::${type}`).join(', ')})`;
  return {
    text: `select array[${key.map(([name]) => `t.${name}::text`).join(', ')}]::text[] as key, ${place.row ?? 't.id::text'} as row, t.${place.column} as sealed
             from ${place.table} t
            where ${ownRows(place)} and t.${place.column} is not null and ${keyIdSql(place.column)} = any($2::bytea[]) ${behind}
            ${key.length === 0 ? '' : `order by ${columns}`} limit $3`,
    values: [workspaceId, keyIdBytes(versions), limit, ...(behind === '' ? [] : (after ?? []))],
  };
}

/** Puts values sealed anew in the place of those read, where they are still the same; whatever was written meanwhile stays. Gives a row for each. */
export function updateSealedValues(
  place: SealedPlace,
  workspaceId: string,
  values: readonly { key: readonly string[]; before: Buffer; after: Buffer }[],
): Statement {
  const key = keyOf(place);
  const fits = [
    ownRows(place),
    ...key.map(([name, type], index) => `t.${name} = fresh.k${index}::${type}`),
    `t.${place.column} = decode(fresh.before, 'base64')`,
  ];
  const types = ['$2::text[]', '$3::text[]', ...key.map((_, index) => `$${index + 4}::text[]`)];
  const names = ['before', 'after', ...key.map((_, index) => `k${index}`)];
  return {
    text: `update ${place.table} t set ${place.column} = decode(fresh.after, 'base64')
             from unnest(${types.join(', ')}) as fresh (${names.join(', ')})
            where ${fits.join(' and ')} returning true as done`,
    values: [
      workspaceId,
      values.map(({ before }) => before.toString('base64')),
      values.map(({ after }) => after.toString('base64')),
      ...key.map((_, index) => values.map((value) => value.key[index])),
    ],
  };
}

export type VersionCount = { keyId: Buffer; count: number };

/** How many values of a place are sealed under each of `versions`. */
export function countSealedValues(place: SealedPlace, workspaceId: string, versions: readonly number[]): Statement {
  return {
    text: `select ${keyIdSql(place.column)} as "keyId", count(*)::int as count from ${place.table} t
            where ${ownRows(place)} and t.${place.column} is not null and ${keyIdSql(place.column)} = any($2::bytea[]) group by 1`,
    values: [workspaceId, keyIdBytes(versions)],
  };
}
