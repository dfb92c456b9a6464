/** A column of the database as `schema.sql` shows it. */
export type PicturedColumn = { name: string; type: string; isNullable: boolean };

/** A table as `schema.sql` shows it; `references` are its foreign keys of one column that matters, with the target's. */
export type PicturedTable = {
  name: string;
  columns: ReadonlyMap<string, PicturedColumn>;
  references: readonly { column: string; table: string; key: string }[];
};

const tableForm = /^create (?:unlogged )?table (\w+) \(\n([\s\S]*?)\n\)[^;]*;/gm;
const columnForm = /^ {2}(\w+) (.+?)(?:,)?$/;

/**
 * Reads tables and columns out of the text of `server/migrations/schema.sql`, whose form is made by `schema-dump.ts`. A line that belongs to the
 * expression of a generated column is passed over.
 */
export function readSchemaPicture(schema: string): Map<string, PicturedTable> {
  const tables = new Map<string, PicturedTable>();
  for (const [, name = '', body = ''] of schema.matchAll(tableForm)) {
    const columns = new Map<string, PicturedColumn>();
    const references: { column: string; table: string; key: string }[] = [];
    for (const line of body.split('\n')) {
      const [, word = '', rest = ''] = columnForm.exec(line) ?? [];
      if (word === 'constraint') {
        const [, from = '', table = '', to = ''] = /FOREIGN KEY \(([^)]+)\) REFERENCES (\w+)\(([^)]+)\)/.exec(rest) ?? [];
        const keys = to.split(', ');
        for (const [index, column] of from.split(', ').entries()) {
          if (column !== '' && column !== 'workspace_id') references.push({ column, table, key: keys[index] ?? '' });
        }
      } else if (word !== '') {
        const type = rest.split(/ (?:not null|default|generated)\b/)[0] ?? rest;
        columns.set(word, { name: word, type, isNullable: !/\bnot null$/.test(rest.replace(/,$/, '')) });
      }
    }
    tables.set(name, { name, columns, references });
  }
  return tables;
}
