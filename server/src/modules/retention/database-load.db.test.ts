import { describe, expect, it } from 'vitest';
import { withEngine } from '#platform/db/tx';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { watchDatabaseLoad } from './database-load.ts';

const database = useTestDatabase();

/** Buckets of the rate limiter: rows that nothing else in this test writes. */
const write = (count: number) => ({
  text: `insert into rate_buckets (name, wanted, per_second, burst, granted, tokens, filled_at)
         select gen_random_uuid()::text, 1, 1, 1, 1, 1, now() from generate_series(1, ${count})`,
  values: [],
});

describe('the load of the database', () => {
  it('is what others write, and not what was written by oneself', async () => {
    const load = watchDatabaseLoad(database.db);
    await load.othersPerSecond();
    const before = await written();
    for (let time = 0; time < 2; time += 1) await withEngine(database.db, 'test', (tx) => load.own(tx, () => tx.query(write(50_000))));
    await database.admin(write(2_000).text);
    const seen: number[] = [];
    await waitFor('the backends tell what they wrote', async () => {
      seen.push(await load.othersPerSecond());
      return (await written()) - before >= 102_000 && seen.at(-1) !== seen[0];
    });
    const most = Math.max(...seen, await load.othersPerSecond());
    expect(most).toBeGreaterThan(0);
    // At most all of the others' within one look, which lasts a second.
    expect(most).toBeLessThanOrEqual(2_500);
  });
});

async function written(): Promise<number> {
  const [row] = await database.admin<{ count: number }>(
    'select (tup_inserted + tup_updated)::float8 as count from pg_stat_database where datname = current_database()',
  );
  return row?.count ?? 0;
}
