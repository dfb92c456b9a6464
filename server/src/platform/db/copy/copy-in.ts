import type pg from 'pg';

type Socket = {
  writableNeedDrain: boolean;
  once(event: 'drain' | 'close', listener: () => void): void;
  off(event: 'drain' | 'close', listener: () => void): void;
};
type Wire = {
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  stream: Socket;
};

/**
 * Runs `COPY … FROM STDIN` with the bytes of `source` on a client that does nothing else meanwhile, at the pace of the
 * server. Gives how many rows were stored. When the source fails, the server is told so and stores nothing.
 *
 * Errors: the source's; the database's.
 */
export async function copyIn(client: pg.Client, sql: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  let rowCount = 0;
  let sourceFailure: unknown;
  await new Promise<void>((resolve, reject) => {
    let hasFailed = false;
    const query = {
      submit: (connection: Wire): void => connection.query(sql),
      handleCopyInResponse: (connection: Wire): void => {
        void send(connection, source, () => hasFailed).catch((error: unknown) => {
          sourceFailure = error;
          connection.sendCopyFail('the source failed');
        });
      },
      handleCommandComplete: (message: { text: string }): void => {
        rowCount = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0);
      },
      handleReadyForQuery: (): void => resolve(),
      handleError: (error: Error): void => {
        hasFailed = true;
        reject(error);
      },
      handleRowDescription: ignore,
      handleDataRow: ignore,
      handlePortalSuspended: ignore,
      handleEmptyQuery: ignore,
      handleCopyData: ignore,
      callback: ignore,
    };
    client.query(query as unknown as pg.Submittable); // the driver calls what its type package does not list
  }).catch((error: unknown) => {
    throw sourceFailure ?? error;
  });
  return rowCount;
}

async function send(connection: Wire, source: AsyncIterable<Uint8Array>, hasFailed: () => boolean): Promise<void> {
  for await (const chunk of source) {
    if (hasFailed()) return;
    connection.sendCopyFromChunk(chunk);
    if (connection.stream.writableNeedDrain) await drained(connection.stream);
  }
  if (!hasFailed()) connection.endCopyFrom();
}

function drained(stream: Socket): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      stream.off('drain', go);
      stream.off('close', go);
      resolve();
    };
    stream.once('drain', go);
    stream.once('close', go);
  });
}

function ignore(): void {
  // The driver calls it for messages that a COPY never brings.
}
