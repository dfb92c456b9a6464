import type pg from 'pg';

/** Bytes of one yielded piece, about; rows are put together so that what follows works on few large pieces. */
const pieceBytes = 256 * 1024;
/** Pieces that may wait before the socket is told to stop. */
const maxWaiting = 4;

/** The part of pg's connection that COPY needs; its type package leaves it open. */
type Wire = { query(text: string): void; stream: { pause(): void; resume(): void } };

/** A running `COPY … TO STDOUT`. */
export type CopyOut = {
  /** The bytes, to be read once and to the end. Fails with the database's error. Memory stays within a few pieces. */
  bytes: AsyncGenerator<Buffer>;
  /** How many rows were given; known once `bytes` has ended. */
  rowCount(): number;
};

/**
 * Runs `COPY … TO STDOUT` on a client that does nothing else meanwhile. The server is slowed down to the pace of the
 * reader. A reader that gives up must end the client: what was not read is still on its way.
 */
export function copyOut(client: pg.Client, sql: string): CopyOut {
  const waiting: Buffer[] = [];
  let current = Buffer.allocUnsafe(pieceBytes);
  let filled = 0;
  let rowCount = 0;
  let isDone = false;
  let failure: unknown;
  let wake: (() => void) | null = null;
  let stream: Wire['stream'] | null = null;
  const signal = (): void => {
    wake?.();
    wake = null;
  };
  const flush = (): void => {
    if (filled === 0) return;
    waiting.push(current.subarray(0, filled));
    current = Buffer.allocUnsafe(pieceBytes);
    filled = 0;
  };
  const take = (chunk: Buffer): void => {
    // The chunk lies in a buffer that the driver uses again, so it is copied at once.
    for (let at = 0; at < chunk.byteLength;) {
      const count = chunk.copy(current, filled, at);
      filled += count;
      at += count;
      if (filled === pieceBytes) flush();
    }
    if (waiting.length >= maxWaiting) stream?.pause();
    if (waiting.length > 0) signal();
  };
  const end = (error?: unknown): void => {
    failure = error;
    isDone = true;
    flush();
    stream?.resume();
    signal();
  };
  const query = {
    submit: (connection: Wire): void => {
      stream = connection.stream;
      connection.query(sql);
    },
    handleCopyData: (message: { chunk: Buffer }): void => take(message.chunk),
    handleCommandComplete: (message: { text: string }): void => {
      rowCount = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0);
    },
    handleReadyForQuery: (): void => end(),
    handleError: (error: unknown): void => end(error),
    handleRowDescription: ignore,
    handleDataRow: ignore,
    handlePortalSuspended: ignore,
    handleEmptyQuery: ignore,
    handleCopyInResponse: ignore,
    callback: ignore,
  };
  client.query(query as unknown as pg.Submittable); // the driver calls what its type package does not list
  const read = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) {
        if (waiting.length < maxWaiting / 2) stream?.resume();
        yield next;
      } else if (isDone) {
        if (failure !== undefined) throw failure as Error; // the driver gives errors only
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  };
  return { bytes: read(), rowCount: () => rowCount };
}

function ignore(): void {
  // The driver calls it for messages that a COPY never brings.
}
