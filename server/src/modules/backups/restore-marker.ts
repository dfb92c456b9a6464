import type pg from 'pg';
import { connectClient } from '#platform/db/connect-client';
import { restoreMarker } from '#platform/db/restore-marker';
import { BackupError } from './backup-error.ts';

/**
 * Marks a database as being restored. It must be empty, or carry the mark of a try that broke off, which is cleared away first.
 *
 * Errors: `BackupError` `not_empty`, and then nothing was touched.
 */
export async function openRestore(url: string, publicId: string): Promise<void> {
  const client = await connect(url);
  try {
    const { rows } = await client.query<{ isMarked: boolean; tableCount: number }>(
      `select to_regnamespace($1) is not null as "isMarked",
              (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%') as "tableCount"`,
      [restoreMarker],
    );
    const isMarked = rows[0]?.isMarked === true;
    if (!isMarked && (rows[0]?.tableCount ?? 0) > 0) throw new BackupError('not_empty');
    // Only what a restore of ours made can be in there: it was empty when the mark was set.
    if (isMarked) await client.query('drop owned by current_user cascade');
    await client.query(`create schema ${restoreMarker}`);
    await client.query(`create table ${restoreMarker}.state (backup text not null)`);
    await client.query(`insert into ${restoreMarker}.state values ($1)`, [publicId]);
  } finally {
    await client.end();
  }
}

/** Takes the mark off: from now on Kabar opens the database. */
export async function closeRestore(url: string): Promise<void> {
  const client = await connect(url);
  try {
    await client.query(`drop schema ${restoreMarker} cascade`);
  } finally {
    await client.end();
  }
}

function connect(url: string): Promise<pg.Client> {
  return connectClient({ url, name: 'kabar_restore' });
}
