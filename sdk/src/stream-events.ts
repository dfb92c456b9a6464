import type { EventType, LiveEvent } from '@kabar/contract';
import { KabarError } from './kabar-error.ts';
import { pause } from './retry.ts';
import { createSseParser, type SseMessage } from './sse-parser.ts';
import type { RequestSpec, Transport } from './transport.ts';

/**
 * What the live stream gives, in order:
 * - `open`: connected (again). `resumed: true`: it goes on behind the last event; a `reset` follows if that was not possible.
 * - `event`: something changed. Carries ids only; load the thing to see it. Ignore types you do not know.
 * - `reset`: the stream could not continue where it broke off; load everything again.
 * - `broken`: the connection is gone; the next try starts after `retryInMs`.
 */
export type StreamItem =
  | { kind: 'open'; resumed: boolean }
  | { kind: 'event'; cursor: string; type: EventType; event: LiveEvent }
  | { kind: 'reset' }
  | { kind: 'broken'; retryInMs: number; cause: unknown };

/** Options of `events.stream`. */
export type StreamOptions = {
  /** Ends the stream; the loop then ends without an error. */
  signal?: AbortSignal | undefined;
  /** Cursor of the last event that was handled, to go on from there. Default: from now on. */
  lastEventId?: string | undefined;
  /** Without any byte for so long, the connection counts as broken. The server sends a sign of life every 15 s. */
  silenceMs?: number | undefined;
  /** First pause before a reconnect, in milliseconds, doubled up to `maxDelayMs`; a `retry:` of the server goes before. */
  baseDelayMs?: number | undefined;
  maxDelayMs?: number | undefined;
};

const defaults = { silenceMs: 45_000, baseDelayMs: 500, maxDelayMs: 15_000 };

/** Name of the SSE event by which the server says that the cursor is too old. */
const resetEvent = 'reset';

/**
 * Listens to the workspace's live events, reconnects by itself and resumes with `Last-Event-ID`.
 *
 * Errors: throws the `KabarError` of a refusal that will not change by waiting (not signed in, no permission, …).
 */
export async function* streamEvents(transport: Transport, options: StreamOptions = {}): AsyncGenerator<StreamItem, void, undefined> {
  for await (const item of followStream(transport, { path: '/v1/events/stream' }, options)) {
    yield item.kind === 'message' ? itemOf(item.message) : item;
  }
}

/** What a stream of server-sent events gives: the state of the connection, and the events as they came. */
export type RawStreamItem =
  | { kind: 'open'; resumed: boolean }
  | { kind: 'message'; message: SseMessage }
  | { kind: 'broken'; retryInMs: number; cause: unknown };

/**
 * Follows server-sent events over `fetch` (so that an API key and the workspace header can be sent, which `EventSource` cannot), reconnects by itself and
 * resumes with `Last-Event-ID`.
 *
 * Errors: throws the `KabarError` of a refusal that will not change by waiting.
 */
export async function* followStream(
  transport: Transport,
  place: Pick<RequestSpec, 'path' | 'query'>,
  options: StreamOptions = {},
): AsyncGenerator<RawStreamItem, void, undefined> {
  const silenceMs = options.silenceMs ?? defaults.silenceMs;
  const baseDelayMs = options.baseDelayMs ?? defaults.baseDelayMs;
  const maxDelayMs = options.maxDelayMs ?? defaults.maxDelayMs;
  let cursor = options.lastEventId ?? '';
  let failures = 0;
  while (!isAborted(options.signal)) {
    const connection = new AbortController();
    const parser = createSseParser();
    let cause: unknown = null;
    const watchdog = createWatchdog(silenceMs, () => connection.abort(new Error(`No sign of life for ${silenceMs} ms`)));
    try {
      const signal = options.signal === undefined ? connection.signal : AbortSignal.any([options.signal, connection.signal]);
      watchdog.start();
      const response = await transport.open({
        method: 'GET',
        ...place,
        accept: 'text/event-stream',
        headers: cursor === '' ? {} : { 'last-event-id': cursor },
        signal,
        timeoutMs: null,
      });
      watchdog.stop();
      yield { kind: 'open', resumed: cursor !== '' };
      for await (const text of textOf(response, watchdog)) {
        failures = 0;
        for (const message of parser.push(text)) {
          if (message.id !== '') cursor = message.id;
          yield { kind: 'message', message };
        }
        if (parser.lastEventId !== '') cursor = parser.lastEventId;
      }
    } catch (error) {
      if (isAborted(options.signal)) return;
      if (error instanceof KabarError && !error.retryable) throw error;
      cause = error;
    } finally {
      watchdog.stop();
      connection.abort();
    }
    failures += 1;
    const stepMs = Math.min(maxDelayMs, (parser.retryMs ?? baseDelayMs) * 2 ** (failures - 1));
    const asked = cause instanceof KabarError ? (cause.retryAfterMs ?? 0) : 0;
    const retryInMs = Math.max(asked, stepMs / 2 + Math.random() * (stepMs / 2));
    yield { kind: 'broken', retryInMs, cause };
    try {
      await pause(retryInMs, options.signal);
    } catch {
      // Only the caller's own signal ends the pause early: the stream ends as asked.
      return;
    }
  }
}

/** A call, because the compiler takes a property it has checked once for settled. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function itemOf(message: SseMessage): StreamItem {
  if (message.event === resetEvent) return { kind: 'reset' };
  const event = eventOf(message.data);
  // An event that cannot be read is a change we know nothing about: everything has to be loaded again.
  return event === null ? { kind: 'reset' } : { kind: 'event', cursor: message.id, type: event.type, event };
}

function eventOf(data: string): LiveEvent | null {
  try {
    const parsed: unknown = JSON.parse(data);
    // The server makes events by the contract's schema; what matters here is that the type is there to switch on.
    return typeof parsed === 'object' && parsed !== null && 'type' in parsed && typeof parsed.type === 'string'
      ? (parsed as LiveEvent)
      : null;
  } catch {
    return null;
  }
}

/** Runs only while bytes are awaited, so that a slow loop body never looks like a dead connection. */
type Watchdog = { start(): void; stop(): void };

function createWatchdog(silenceMs: number, onSilence: () => void): Watchdog {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    start() {
      clearTimeout(timer);
      timer = setTimeout(onSilence, silenceMs);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

async function* textOf(response: Response, watchdog: Watchdog): AsyncGenerator<string, void, undefined> {
  if (response.body === null) return;
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    watchdog.start();
    const { done, value } = await reader.read();
    watchdog.stop();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}
