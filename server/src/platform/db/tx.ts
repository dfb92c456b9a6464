import pg from 'pg';
import type { PoolClient } from 'pg';
import { beginStep, type Step } from '../idempotency/steps.ts';
import type { Database } from './database.ts';

/**
 * One SQL statement. With a `name` it is prepared once per connection and then only bound (1.2 to 1.3 times the rate);
 * the same name must always carry the same text.
 */
export type Statement = { name?: string; text: string; values?: readonly unknown[] };

/** An open transaction. Statements sent without awaiting one another share a network round trip and run in order. */
export interface Tx {
  /** Runs one statement and gives its rows. `Row` is the caller's word for the shape that the SQL returns. */
  query<Row>(statement: Statement): Promise<Row[]>;
}

declare const tenantBrand: unique symbol;
declare const engineBrand: unique symbol;

/** A transaction in which the database shows the rows of one workspace only. Made by `withTenant` alone. */
export interface TenantTx extends Tx {
  readonly workspaceId: string;
  readonly [tenantBrand]: true;
}

/** A transaction across workspaces, for engines. Made by `withEngine` alone. */
export interface EngineTx extends Tx {
  readonly reason: string;
  readonly [engineBrand]: true;
}

/** Choices for one transaction. */
export type TxOptions = {
  /** Default `read committed`. */
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** How many times the whole function runs again after a serialization failure or a deadlock. Default 0. */
  retries?: number;
};

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Runs `fn` in a transaction in which row-level security shows `workspaceId` (a database uuid) and nothing else.
 * Commits when `fn` resolves, rolls back when it rejects; the connection goes back to the pool in every case.
 * `fn` may run more than once when `retries` is given, so it must have no effect outside the transaction.
 *
 * Errors: whatever `fn` throws; database errors with their SQLSTATE in `code`; `TransactionAbortedError` when `fn`
 * swallowed a failed statement and returned as if all were well.
 */
export function withTenant<T>(db: Database, workspaceId: string, fn: (tx: TenantTx) => Promise<T>, options: TxOptions = {}): Promise<T> {
  const setting = tenantSetting(workspaceId);
  return asStep(
    workspaceId,
    () => String(fn),
    (step) => transact(db.app, options, [setting], (tx) => fn({ ...tx, workspaceId } as TenantTx), step), // the one place that brands
  );
}

/**
 * Runs one statement as its own transaction for one workspace. All four steps (begin, setting, statement, commit)
 * travel in one round trip, so this is the cheapest tenant read.
 */
export async function tenantQuery<Row>(db: Database, workspaceId: string, statement: Statement): Promise<Row[]> {
  const setting = tenantSetting(workspaceId);
  if (mayWrite(statement)) {
    const step = beginStep(workspaceId, () => statement.text);
    if (step !== null && step.earlier !== null) return step.earlier.value as Row[]; // what this very statement gave
    if (step !== null) return transact(db.app, {}, [setting], (tx) => tx.query<Row>(statement), step);
  }
  const client = await db.app.connect();
  const begun = client.query('begin');
  const set = client.query(toQuery(setting));
  const result = client.query<never>(toQuery(statement));
  // After a failed statement this commit is a rollback, so nothing of it stays.
  const ended = client.query('commit');
  const outcomes = await Promise.allSettled([begun, set, result, ended]);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  client.release(failure !== undefined && !isStatementError(failure.reason));
  if (failure !== undefined) throw failure.reason;
  return (await result).rows;
}

/**
 * Runs `fn` in a transaction that sees every workspace, for engines and maintenance. `reason` says in a few words why
 * this code may cross workspaces; a repository tool lists every call. Otherwise like `withTenant`.
 */
export function withEngine<T>(db: Database, reason: string, fn: (tx: EngineTx) => Promise<T>, options: TxOptions = {}): Promise<T> {
  return asStep(
    null,
    () => `${reason} ${String(fn)}`,
    (step) => transact(db.engine, options, [], (tx) => fn({ ...tx, reason } as EngineTx), step), // the one place that brands
  );
}

