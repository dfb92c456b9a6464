import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
} from 'kysely';
import type { Database } from '#platform/db/database';
import { engineQuery, withEngine, type EngineTx } from '#platform/db/tx';

/**
 * One account flow (sign-up, sign-in, reset …) around calls of better-auth. The library brings its own statements and
 * knows nothing of our transactions, so its database connection is this flow:
 *
 * - reading, before the first write: each statement runs by itself, so that no connection is held while a password is
 *   hashed for a quarter of a second;
 * - from the first write on: everything runs in one transaction, which commits together with the audit event when the
 *   flow ends well, and vanishes when it fails.
 */
export type AuthFlow = {
  /** Id of the person the flow is about: of the new user, of the known one, or a made-up one where there is none. */
  readonly subjectId: string;
  /** The secret for the cookie, when the flow begins a session. */
  sessionToken?: string;
  /** Set when the stored password is weaker than what would be stored today. */
  isPasswordOutdated?: boolean;
  /** Set when the flow confirmed the address of a person. */
  verifiedUserId?: string;
  /** Mails of the flow; they leave after its commit. */
  readonly mails: FlowMail[];
  /** The transaction of the flow; opened by the first call. */
  tx(): Promise<EngineTx>;
};

/** A link that the library wants mailed to a person. */
export type FlowMail = {
  kind: 'verify_email' | 'reset_password' | 'already_registered';
  userId: string;
  name: string;
  email: string;
  language: string;
  token: string;
};

type RunningFlow = AuthFlow & { isOpen: boolean; fault: Error | undefined };

const flows = new AsyncLocalStorage<RunningFlow>();

/** The flow that the running code belongs to. Errors: throws when there is none (a defect of ours). */
export function currentFlow(): AuthFlow {
  const flow = flows.getStore();
  if (flow === undefined) throw new Error('better-auth was called outside an account flow');
  return flow;
}

/**
 * Runs `work` as one flow. Errors: whatever `work` throws; the database's own error where the library hid it behind one of its.
 */
export async function runFlow<T>(db: Database, subjectId: string, work: (flow: AuthFlow) => Promise<T>): Promise<T> {
  const end = Promise.withResolvers<void>();
  let opened: Promise<EngineTx> | undefined;
  let ended: Promise<void> = Promise.resolve();
  const flow: RunningFlow = {
    subjectId,
    mails: [],
    isOpen: false,
    fault: undefined,
    tx: () => {
      opened ??= new Promise<EngineTx>((resolve, reject) => {
        flow.isOpen = true;
        ended = withEngine(db, 'people belong to no workspace', async (tx) => {
          resolve(tx);
          await end.promise;
        });
        ended.catch(reject);
      });
      return opened;
    },
  };
  try {
    const value = await flows.run(flow, () => work(flow));
    if (flow.fault !== undefined) throw flow.fault;
    end.resolve();
    await ended;
    return value;
  } catch (error) {
    end.reject(error);
    // Without a transaction nobody listens to `end`; with one, its failure is the error that is already on its way.
    await Promise.allSettled([end.promise, ended]);
    throw flow.fault ?? error;
  }
}

/** Kysely's view of the flow: what better-auth is given as its database. Transactions are the flow's own business. */
export function flowDialect(db: Database): Dialect {
  const connection: DatabaseConnection = {
    executeQuery: <R>(query: CompiledQuery): Promise<QueryResult<R>> => runInFlow<R>(db, query),
    streamQuery: () => {
      throw new Error('an account flow does not stream');
    },
  };
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createDriver: () => ({
      init: nothing,
      acquireConnection: () => Promise.resolve(connection),
      releaseConnection: nothing,
      beginTransaction: nothing,
      commitTransaction: nothing,
      rollbackTransaction: nothing,
      destroy: nothing,
    }),
  };
}

async function runInFlow<R>(db: Database, query: CompiledQuery): Promise<QueryResult<R>> {
  const statement = { text: query.sql, values: query.parameters };
  const flow = flows.getStore();
  const isRead = query.query.kind === 'SelectQueryNode' || query.query.kind === 'RawNode';
  if (flow === undefined && !isRead) throw new Error('better-auth wrote outside an account flow');
  if (flow === undefined || (isRead && !flow.isOpen)) return { rows: await engineQuery<R>(db, statement) };
  const tx = await flow.tx();
  try {
    const rows = await tx.query<R>(statement);
    return { rows, numAffectedRows: BigInt(rows.length) };
  } catch (error) {
    flow.fault ??= error instanceof Error ? error : new Error('a statement failed', { cause: error });
    throw error;
  }
}
