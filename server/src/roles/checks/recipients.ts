import pg from 'pg';
import { problemsOf, sayProblems, selectProcessors, selectTransfers } from '#modules/processors';
import type { ProcessorRow, TransferRow } from '#modules/processors';
import { defineCheck, ok, problem, skipped, warning } from './check.ts';
import type { Check } from './check.ts';

/** Who gets data, and whether it may. */
export const recipientChecks: readonly Check[] = [
  defineCheck('Recipients', async ({ config, databaseUrl }) => {
    if (databaseUrl === null) return skipped('The register of recipients is in the database, which runs only while Kabar does.');
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'kabar_doctor', options: '-c role=kabar_engine' });
    await client.connect();
    try {
      const { rows: found } = await client.query<{ found: boolean }>(`select to_regclass('processors') is not null as found`);
      if (found[0]?.found !== true) return skipped('The register of recipients comes with the next migration.');
      const now = new Date();
      const home = config.places.region ?? null;
      const today = now.toISOString().slice(0, 10);
      const processors = await read<ProcessorRow>(client, selectProcessors(now));
      const transfers = await read<TransferRow>(client, selectTransfers());
      const wrong = processors.flatMap((row) => {
        const problems = problemsOf(row, transfers, home, today);
        return row.status === 'planned' || problems.length === 0 ? [] : [{ row, problems }];
      });
      const stopped = wrong.filter(
        ({ row, problems }) =>
          (row.status === 'active' && problems.includes('transfer_missing')) ||
          (row.provisionalUntil !== null && row.provisionalUntil <= now),
      );
      const list = (some: typeof wrong): string =>
        some.map(({ row, problems }) => `${row.name} (missing: ${sayProblems(problems)})`).join('; ');
      if (stopped.length > 0)
        return problem(`Connections are refused to: ${list(stopped)}. Complete the register under This installation, Recipients.`);
      if (wrong.length > 0) return warning(`Not complete: ${list(wrong)}. Complete the register under This installation, Recipients.`);
      if (home === null && !config.isEmbedded)
        return warning('KABAR_REGION is not set: whether data goes to another country cannot be judged.');
      return ok(`${processors.length} recipients, each complete.`);
    } finally {
      await client.end();
    }
  }),
];

async function read<Row extends pg.QueryResultRow>(
  client: pg.Client,
  statement: { text: string; values?: readonly unknown[] },
): Promise<Row[]> {
  const { rows } = await client.query<Row>(statement.text, [...(statement.values ?? [])]);
  return rows;
}