/** Runs one statement across workspaces in autocommit, for engines. Errors: database errors with their SQLSTATE. */
export async function engineQuery<Row>(db: Database, statement: Statement, options: Pick<TxOptions, 'retries'> = {}): Promise<Row[]> {
  if (mayWrite(statement)) {
    const step = beginStep(null, () => statement.text);
    if (step !== null && step.earlier !== null) return step.earlier.value as Row[]; // what this very statement gave
    if (step !== null) return transact(db.engine, options, [], (tx) => tx.query<Row>(statement), step);
  }
  for (let retriesLeft = options.retries ?? 0; ; retriesLeft -= 1) {
    try {
      const result = await db.engine.query<never>(toQuery(statement));
      return result.rows;
    } catch (error) {
      if (retriesLeft <= 0 || !isConflict(error)) throw error;
    }
  }
}

/** A statement failed inside the transaction, the function hid it, and so nothing was stored. */
export class TransactionAbortedError extends Error {
  override readonly name = 'TransactionAbortedError';
}

function tenantSetting(workspaceId: string): Statement {
  if (!uuidForm.test(workspaceId)) throw new TypeError('workspace id is not a uuid');
  return {
    name: 'set_workspace',
    text: `select set_config('app.workspace_id', $1, true)`,
    values: [workspaceId],
  };
}

/** Runs a transaction as a step of the request it belongs to, or gives what it gave when that request was tried before. */
function asStep<T>(workspaceId: string | null, source: () => string, run: (step: Step | null) => Promise<T>): Promise<T> {
  let step: Step | null;
  try {
    step = beginStep(workspaceId, source);
  } catch (error) {
    return Promise.reject(error);
  }
  return step === null || step.earlier === null ? run(step) : Promise.resolve(step.earlier.value as T); // the value this very function gave
}

/** Whether a statement by itself could change something; one that only reads is nothing to remember. */
function mayWrite(statement: Statement): boolean {
  return /\b(?:insert|update|delete)\b/i.test(statement.text);
}

async function transact<T>(
  pool: pg.Pool,
  options: TxOptions,
  settings: readonly Statement[],
  fn: (tx: Tx) => Promise<T>,
  step: Step | null,
): Promise<T> {
  for (let retriesLeft = options.retries ?? 0; ; retriesLeft -= 1) {
    const client = await pool.connect();
    try {
      return await runOnce(client, options, settings, fn, step);
    } catch (error) {
      if (retriesLeft <= 0 || !isConflict(error)) throw error;
    }
  }
}

async function runOnce<T>(
  client: PoolClient,
  options: TxOptions,
  settings: readonly Statement[],
  fn: (tx: Tx) => Promise<T>,
  step: Step | null,
): Promise<T> {
  const begin = options.isolation === undefined ? 'begin' : `begin isolation level ${options.isolation}`;
  // Not awaited: the first statement of `fn` goes out in the same packet. If one of these fails, the rest fail, too.
  const opening = Promise.all([client.query(begin), ...settings.map((setting) => client.query(toQuery(setting)))]);
  opening.catch(() => undefined);
  let open = true;
  let broken = false;
  const tx: Tx = {
    query: async (statement) => {
      if (!open) throw new Error('the transaction has ended; a statement was not awaited inside it');
      try {
        const result = await client.query<never>(toQuery(statement));
        return result.rows;
      } catch (error) {
        broken ||= !isStatementError(error);
        await opening; // the earlier failure is the one worth reporting
        throw error;
      }
    },
  };
  try {
    const value = await (step === null ? fn(tx) : step.inside(() => fn(tx)));
    if (step !== null) await step.keep((statement) => tx.query(statement), value);
    open = false;
    await opening;
    const ended = await client.query('commit');
    if (ended.command !== 'COMMIT') {
      throw new TransactionAbortedError('a statement failed and its error was not passed on; nothing was stored');
    }
    return value;
  } catch (error) {
    open = false;
    broken ||= !(await rollBack(client));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false; // the connection is gone, and with it the transaction
  }
}

/** Always the extended protocol: it takes one statement only, so injected text can never append a second one. */
function toQuery(statement: Statement): pg.QueryConfig & { queryMode: 'extended' } {
  const values = statement.values === undefined ? [] : [...statement.values];
  return statement.name === undefined
    ? { text: statement.text, values, queryMode: 'extended' }
    : { name: statement.name, text: statement.text, values, queryMode: 'extended' };
}

/** True for an answer of the server about one statement; false for anything that leaves the connection in doubt. */
function isStatementError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity !== 'FATAL' && error.severity !== 'PANIC';
}

/** Serialization failure or deadlock: running the same transaction again can succeed. */
function isConflict(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01');
}
