import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** One prepared request: the exact bytes that go to the socket. */
export type PreparedRequest = Buffer;

/** What a load run measured. Times in milliseconds. */
export type LoadResult = { perSecond: number; p50Ms: number; p95Ms: number; p99Ms: number; statuses: Record<number, number> };

/** Builds the bytes of one HTTP/1.1 request; a `GET` without a body. */
export function prepareRequest(url: URL, headers: Readonly<Record<string, string>>, body: string | null): PreparedRequest {
  const content = body === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ host: url.host, ...headers, ...content });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${body === null ? 'GET' : 'POST'} ${url.pathname}${url.search} HTTP/1.1\r\n${head}\r\n${body ?? ''}`);
}

/**
 * Sends every prepared request once over `connectionCount` kept connections, each waiting for its answer before the next,
 * and measures. The client does as little as possible per request, because it shares the machine with what it measures.
 */
export function runLoad(url: URL, requests: readonly PreparedRequest[], connectionCount: number): Promise<LoadResult> {
  return run(url, requests, connectionCount, () => 0);
}

/**
 * Like `runLoad`, but request number n leaves no earlier than n / `perSecond` seconds after the start. Latency counts from
 * the moment at which it was to leave, so a server that falls behind cannot hide it.
 */
export function runPaced(url: URL, requests: readonly PreparedRequest[], connectionCount: number, perSecond: number): Promise<LoadResult> {
  return run(url, requests, connectionCount, (index) => (index / perSecond) * 1_000);
}

/**
 * Asks over `connectionCount` kept connections as fast as it is answered, until `isOver` says so; counts the answers by status. What each request looks
 * like is asked for when it leaves.
 */
export async function runFlood(
  url: URL,
  makeRequest: () => PreparedRequest,
  connectionCount: number,
  isOver: () => boolean,
): Promise<LoadResult['statuses']> {
  const statuses: Record<number, number> = {};
  const lane = async (): Promise<void> => {
    const socket = await open(url);
    const answer = createAnswerReader(socket);
    while (!isOver()) {
      const waiting = answer();
      socket.write(makeRequest());
      const status = await waiting;
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connectionCount }, lane));
  return statuses;
}

async function run(
  url: URL,
  requests: readonly PreparedRequest[],
  connectionCount: number,
  dueMs: (index: number) => number,
): Promise<LoadResult> {
  const latencies = new Float64Array(requests.length);
  const statuses: Record<number, number> = {};
  let next = 0;
  const startedMs = performance.now();
  const worker = async (): Promise<void> => {
    const socket = await open(url);
    const answer = createAnswerReader(socket);
    for (let index = next++; index < requests.length; index = next++) {
      const dueAtMs = startedMs + dueMs(index);
      const restMs = dueAtMs - performance.now();
      if (restMs > 1) await delay(restMs);
      const sentMs = dueAtMs > startedMs ? dueAtMs : performance.now();
      const waiting = answer();
      socket.write(requests[index] ?? Buffer.alloc(0));
      const status = await waiting;
      latencies[index] = performance.now() - sentMs;
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: Math.min(connectionCount, requests.length) }, worker));
  const seconds = (performance.now() - startedMs) / 1_000;
  latencies.sort();
  return {
    perSecond: requests.length / seconds,
    p50Ms: at(latencies, 0.5),
    p95Ms: at(latencies, 0.95),
    p99Ms: at(latencies, 0.99),
    statuses,
  };
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function open(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => resolve(socket));
    socket.setNoDelay(true);
    socket.once('error', reject);
  });
}

/** Reads answers with a content length, one at a time. */
function createAnswerReader(socket: Socket): () => Promise<number> {
  let resolve: ((status: number) => void) | null = null;
  let reject: ((error: Error) => void) | null = null;
  let buffered = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    const headEnd = buffered.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const head = buffered.toString('latin1', 0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (buffered.length < headEnd + 4 + length) return;
    buffered = buffered.subarray(headEnd + 4 + length);
    resolve?.(Number(head.slice(9, 12)));
  });
  socket.on('close', () => reject?.(new Error('the server closed the connection')));
  return () =>
    new Promise((done, fail) => {
      resolve = done;
      reject = fail;
    });
}
