import type { Readable } from 'node:stream';

/** One HTTP request to an origin of WhatsApp. `path` starts with a slash and may hold a query. */
export type TransportRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  origin: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | Readable | null;
  /** Ends the whole exchange, the reading of the body included. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** Called right before the first byte may leave. */
  onBeforeWrite?: () => void;
};

/**
 * An answer with its status, or none. With none, `wasSent` false means that provably no byte of the request left; true
 * means that it may have arrived. Exactly one of `readBytes` and `stream` is used.
 */
export type TransportAnswer =
  | {
      kind: 'answer';
      status: number;
      headers: Readonly<Record<string, string | string[] | undefined>>;
      /** The whole body; null when it is longer than `maxBytes` or breaks off. Never throws. */
      readBytes(maxBytes: number): Promise<Buffer | null>;
      stream(): Readable;
    }
  | { kind: 'no_answer'; wasSent: boolean; timedOut: boolean };

/** Makes one request and never repeats it. Never throws. */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;
