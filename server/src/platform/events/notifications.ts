import pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** What a subscriber wants to hear of one channel. Both run synchronously and must not throw. */
export type NotificationHandler = {
  /** A transaction with `pg_notify(channel, payload)` committed. */
  received(payload: string): void;
  /** The connection was away for a while (or is up for the first time): anything may have been missed. */
  missed(): void;
};

/** The process's one listening connection. Notifications are hints; whoever relies on one also looks for itself. */
export type Notifications = {
  /** Listens from now on and gives the function that ends it. Channel names are lower-case words of ours. */
  on(channel: string, handler: NotificationHandler): () => void;
  /** Connects; resolves once listening for the first time. Errors: rejects only when stopped before that. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

const channelForm = /^[a-z][a-z_]{0,60}$/;
const probeEveryMs = 20_000;
const probeTimeoutMs = 10_000;
const reconnectDelaysMs = [50, 200, 500, 1_000, 2_000, 5_000];

/**
 * Holds a dedicated connection that listens, outside the pools: LISTEN belongs to a session, and a pool may put the session away. A
 * lost connection is opened again without end; a probe finds the ones that died without a word.
 */
export function createNotifications(options: { url: string; clock: Clock; log: Log }): Notifications {
  const { url, clock, log } = options;
  const handlers = new Map<string, Set<NotificationHandler>>();
  const stopping = new AbortController();
  let current: pg.Client | null = null;
  let running: Promise<void> | null = null;

  const each = (channel: string | null, call: (handler: NotificationHandler) => void): void => {
    for (const [name, set] of handlers) {
      if (channel !== null && name !== channel) continue;
      for (const handler of set) {
        try {
          call(handler);
        } catch (error) {
          log.error('a notification handler failed', { channel: name, error });
        }
      }
    }
  };

  const listen = async (client: pg.Client): Promise<void> => {
    for (const channel of handlers.keys()) await client.query(`listen ${channel}`);
  };

  /** Connects, listens and returns when the connection has ended. */
  const session = async (onListening: () => void): Promise<void> => {
    // `pipeline` (pg 8.23, unknown to the type package) lets a channel be added while another statement is under way.
    const config: pg.ClientConfig & { pipeline: boolean } = {
      connectionString: url,
      application_name: 'kabar_listen',
      options: '-c role=kabar_engine',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      pipeline: true,
    };
    const client = new pg.Client(config);
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve()); // also followed by 'end', but not in every case
      client.on('end', () => resolve());
    });
    const stop = (): void => void client.end().catch(() => undefined);
    stopping.signal.addEventListener('abort', stop, { once: true });
    try {
      await client.connect();
      client.on('notification', ({ channel, payload }) => each(channel, (handler) => handler.received(payload ?? '')));
      await listen(client);
      current = client;
      onListening();
      each(null, (handler) => handler.missed());
      await Promise.race([ended, probe(client, stopping.signal)]);
    } finally {
      current = null;
      stopping.signal.removeEventListener('abort', stop);
      void client.end().catch(() => undefined);
    }
  };

  const run = async (onListening: () => void): Promise<void> => {
    let failureCount = 0;
    while (!stopping.signal.aborted) {
      try {
        await session(() => {
          if (failureCount > 0) log.info('listening for notifications again');
          failureCount = 0;
          onListening();
        });
      } catch (error) {
        if (!stopping.signal.aborted && failureCount === 0) log.warn('the listening connection was lost', { error });
      }
      if (stopping.signal.aborted) return;
      const delayMs = reconnectDelaysMs[Math.min(failureCount, reconnectDelaysMs.length - 1)] ?? 5_000;
      failureCount += 1;
      await clock.sleep(delayMs, stopping.signal).catch(() => undefined);
    }
  };

  return {
    on: (channel, handler) => {
      if (!channelForm.test(channel)) throw new TypeError('not a channel name');
      const set = handlers.get(channel) ?? new Set<NotificationHandler>();
      if (!handlers.has(channel)) {
        handlers.set(channel, set);
        // If this fails the connection is gone, and the next one listens to all channels.
        void current?.query(`listen ${channel}`).then(
          () => handler.missed(),
          () => undefined,
        );
      }
      set.add(handler);
      return () => {
        set.delete(handler);
      };
    },
    start: () =>
      new Promise<void>((resolve, reject) => {
        running ??= run(resolve).then(() => reject(new Error('stopped before the first connection')));
        running.catch(() => undefined);
      }),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** Asks from time to time whether the server is still there; returns when it is not. */
async function probe(client: pg.Client, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(probeEveryMs, signal);
    if (signal.aborted) return;
    const answered = await Promise.race([
      client.query('select 1').then(
        () => true,
        () => false,
      ),
      pause(probeTimeoutMs, signal).then(() => false),
    ]);
    if (!answered) return;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    timer.unref();
    signal.addEventListener('abort', done, { once: true });
  });
}
