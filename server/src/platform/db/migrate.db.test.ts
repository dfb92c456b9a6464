import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmptyDatabase, waitFor } from '../../../test/harness.ts';
import type { EmptyDatabase } from '../../../test/harness.ts';
import { installJobs } from '../jobs/install.ts';
import { MigrationHistoryError, SchemaTooNewError, listPendingMigrations, migrate } from './migrate.ts';
import { readMigrations } from './migration-files.ts';

const realFolder = fileURLToPath(new URL('../../../migrations/', import.meta.url));
let database: EmptyDatabase;
let folder: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = mkdtempSync(join(tmpdir(), 'kabar-migrations-'));
});

afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, sql: string, kind = 'compatible', extra = ''): void {
  writeFileSync(join(folder, `${name}.sql`), `-- Purpose: test.\n-- Locks: none.\n-- Kind: ${kind}\n${extra}\n${sql}\n`);
}

const options = (): { url: string; folder: string } => ({ url: database.url, folder });

describe('migrate', () => {
  it('lets one of twenty at once apply everything and the others find nothing to do', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => migrate({ url: database.url })));
    const names = readMigrations().map((migration) => migration.name);
    expect(results.filter((applied) => applied.length > 0)).toEqual([names]);
    expect(await listPendingMigrations({ url: database.url })).toEqual([]);
    await Promise.all(Array.from({ length: 5 }, () => installJobs(database.url)));
  });

  it('takes up new files later', async () => {
    write('0001_create_one', 'create table one (id int);');
    expect(await migrate(options())).toEqual(['0001_create_one']);
    write('0002_create_two', 'create table two (id int);');
    expect(await listPendingMigrations(options())).toEqual(['0002_create_two']);
    expect(await migrate(options())).toEqual(['0002_create_two']);
    expect(await migrate(options())).toEqual([]);
  });

  it('leaves nothing of a file that fails, names it, and goes on after the repair', async () => {
    write('0001_create_one', 'create table one (id int);');
    write('0002_create_two', 'create table two (id int); select 1/0;');
    await expect(migrate(options())).rejects.toThrow('0002_create_two failed: division by zero');
    expect(await listPendingMigrations(options())).toEqual(['0002_create_two']);
    write('0002_create_two', 'create table two (id int);');
    expect(await migrate(options())).toEqual(['0002_create_two']);
  });

  it('refuses a file that changed after release', async () => {
    write('0001_create_one', 'create table one (id int);');
    await migrate(options());
    write('0001_create_one', 'create table one (id bigint);');
    await expect(migrate(options())).rejects.toThrow(MigrationHistoryError);
    await expect(migrate(options())).rejects.toThrow('changed after release');
  });

  it('refuses a file that comes before one already applied', async () => {
    write('0002_create_two', 'create table two (id int);');
    await migrate(options());
    write('0001_create_one', 'create table one (id int);');
    await expect(migrate(options())).rejects.toThrow('Give it a higher number');
  });

  it('refuses a database of a newer release that it cannot work with, and accepts one it can', async () => {
    write('0001_create_one', 'create table one (id int);');
    write('0002_add_column', 'alter table one add column note text;', 'compatible');
    await migrate(options());
    rmSync(join(folder, '0002_add_column.sql'));
    expect(await migrate(options())).toEqual([]);
    write('0002_add_column', 'alter table one add column note text;', 'compatible');
    write('0003_drop_column', 'alter table one drop column id;', 'breaking');
    await migrate(options());
    rmSync(join(folder, '0003_drop_column.sql'));
    await expect(migrate(options())).rejects.toThrow(SchemaTooNewError);
    await expect(listPendingMigrations(options())).rejects.toThrow('upgraded by a newer Kabar');
  });

  it('runs a file outside of a transaction when it says so', async () => {
    write('0001_create_one', 'create table one (id int);');
    write('0002_index_one', 'create index concurrently if not exists one_id on one (id);', 'compatible', '-- Transaction: none');
    expect(await migrate(options())).toHaveLength(2);
  });

  it('gives up a table lock that it cannot get and tries again', async () => {
    write('0001_create_one', 'create table one (id int);');
    await migrate(options());
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin; lock table one in access exclusive mode');
    write('0002_add_column', `set local lock_timeout = '100ms'; alter table one add column note text;`);
    const migrating = migrate(options());
    await waitFor('the migration waits for the lock', async () => {
      const { rows } = await holder.query(`select 1 from pg_locks where not granted`);
      return rows.length > 0;
    });
    await waitFor('the migration lets go', async () => {
      const { rows } = await holder.query(`select 1 from pg_locks where not granted`);
      return rows.length === 0;
    });
    await holder.query('rollback');
    await holder.end();
    expect(await migrating).toEqual(['0002_add_column']);
  });
});

describe('migration files', () => {
  it.each([
    ['a name of another form', '1_create', 'not named NNNN_verb_noun.sql'],
    ['two files of one number', '0001_create_other', 'Two migration files have the number 0001'],
  ])('with %s are refused', (_, name, message) => {
    write('0001_create_one', 'select 1;');
    write(name, 'select 1;');
    expect(() => readMigrations(folder)).toThrow(message);
  });

  it('without a header line are refused', () => {
    writeFileSync(join(folder, '0001_create_one.sql'), '-- Purpose: x\n-- Kind: compatible\nselect 1;');
    expect(() => readMigrations(folder)).toThrow('no header line "-- locks');
    write('0001_create_one', 'select 1;', 'harmless');
    expect(() => readMigrations(folder)).toThrow('must say "-- Kind: compatible"');
  });

  it('of the product are all readable', () => {
    cpSync(realFolder, folder, { recursive: true });
    expect(readMigrations(folder).length).toBeGreaterThan(0);
  });
});
