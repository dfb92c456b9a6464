import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { verifyWebhook } from '@kabar/sdk';

/** One request as it came. `status` null: it has no answer, or the sender went before it had one. */
export type Arrival = { path: string; id: string; body: string; isProved: boolean; status: number | null };

/** A customer's server that writes down all it gets and answers as slowly as a test wants. */
export type WebhookReceiver = {
  readonly url: string;
  /** In the order in which they came. */
  readonly arrivals: Arrival[];
  /** Keys that prove what comes to a path. */
  readonly keys: Map<string, string>;
  /** Requests without an answer, whose sender still waits. */
  waitingCount(): number;
  /** From now on so many requests have their answers, those that wait first; the rest wait. */
  answer(count: number): void;
  close(): Promise<void>;
};

/**
 * Starts a receiver that answers nobody until told to. The first try of every seventh event or so is answered with 500, chosen by its id, so that tries
 * are always being waited for.
 */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const arrivals: Arrival[] = [];
  const keys = new Map<string, string>();
  const waiting = new Map<Arrival, ServerResponse>();
  let left = 0;
  const statusOf = ({ path, id }: Arrival): number => {
    const isFirst = arrivals.filter((one) => one.path === path && one.id === id).length === 1;
    return isFirst && (id.codePointAt(id.length - 1) ?? 0) % 7 === 0 ? 500 : 204;
  };
  const answerWaiting = (): void => {
    for (const [arrival, response] of waiting) {
      if (left === 0) return;
      left -= 1;
      waiting.delete(arrival);
      arrival.status = statusOf(arrival);
      response.writeHead(arrival.status).end();
    }
  };
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '';
      // A sender that is killed in the middle of a body has sent nothing.
      const body = await buffer(request).catch(() => null);
      if (body === null) return;
      const isProved = await verifyWebhook({ body, headers: request.headers, keys: keys.get(path) ?? '' }).then(
        () => true,
        () => false,
      );
      const arrival: Arrival = { path, id: String(request.headers['webhook-id']), body: body.toString(), isProved, status: null };
      arrivals.push(arrival);
      waiting.set(arrival, response);
      response.once('close', () => waiting.delete(arrival));
      answerWaiting();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on a port, not on a path
    arrivals,
    keys,
    waitingCount: () => waiting.size,
    answer: (count) => {
      left = count;
      answerWaiting();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
