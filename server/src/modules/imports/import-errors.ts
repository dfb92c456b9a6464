import type { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { guardFormula } from '#platform/csv/guard-formula';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { requireImport } from './change-import.ts';
import type { ImportsContext } from './imports-context.ts';
import { selectFailedRows } from './imports.sql.ts';
import { openDetails } from './present-import.ts';
import { openRows } from './run-import.ts';

/** The rows with errors as a CSV file: number, reasons and the row as it stood. Errors: `not_found`; `conflict` once the file is deleted. */
export async function streamErrors(ctx: ImportsContext, workspaceId: string, id: string): Promise<Readable> {
  const row = await requireImport(ctx, workspaceId, id);
  const details = await openDetails(ctx, row);
  if (details === null) throw new AppError('conflict');
  const failed = new Map(
    (await tenantQuery<{ row: number; problems: string[] | null }>(ctx.db, workspaceId, selectFailedRows(workspaceId, id))).map((one) => [
      one.row,
      one.problems ?? [],
    ]),
  );
  const out = stringify({ bom: true, record_delimiter: '\r\n' });
  const rows = await openRows(ctx, row);
  const write = async (): Promise<void> => {
    out.write(['row', 'problems', ...details.headers.map(guardFormula)]);
    for await (const { number, cells } of rows) {
      const problems = failed.get(number);
      if (problems === undefined) continue;
      if (!out.write([String(number), problems.join('; '), ...cells.map(guardFormula)]))
        await new Promise((resolve) => out.once('drain', resolve));
      if (out.destroyed) return;
    }
    out.end();
  };
  write().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('the rows could not be read')));
  return out;
}
