import pg from 'pg';
import type { CustomTypesConfig, Pool, PoolConfig } from 'pg';

/**
 * The two pools that server code may use. `app` acts as `kabar_app` (row-level security, only through `withTenant`),
 * `engine` acts as `kabar_engine` (across workspaces, only through `withEngine` and `engineQuery`).
 */
export type Database = {
  readonly app: Pool;
  readonly engine: Pool;
  /** Waits for running statements, then closes both pools. Safe to call twice. */
  close(): Promise<void>;
};

/** How to reach the database. Pool sizes are connections; times are milliseconds. */
export type DatabaseOptions = {
  url: string;
  appPoolSize: number;
  enginePoolSize: number;
  /** Told about connections lost while idle or between statements. The pool replaces them by itself. */
  onError: (error: Error) => void;
  /** A statement that runs longer is cancelled by the server. Default 30,000. */
  statementTimeoutMs?: number;
  /** A transaction that sits idle longer is ended by the server. Default 15,000. */
  idleInTransactionTimeoutMs?: number;
  /** How long a caller waits for a free connection. Default 10,000. */
  acquireTimeoutMs?: number;
};

/**
 * Opens both pools. Connections are made on first use, so this never waits and never fails by itself.
 *
 * The role is set as a start-up option and not by a later `set role`, so that a connection can never be used before it
 * is restricted. Connections pipeline: statements sent without waiting go out in one network packet, which makes
 * begin + set_config + first statement one round trip.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const app = openPool(options, '-c role=kabar_app', 'kabar_app', options.appPoolSize);
  const engine = openPool(options, `-c role=kabar_engine ${enginePlanning}`, 'kabar_engine', options.enginePoolSize);
  let closing: Promise<void> | undefined;
  return {
    app,
    engine,
    close: () => {
      closing ??= Promise.all([app.end(), engine.end()]).then(() => undefined);
      return closing;
    },
  };
}

/**
 * Statements of engines are prepared, run all day and look rows up by index. A plan that
 * was prepared while a table was small must not go on reading all of it once it has grown, and planning anew for each
 * execution costs as much as a small batch itself.
 */
const enginePlanning = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off';

function openPool(options: DatabaseOptions, startup: string, name: string, size: number): Pool {
  // `pipeline` is an option of the client (pg 8.23) that the type package does not know yet.
  const config: PoolConfig & { pipeline: boolean } = {
    connectionString: options.url,
    max: size,
    pipeline: true,
    application_name: name,
    options: startup,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 15_000,
    connectionTimeoutMillis: options.acquireTimeoutMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    types: columnTypes,
  };
  const pool = new pg.Pool(config);
  pool.on('error', options.onError);
  // A connection that is checked out has no listener of the pool's, and an 'error' event without one ends the process.
  pool.on('connect', (client) => {
    client.on('error', options.onError);
  });
  return pool;
}

const oid: { int8: number; int8Array: number; date: number } = { int8: 20, int8Array: 1016, date: 1082 };

/**
 * How columns arrive: timestamptz as `Date`, int8 as `number`, numeric as `string`, date as `YYYY-MM-DD`, bytea as
 * `Buffer`. Everything else as `pg` does it.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary'): unknown => {
    if (format !== 'binary') {
      if (id === oid.int8) return readInt8;
      if (id === oid.int8Array) return readInt8Array;
      if (id === oid.date) return (text: string) => text;
    }
    const parser: unknown = format === 'binary' ? pg.types.getTypeParser(id, 'binary') : pg.types.getTypeParser(id, 'text');
    return parser;
  }) as CustomTypesConfig['getTypeParser'], // the overloads of pg's own type cannot be met by one function
};

/** Errors: throws `RangeError` beyond 2^53 - 1, where a number would silently name a different row. */
function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('int8 value does not fit a JavaScript number');
  return value;
}

function readInt8Array(text: string): (number | null)[] {
  // pg leaves the type open; for int8 arrays its parser gives texts.
  const parse = pg.types.getTypeParser(oid.int8Array, 'text') as (value: string) => (string | null)[];
  const items = parse(text);
  return items.map((item) => (item === null ? null : readInt8(item)));
}
