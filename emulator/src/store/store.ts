import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EntityKinds } from '../world/entities.ts';

const SCHEMA = `
create table if not exists entities (kind text not null, id text not null, json text not null, primary key (kind, id)) without rowid;
create table if not exists messages (
  seq integer primary key,
  direction text not null,
  wamid text not null,
  at_ms integer not null,
  number_id text not null,
  customer_id text not null,
  input text,
  type text not null,
  content text not null,
  tag text,
  category text,
  ttl_ms integer,
  held integer not null default 0,
  fail_code integer,
  state text not null,
  sent_at_ms integer,
  delivered_at_ms integer,
  read_at_ms integer,
  failed_at_ms integer
);
create index if not exists messages_thread on messages (customer_id, number_id, seq);
create table if not exists webhooks (
  seq integer primary key,
  at_ms integer not null,
  app_id text not null,
  url text not null,
  fields text not null,
  update_count integer not null,
  body text not null,
  signature text not null,
  state text not null,
  attempt_count integer not null default 0,
  due_at_ms integer not null,
  inbound_seqs text
);
create index if not exists webhooks_pending on webhooks (seq) where state = 'pending';
create table if not exists attempts (
  webhook_seq integer not null,
  number integer not null,
  at_ms integer not null,
  http_status integer,
  error text,
  duration_ms integer not null,
  primary key (webhook_seq, number)
) without rowid;
create table if not exists mails (
  seq integer primary key,
  at_ms integer not null,
  json text not null
);
`;

type Parameter = string | number | null;

/** A prepared statement with positional parameters. */
export interface Statement {
  run(...parameters: Parameter[]): void;
  all(...parameters: Parameter[]): Record<string, unknown>[];
  get(...parameters: Parameter[]): Record<string, unknown> | undefined;
}

/**
 * The durable memory of the emulator: one SQLite file in WAL mode.
 *
 * Writes are queued and committed together once per turn of the event loop. `afterCommit` runs its callback when everything
 * queued so far is in the file, so an answer given from there survives `kill -9` of the process (not a power cut of the
 * machine: commits are not flushed to the disk one by one).
 */
export interface Store {
  /** Queues a write; it runs inside the next common transaction, in order. */
  write(run: () => void): void;
  /** Runs `then` once everything queued so far is committed. */
  afterCommit(then: () => void): void;
  /** Commits what is queued now. */
  flush(): void;
  /** Statements read what is committed; call `flush` first to see what is queued. */
  prepare(sql: string): Statement;
  putEntity<Kind extends keyof EntityKinds>(kind: Kind, id: string, entity: EntityKinds[Kind]): void;
  deleteEntity(kind: keyof EntityKinds, id: string): void;
  loadEntities<Kind extends keyof EntityKinds>(kind: Kind): EntityKinds[Kind][];
  /** Commits and closes; what is written later is dropped. */
  close(): void;
}

/** Opens the store in `dataDir`, or in memory when there is none. Errors: throws when another process has it open. */
export function openStore(dataDir: string | null): Store {
  if (dataDir !== null) mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(dataDir === null ? ':memory:' : join(dataDir, 'emulator.sqlite'));
  try {
    // The exclusive lock belongs to the process and goes with it, also after kill -9.
    database.exec('pragma busy_timeout = 3000; pragma locking_mode = exclusive; pragma journal_mode = wal;');
    database.exec('pragma synchronous = normal; pragma temp_store = memory; pragma cache_size = -32000; pragma wal_autocheckpoint = 4000;');
    database.exec(SCHEMA);
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) {
      throw new Error(`Another emulator is already running on ${dataDir ?? 'this data'}.`, { cause: error });
    }
    throw error;
  }

  let queue: (() => void)[] = [];
  let waiting: (() => void)[] = [];
  let isScheduled = false;
  let isClosed = false;

  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');

  function flush(): void {
    isScheduled = false;
    if (isClosed) return;
    if (queue.length > 0) {
      const writes = queue;
      queue = [];
      begin.run();
      for (const write of writes) write();
      commit.run();
    }
    if (waiting.length > 0) {
      const callbacks = waiting;
      waiting = [];
      for (const callback of callbacks) callback();
    }
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    // The check phase comes after all sockets of this turn were read, so their writes share one transaction.
    setImmediate(flush);
  }

  function prepare(sql: string): Statement {
    const statement = database.prepare(sql);
    return {
      run: (...parameters) => {
        statement.run(...parameters);
      },
      all: (...parameters) => statement.all(...parameters),
      get: (...parameters) => statement.get(...parameters),
    };
  }

  const upsert = prepare('insert into entities (kind, id, json) values (?, ?, ?) on conflict do update set json = excluded.json');
  const remove = prepare('delete from entities where kind = ? and id = ?');
  const select = prepare('select json from entities where kind = ?');

  const write = (run: () => void) => {
    queue.push(run);
    schedule();
  };

  return {
    write,
    flush,
    prepare,
    afterCommit(then) {
      waiting.push(then);
      schedule();
    },
    putEntity(kind, id, entity) {
      const json = JSON.stringify(entity);
      write(() => upsert.run(kind, id, json));
    },
    deleteEntity: (kind, id) => write(() => remove.run(kind, id)),
    // Only putEntity writes this table, so the rows have the shape that was put there.
    loadEntities: <Kind extends keyof EntityKinds>(kind: Kind) =>
      select.all(kind).map((row) => JSON.parse(String(row['json'])) as EntityKinds[Kind]),
    close() {
      flush();
      isClosed = true;
      database.close();
    },
  };
}
