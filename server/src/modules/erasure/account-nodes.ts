import type { DataClass, KeepReason } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';
import type { Catalogue } from '#platform/personal-data/catalogue';
import type { Words } from '#platform/personal-data/declaration';
import { parseWalk, personCondition } from '#platform/personal-data/person-path';

/** Rows of one table that lead to an account: they go, lose the column that leads there, or stay for a reason. */
export type AccountNode = {
  table: string;
  holds: Words;
  class: DataClass;
  /** SQL that is true for these rows under the alias `r`; `$1` are ids of accounts. */
  condition: string;
  does: 'delete' | 'detach' | 'keep';
  /** The column that leads there. */
  column: string;
  because: KeepReason | null;
};

/** Tables that the end of a membership or of the account itself empties. */
const last: ReadonlySet<string> = new Set(['workspace_members', 'users']);

/**
 * Reads from the declarations what erasing an account does to each table. Pure. What no column leads to (links in mails, counters of tries) ends by itself within days and
 * is declared so.
 */
export function accountNodes(catalogue: Catalogue): AccountNode[] {
  const isTenant = (table: string): boolean => catalogue.tables.get(table)?.isTenant === true;
  return [...catalogue.tables.values()]
    .filter(({ name }) => !last.has(name))
    .flatMap((table) =>
      [table, ...table.columns.filter((column) => column.whose === 'account' && table.whose !== 'account')]
        .filter((part) => part.whose === 'account')
        .flatMap((part) =>
          part.paths.flatMap((path): AccountNode[] => {
            if (typeof path !== 'string') return [];
            const steps = parseWalk(table.name, path);
            const { erase } = part;
            return [
              {
                table: table.name,
                holds: table.holds,
                class: part.class,
                condition: personCondition(steps, 'r', { workspace: null, ids: '$1::uuid[]' }, isTenant),
                does: erase.does === 'delete' ? 'delete' : erase.does === 'keep' ? 'keep' : 'detach',
                column: steps[0]?.leave[0] ?? 'id',
                because: erase.does === 'keep' ? erase.because : null,
              },
            ];
          }),
        ),
    );
}

/** Deletes or detaches the rows of a node; gives how many. */
export function eraseAccountRows({ table, condition, does, column }: AccountNode, userId: string): Statement {
  const change = does === 'delete' ? `delete from ${table} r` : `update ${table} r set ${column} = null`;
  return {
    text: `with gone as (${change} where ${condition} returning 1) select count(*)::int as count from gone`,
    values: [[userId]],
  };
}

/** How many rows of a node there are. */
export function countAccountRows({ table, condition }: AccountNode, userId: string): Statement {
  return { text: `select count(*)::int as count from ${table} r where ${condition}`, values: [[userId]] };
}
