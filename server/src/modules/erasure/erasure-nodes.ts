import type { DataClass, KeepReason, RetentionClass } from '@kabar/contract';
import type { Catalogue, CataloguedColumn, CataloguedTable } from '#platform/personal-data/catalogue';
import type { Facts, PersonPath, Words } from '#platform/personal-data/declaration';
import { parseWalk, type WalkStep } from '#platform/personal-data/person-path';

type NodeFacts = { table: string; holds: Words; class: DataClass; retention: RetentionClass | null };

/** Rows of one table that go, or columns of them that change, when a contact is erased. */
export type ErasureNode = NodeFacts & {
  walks: readonly (readonly WalkStep[])[];
  /** Null: the rows go. Otherwise columns with the SQL expression they become. */
  changes: readonly { column: string; to: string }[] | null;
};

/** Rows that stay, and why. */
export type KeptNode = NodeFacts & { walks: readonly (readonly WalkStep[])[]; because: KeepReason };

/** What erasing a contact does to the whole store. */
export type ErasurePlanNodes = {
  /** In an order in which nothing is deleted that a later node or a foreign key still needs. */
  nodes: readonly ErasureNode[];
  kept: readonly KeptNode[];
  /** Tables of which part cannot be found by walking: their modules open and search them. */
  opened: readonly string[];
};

/** A table that refers to another. */
export type ForeignKey = { from: string; to: string };

/**
 * Reads from the declarations what erasing a contact does to each table. A table with a column of a contact that is to be deleted loses the row, also
 * where the row is somebody else's (a pin, a notification). Pure. Errors: throws `TypeError` when declarations need each other in a circle.
 */
export function erasureNodes(catalogue: Catalogue, foreignKeys: readonly ForeignKey[]): ErasurePlanNodes {
  const nodes: ErasureNode[] = [];
  const kept: KeptNode[] = [];
  const opened: string[] = [];
  for (const table of catalogue.tables.values()) {
    const parts: (Facts & { column: CataloguedColumn | null })[] = [
      { ...table, column: null },
      ...table.columns.map((column) => ({ ...column, column })),
    ].filter((part) => part.whose === 'contact');
    if (parts.some((part) => part.paths.some((path) => typeof path === 'object' && 'open' in path))) opened.push(table.name);
    const deleting = parts.filter((part) => part.erase.does === 'delete');
    if (deleting.length > 0) {
      const walks = walksOf(table, deleting);
      if (walks.length > 0) nodes.push({ ...factsOf(table, deleting[0] ?? table), walks, changes: null });
      continue;
    }
    const changing = Map.groupBy(
      parts.filter((part) => part.column !== null && (part.erase.does === 'detach' || part.erase.does === 'anonymise')),
      (part) => JSON.stringify(part.paths),
    );
    for (const group of changing.values()) {
      const walks = walksOf(table, group);
      const changes = group.map((part) => ({
        column: part.column?.name ?? '',
        to: part.erase.does === 'anonymise' ? part.erase.to : 'null',
      }));
      if (walks.length > 0) nodes.push({ ...factsOf(table, group[0] ?? table), walks, changes });
    }
    const [keeping] = parts.filter((part) => part.erase.does === 'keep');
    if (keeping?.erase.does === 'keep' && keeping.erase.because !== 'not_personal') {
      const walks = walksOf(table, [keeping]);
      if (walks.length > 0) kept.push({ ...factsOf(table, keeping), walks, because: keeping.erase.because });
    }
  }
  return { nodes: ordered(nodes, foreignKeys), kept, opened };
}

function factsOf(table: CataloguedTable, facts: Facts): NodeFacts {
  return {
    table: table.name,
    holds: table.holds,
    class: facts.class,
    retention: facts.retention.by === 'class' ? facts.retention.class : null,
  };
}

function walksOf(table: CataloguedTable, parts: readonly Facts[]): WalkStep[][] {
  const paths = new Set(parts.flatMap((part) => part.paths).filter(isWalk));
  return [...paths].map((path) => parseWalk(table.name, path));
}

function isWalk(path: PersonPath): path is string {
  return typeof path === 'string';
}

/** Changes come before deletions they need, what refers to a table before the table. */
function ordered(nodes: readonly ErasureNode[], foreignKeys: readonly ForeignKey[]): ErasureNode[] {
  const before = (first: ErasureNode, second: ErasureNode): boolean =>
    second.changes === null &&
    first.table !== second.table &&
    (first.walks.some((steps) => steps.some((step) => step.table === second.table)) ||
      (first.changes === null && foreignKeys.some((key) => key.from === first.table && key.to === second.table)));
  const left = new Set(nodes);
  const order: ErasureNode[] = [];
  while (left.size > 0) {
    const next = [...left].find((node) => ![...left].some((other) => other !== node && before(other, node)));
    if (next === undefined)
      throw new TypeError(`declarations need each other in a circle: ${[...left].map((one) => one.table).join(', ')}`);
    order.push(next);
    left.delete(next);
  }
  return order;
}
