import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One migration file, read and checked. */
export type Migration = {
  /** File name without `.sql`. */
  name: string;
  sql: string;
  /** SHA-256 of the file, hex. */
  hash: string;
  /** `breaking`: a Kabar that does not know this migration must not start on the database. */
  kind: 'compatible' | 'breaking';
  /** False for a file that says `-- Transaction: none`, such as one `create index concurrently`. */
  inTransaction: boolean;
};

const defaultFolder = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const nameForm = /^\d{4}_[a-z0-9]+(_[a-z0-9]+)+$/;

/**
 * Reads all migration files in order and checks their form: name `NNNN_verb_noun.sql`, each number once, header lines
 * Purpose, Locks and Kind. `schema.sql` beside them is the generated picture of the result and no migration.
 *
 * Errors: a sentence that names the file and what is wrong with it.
 */
export function readMigrations(folder: string = defaultFolder): Migration[] {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.sql') && file !== 'schema.sql')
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();
  const migrations = names.map((name) => readMigration(folder, name));
  for (const [index, { name }] of migrations.entries()) {
    const next = migrations[index + 1];
    if (next !== undefined && next.name.slice(0, 4) === name.slice(0, 4)) {
      throw new Error(`Two migration files have the number ${name.slice(0, 4)}: ${name} and ${next.name}.`);
    }
  }
  return migrations;
}

function readMigration(folder: string, name: string): Migration {
  if (!nameForm.test(name)) throw new Error(`The migration file ${name}.sql is not named NNNN_verb_noun.sql.`);
  const sql = readFileSync(join(folder, `${name}.sql`), 'utf8');
  const header = readHeader(sql);
  for (const field of ['purpose', 'locks', 'kind']) {
    if ((header.get(field) ?? '') === '') {
      throw new Error(`The migration file ${name}.sql has no header line "-- ${field}: …".`);
    }
  }
  const kind = header.get('kind');
  if (kind !== 'compatible' && kind !== 'breaking') {
    throw new Error(`The migration file ${name}.sql must say "-- Kind: compatible" or "-- Kind: breaking".`);
  }
  return {
    name,
    sql,
    hash: createHash('sha256').update(sql).digest('hex'),
    kind,
    inTransaction: header.get('transaction') !== 'none',
  };
}

function readHeader(sql: string): Map<string, string> {
  const header = new Map<string, string>();
  for (const line of sql.split('\n')) {
    if (!line.startsWith('--')) break;
    const match = /^-- ([A-Z][a-z]+)[^:]*: *(.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) header.set(match[1].toLowerCase(), match[2].trim());
  }
  return header;
}
