import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { EgressAnswer, EgressRequest } from './egress.ts';

/** Headers of an answer, names in lower case. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Why there was no answer, for logs and metrics. `connect`: no connection could be made (refused, DNS, TLS). `lost`: the
 * connection broke. `protocol`: what came back was not HTTP. `withheld`: `onBeforeWrite` threw. `not_allowed`: the gate refused it.
 */
export type ExchangeFailure =
  | 'connect'
  | 'lost'
  | 'protocol'
  | 'timed_out'
  | 'cancelled'
  | 'withheld'
  | 'malformed'
  | 'not_allowed'
  | 'closed';

/** The body of an answer broke off or took too long. */
class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly code: ExchangeFailure | 'too_large';

  constructor(code: ExchangeFailure | 'too_large') {
    super(`The answer could not be read to its end (${code}).`);
    this.code = code;
  }
}

/** Bytes of a body that are taken in before anybody asks for them. */
const eagerBytes = 64 * 1024;

/**
 * One request on its way through undici. The handler's `onRequestStart` is called by undici right before it writes the
 * head to a connected socket, in the same turn: before it nothing can have left, after it anything may have.
 */
export function createExchange(options: { request: EgressRequest; maxResponseBytes: number }): {
  handler: Dispatcher.DispatchHandler;
  answer: Promise<EgressAnswer>;
  /** Ends it before it began. */
  giveUp(reason: ExchangeFailure): void;
} {
  const { request, maxResponseBytes } = options;
  const settled = Promise.withResolvers<EgressAnswer>();
  let controller: Dispatcher.DispatchController | null = null;
  let wasStarted = false;
  let ended: ExchangeFailure | 'too_large' | 'complete' | null = null;
  let withheld: ExchangeFailure | null = null;
  let code: string | undefined;
  let chunks: Buffer[] = [];
  let bufferedBytes = 0;
  let totalBytes = 0;
  let stream: Readable | null = null;
  let whole: { maxBytes: number; done: (bytes: Buffer | null) => void } | null = null;

  const end = (how: ExchangeFailure | 'too_large' | 'complete'): void => {
    if (ended !== null) return;
    ended = how;
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', onCancelled);
    if (!wasStarted && request.body instanceof Readable) request.body.destroy();
    const reason = how === 'complete' || how === 'too_large' ? 'protocol' : how;
    // No effect after an answer.
    settled.resolve({
      kind: 'no_answer',
      wasSent: wasStarted,
      timedOut: how === 'timed_out',
      reason,
      ...(code === undefined ? {} : { code }),
    });
    whole?.done(how === 'complete' ? Buffer.concat(chunks) : null);
    if (stream === null) return;
    if (how === 'complete') stream.push(null);
    else stream.destroy(new EgressError(how));
  };

  /** Stops a running exchange; before its start, `onRequestStart` refuses to begin. */
  const stop = (how: ExchangeFailure | 'too_large'): void => {
    end(how);
    controller?.abort(new EgressError(how));
  };
  const onCancelled = (): void => stop('cancelled');
  const timer = setTimeout(() => stop('timed_out'), request.timeoutMs);
  request.signal?.addEventListener('abort', onCancelled, { once: true });

  const readBytes = (maxBytes: number): Promise<Buffer | null> => {
    if (ended !== null) return Promise.resolve(ended === 'complete' && bufferedBytes <= maxBytes ? Buffer.concat(chunks) : null);
    return new Promise((done) => {
      whole = { maxBytes, done };
      if (bufferedBytes > maxBytes) stop('too_large');
      else controller?.resume();
    });
  };

  const openStream = (): Readable => {
    stream = new Readable({
      read: () => controller?.resume(),
      destroy: (error, done) => {
        // Also reached when the reader goes away early.
        if (ended === null) stop('cancelled');
        done(error);
      },
    });
    for (const chunk of chunks) stream.push(chunk);
    chunks = [];
    if (ended === 'complete') stream.push(null);
    else if (ended !== null) stream.destroy(new EgressError(ended));
    else controller?.resume();
    return stream;
  };

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (started) => {
      if (wasStarted) {
        // undici would write it again on another connection. It never does for this method; if it ever did, stop it here.
        throw new EgressError('lost');
      }
      if (ended !== null) throw new EgressError('cancelled');
      try {
        request.onBeforeWrite?.();
      } catch {
        withheld = 'withheld';
        throw new EgressError('withheld');
      }
      controller = started;
      wasStarted = true;
    },
    onResponseStart: (_controller, status, headers) => {
      if (status < 200) return; // interim answers
      settled.resolve({ kind: 'answer', status, headers, readBytes, stream: openStream });
    },
    onResponseData: (_controller, chunk) => {
      totalBytes += chunk.byteLength;
      if (totalBytes > maxResponseBytes || (whole !== null && totalBytes > whole.maxBytes)) {
        stop('too_large');
      } else if (stream !== null) {
        if (!stream.push(chunk)) controller?.pause();
      } else {
        chunks.push(chunk);
        bufferedBytes += chunk.byteLength;
        if (whole === null && bufferedBytes > eagerBytes) controller?.pause();
      }
    },
    onResponseEnd: () => end('complete'),
    onResponseError: (_controller, error) => {
      const reason = withheld ?? failureOf(error, wasStarted);
      if (reason === 'connect') code = codeOf(error);
      end(reason);
    },
  };

  if (request.signal?.aborted === true) end('cancelled');
  return { handler, answer: settled.promise, giveUp: end };
}

/** Of an error, or of the first of several tries to connect. */
function codeOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const named = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return named === '' && first instanceof Error ? codeOf(first) : named;
}

function failureOf(error: Error, wasStarted: boolean): ExchangeFailure {
  const code = codeOf(error);
  if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED') return 'closed';
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') return 'malformed';
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError') return 'protocol';
  return wasStarted ? 'lost' : 'connect';
}
