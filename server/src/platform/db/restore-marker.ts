import { connectClient } from './connect-client.ts';

/** Schema that stands in a database for as long as a restore into it is not finished. */
export const restoreMarker = 'kabar_restore';

/** The database is in the middle of a restore. */
export class UnfinishedRestoreError extends Error {
  override readonly name = 'UnfinishedRestoreError';
}

/**
 * Refuses a database whose restore was not finished: erased people may still be in it, and checks were not made.
 *
 * Errors: `UnfinishedRestoreError`; database errors.
 */
export async function requireFinishedRestore(url: string): Promise<void> {
  const client = await connectClient({ url, name: 'kabar_migrate' });
  try {
    const { rows } = await client.query<{ isMarked: boolean }>('select to_regnamespace($1) is not null as "isMarked"', [restoreMarker]);
    if (rows[0]?.isMarked !== true) return;
    throw new UnfinishedRestoreError(
      'A restore into this database was not finished, so it stays closed. Run the same `npx kabar restore` again; it begins anew and takes nothing from the backup.',
    );
  } finally {
    await client.end();
  }
}
