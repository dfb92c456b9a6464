import { AsyncLocalStorage } from 'node:async_hooks';
import { hash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { AppError } from '../errors.ts';
import type { Ids } from '../ids.ts';

/** One SQL statement, as `platform/db` runs it. */
type Statement = { name?: string; text: string; values?: readonly unknown[] };

/** A step that an earlier try of the same request committed; `sealed` holds what it gave. */
export type EarlierStep = { name: string; sealed: Buffer };

/** How a request's steps are kept: under which row, and how their values are sealed. */
export type StepKeeping = {
  /** The workspace of the request, whose transactions are steps; null for requests of people and operators, where those of every workspace are. */
  workspaceId: string | null;
  /** The workspace in whose name the row is kept. */
  rowWorkspaceId: string;
  earlier: readonly EarlierStep[];
  seal(name: string, value: Buffer): Buffer;
  open(name: string, sealed: Buffer): Buffer;
  /** The statement that keeps a step in the transaction it belongs to: gives one row `{ wrote, kept }`. */
  keep(name: string, sealed: Buffer): Statement;
};

/** One transaction of a request, as `platform/db` sees it. */
export type Step = {
  /** What the transaction gave in an earlier try that committed it; then it must not run again. */
  readonly earlier: { value: unknown } | null;
  /** Runs the body of the transaction; what it begins itself is no step of its own. */
  inside<T>(body: () => Promise<T>): Promise<T>;
  /** Keeps the step in its own transaction, right before the commit. Errors: `idempotency_in_progress`, `idempotency_outcome_unknown`. */
  keep(query: (statement: Statement) => Promise<unknown[]>, value: unknown): Promise<void>;
};

type Kept = { value: unknown; isOpaque: boolean; drawn: string[]; drawnCount: number };

/** Values beyond this are not kept; a repeat that would need one learns that the outcome is unknown. */
const maxValueBytes = 512 * 1024;

/**
 * The transactions of one request that carries an `Idempotency-Key`. Each that writes leaves in itself a note of what it gave, so
 * that a repeat after a crash skips what is done, goes on where the first was cut off, and comes to the same answer.
 *
 * A transaction is known by the text of its function and how often that ran before, which does not depend on what is in memory. What
 * was kept is always a beginning of what a whole run writes. A repeat that is about to write something else before it has
 * come past all of it has taken another way (another version of Kabar, a changed world): it is stopped with
 * `idempotency_outcome_unknown` before its write commits. Nothing is ever done twice.
 */
export class RequestSteps {
  readonly #keeping: StepKeeping;
  readonly #earlier = new Map<string, Kept>();
  readonly #counts = new Map<string, number>();
  readonly #drawn: string[] = [];
  #earlierDrawn: readonly string[] = [];
  #hasEffect: boolean;
  #isOver = false;
  #hasDiverged = false;

  constructor(keeping: StepKeeping) {
    this.#keeping = keeping;
    for (const { name, sealed } of keeping.earlier) {
      // What serialize below made.
      const kept = deserialize(keeping.open(name, sealed)) as Kept;
      this.#earlier.set(name, kept);
      if (kept.drawn.length > this.#earlierDrawn.length) this.#earlierDrawn = kept.drawn;
    }
    this.#hasEffect = keeping.earlier.length > 0;
  }

  /** Whether something was written, now or in an earlier try. */
  get hasEffect(): boolean {
    return this.#hasEffect;
  }

  /** Whether the way of the earlier try was left, or not gone to its end. */
  get hasDiverged(): boolean {
    return this.#hasDiverged || this.#earlier.size > 0;
  }

  /** Runs a request's handler with its transactions as steps. */
  async run<T>(handler: () => Promise<T>): Promise<T> {
    try {
      return await storage.run({ steps: this, isInside: false }, handler);
    } finally {
      this.#isOver = true;
    }
  }

  begin(workspaceId: string | null, source: string): Step | null {
    const { workspaceId: own } = this.#keeping;
    if (this.#isOver || (workspaceId !== null && own !== null && workspaceId !== own)) return null;
    const text = hash('sha256', source, 'hex').slice(0, 24);
    const count = this.#counts.get(text) ?? 0;
    this.#counts.set(text, count + 1);
    const name = `${text}:${count}`;
    const drawnCount = this.#drawn.length;
    const earlier = this.#takeEarlier(name, drawnCount);
    return {
      earlier,
      inside: (body) => storage.run({ steps: this, isInside: true }, body),
      keep: async (query, value) => {
        const { rowWorkspaceId } = this.#keeping;
        // The last statement of a transaction for another workspace is written in the name of the one that keeps the row.
        if (workspaceId !== null && workspaceId !== rowWorkspaceId) await query(actFor(rowWorkspaceId));
        await this.#keep(name, drawnCount, query, value);
      },
    };
  }

  /** An id for the request: that of the earlier try as long as there is one. */
  draw(fresh: () => string): string {
    const id = this.#earlierDrawn[this.#drawn.length] ?? fresh();
    if (!this.#isOver) this.#drawn.push(id);
    return id;
  }

  #takeEarlier(name: string, drawnCount: number): { value: unknown } | null {
    const kept = this.#earlier.get(name);
    if (kept === undefined) return null;
    if (kept.isOpaque || kept.drawnCount !== drawnCount) throw this.#diverge();
    this.#earlier.delete(name);
    return { value: kept.value };
  }

  async #keep(name: string, drawnCount: number, query: (statement: Statement) => Promise<unknown[]>, value: unknown): Promise<void> {
    const bytes = encode({ value, isOpaque: false, drawn: this.#drawn, drawnCount });
    // The statement returns exactly this row.
    const [row] = (await query(this.#keeping.keep(name, this.#keeping.seal(name, bytes)))) as { wrote: boolean; kept: boolean }[];
    if (row?.wrote !== true) return;
    if (this.#earlier.size > 0) throw this.#diverge();
    // Somebody else has taken the request over; this try was taken for dead.
    if (!row.kept) throw new AppError('idempotency_in_progress');
    this.#hasEffect = true;
  }

  #diverge(): AppError {
    this.#hasDiverged = true;
    return new AppError('idempotency_outcome_unknown');
  }
}

function actFor(workspaceId: string): Statement {
  return { text: `select set_config('app.workspace_id', $1, true)`, values: [workspaceId] };
}

function encode(kept: Kept): Buffer {
  try {
    const bytes = serialize(kept);
    if (bytes.byteLength <= maxValueBytes) return bytes;
  } catch {
    // Keys and functions cannot be written down; below stands what that means.
  }
  return serialize({ ...kept, value: null, isOpaque: true });
}

const storage = new AsyncLocalStorage<{ steps: RequestSteps; isInside: boolean } | undefined>();

/**
 * Begins a step of the request that this code runs for; null outside of requests with an `Idempotency-Key`, inside another step, and for
 * a transaction of another workspace. `source` is what tells the transaction apart from others of the request.
 */
export function beginStep(workspaceId: string | null, source: () => string): Step | null {
  const current = storage.getStore();
  return current === undefined || current.isInside ? null : current.steps.begin(workspaceId, source());
}

/** Runs what serves many requests at once (batches, shared look-ups) as a part of none of them. */
export function outsideRequests<T>(work: () => T): T {
  return storage.run(undefined, work);
}

/** Ids that stay the same when a request is repeated after it was cut off; otherwise those of `ids`. */
export function repeatableIds(ids: Ids): Ids {
  const fresh = (): string => ids.uuid();
  return {
    uuid: () => {
      const current = storage.getStore();
      return current === undefined || current.isInside ? fresh() : current.steps.draw(fresh);
    },
  };
}
