type SchemaLike = { _zod: { input: unknown; output: unknown } };

/** What a caller may write for a body described by the contract's schema `S` (defaults may be left out). */
export type Input<S extends SchemaLike> = S['_zod']['input'];

/** What an answer described by the contract's schema `S` holds. */
export type Output<S extends SchemaLike> = S['_zod']['output'];

type Loose<V> = V extends `${string}_${string}` ? (string extends V ? V : V | (string & {})) : V;

/** Query of a list: every filter of `T` may be left out or be undefined, and ids may be plain strings. */
export type Query<T> = { [K in keyof T]?: Loose<T[K]> | undefined };

/** A list that can be read page by page (`limit`, `cursor`). */
export type PageRequest = { limit?: number | undefined; cursor?: string | undefined };

/** Options every call takes as its last argument. */
export type CallOptions = {
  /** Ends the call; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Longest wait for one attempt, in milliseconds. Default: the client's `timeoutMs`. */
  timeoutMs?: number | undefined;
  /**
   * Names a change: the same key answers with the first result and does nothing twice. Made for each call when left out, which covers the SDK's own
   * retries; give your own to be safe when your program may run the call again. Of no effect on what only reads.
   */
  idempotencyKey?: string | undefined;
};
