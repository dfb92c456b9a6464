import type { Database } from '#platform/db/database';
import { withEngine } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import { selectProcessors, selectTransfers, type ProcessorRow, type TransferRow } from './processors.sql.ts';

/** The register as stored. */
export type Register = { processors: ProcessorRow[]; transfers: TransferRow[] };

const yearMs = 365 * 86_400_000;

/** Reads the register: everybody who gets or will get data, and who ended within a year. */
export function loadRegister(db: Database, now: Date): Promise<Register> {
  return withEngine(db, 'the register of recipients belongs to the installation', (tx) => readRegister(tx, now));
}

/** The same inside a transaction. */
export async function readRegister(tx: EngineTx, now: Date): Promise<Register> {
  const [processors, transfers] = await Promise.all([
    tx.query<ProcessorRow>(selectProcessors(new Date(now.getTime() - yearMs))),
    tx.query<TransferRow>(selectTransfers()),
  ]);
  return { processors, transfers };
}
