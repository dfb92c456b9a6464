import type { Database } from '../src/platform/db/database.ts';
import { withEngine, type Statement } from '../src/platform/db/tx.ts';

/** Runs one statement that sets the scene of a test: nobody did it, so the log has nothing to say, and the privileged tables are told so. */
export function sceneQuery<Row>(db: Database, statement: Statement): Promise<Row[]> {
  return withEngine(db, 'sets the scene of a test', async (tx) => {
    await tx.query({ text: `select set_config('kabar.audited', string_agg(id::text, ' '), true) from workspaces` });
    return tx.query<Row>(statement);
  });
}
