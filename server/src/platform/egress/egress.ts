import { Readable } from 'node:stream';
import { Pool } from 'undici';
import { createExchange } from './exchange.ts';
import type { ExchangeFailure, ResponseHeaders } from './exchange.ts';
import type { EgressGate, EgressPurpose } from './gate.ts';
import { lookupPublic } from './public-address.ts';

/** One request to somebody else's server. Nothing is ever followed, repeated or decoded. */
export type EgressRequest = {
  /** What it is for; the register of recipients says whether that host may be asked for it. */
  purpose: EgressPurpose;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Scheme, host and port, e.g. `https://graph.facebook.com`. */
  origin: string;
  /** Starts with a slash and may hold a query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer | Readable | null;
  /** Ends the whole exchange: waiting for a connection, connecting, sending, and reading the body. */
  timeoutMs: number;
  /** Requests of different lanes share no connection, so that none waits for another's slow server. Default: one lane per origin. */
  lane?: string;
  signal?: AbortSignal;
  /**
   * Called once, synchronously, right before the first byte may leave: the place to write down that it did. When it
   * throws, nothing is sent and the connection stays usable.
   */
  onBeforeWrite?: () => void;
};

/**
 * What came of a request. Without an answer, `wasSent` false means that provably no byte of the request left; true that it
 * may have arrived and been acted upon.
 */
export type EgressAnswer =
  | {
      kind: 'answer';
      status: number;
      headers: ResponseHeaders;
      /** The whole body; null when it is longer than `maxBytes`, breaks off or runs out of time. Never rejects. */
      readBytes(maxBytes: number): Promise<Buffer | null>;
      /** The body as it comes. Fails with `EgressError` when it breaks off or runs out of time. */
      stream(): Readable;
    }
  | {
      kind: 'no_answer';
      wasSent: boolean;
      timedOut: boolean;
      reason: ExchangeFailure;
      /** With `connect`: what Node says, e.g. `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`; what `lookup` said where that refused. */
      code?: string;
    };

/** Connections of one origin, for metrics. */
export type EgressStats = { origin: string; connectedCount: number; runningCount: number; waitingCount: number };

/** Makes requests over kept connections, one pool per origin. */
export type Egress = {
  /** Never rejects. Use exactly one of `readBytes` and `stream` of an answer, or the connection stays busy until the time-out. */
  request(request: EgressRequest): Promise<EgressAnswer>;
  stats(): EgressStats[];
  /** Waits for running requests, then closes all connections. */
  close(): Promise<void>;
};

/** Limits. Times are milliseconds. */
export type EgressOptions = {
  /** Connections per origin; further requests wait. Rate times latency: 1,000 a second at 150 ms need 150. Default 192. */
  maxConnections?: number;
  /** Default 5,000. */
  connectTimeoutMs?: number;
  /** How long an idle connection is kept. Below what servers use, so that they do not hang up first. Default 4,000. */
  keepAliveMs?: number;
  /** Largest body of an answer that is read as a stream. Default 110 MB. */
  maxResponseBytes?: number;
  /**
   * How names become addresses where the gate wants public ones (default: `lookupPublic`), and where it allows any (default: the system's). Each must
   * refuse whatever may not be dialled.
   */
  lookups?: Partial<Record<'public' | 'any', ReturnType<typeof lookupPublic>>>;
  /** Origins (and lanes) with connections at the same time; beyond that the one unused for longest is closed. Default 64. */
  maxOrigins?: number;
  /** Asked before each request; what it refuses opens no connection. */
  gate: EgressGate;
  /** Extra authorities to trust, for tests. */
  ca?: string;
};

/**
 * Opens the way out. HTTP/1.1 without pipelining, so that a connection carries one request at a time and nobody else's
 * failure is ours.
 */
export function createEgress(options: EgressOptions): Egress {
  const {
    maxConnections = 192,
    connectTimeoutMs = 5_000,
    keepAliveMs = 4_000,
    maxResponseBytes = 110 * 1024 * 1024,
    maxOrigins = 64,
  } = options;
  const pools = new Map<string, Pool>();
  const lookups = { public: lookupPublic(), ...options.lookups };

  const poolFor = (origin: string, addresses: 'any' | 'public', lane: string): Pool => {
    // A kept connection was dialled under the rule of its time; another rule gets connections of its own.
    const key = `${addresses}/${lane} ${origin}`;
    let pool = pools.get(key);
    if (pool === undefined) {
      pool = new Pool(origin, {
        connections: maxConnections,
        pipelining: 1,
        allowH2: false,
        connect: {
          timeout: connectTimeoutMs,
          ...(options.ca === undefined ? {} : { ca: options.ca }),
          ...(lookups[addresses] === undefined ? {} : { lookup: lookups[addresses] }),
        },
        keepAliveTimeout: keepAliveMs,
        keepAliveMaxTimeout: keepAliveMs,
        // Each request has one deadline of its own.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
    }
    pools.delete(key);
    pools.set(key, pool);
    const [oldest] = pools;
    if (pools.size > maxOrigins && oldest !== undefined) {
      pools.delete(oldest[0]);
      void oldest[1].close();
    }
    return pool;
  };

  return {
    request: async (request) => {
      const origin = readOrigin(request.origin);
      if (origin === null || !request.path.startsWith('/')) return refusal('malformed');
      const port = origin.port === '' ? (origin.protocol === 'https:' ? 443 : 80) : Number(origin.port);
      const verdict = options.gate.admit({ host: origin.hostname, port, purpose: request.purpose });
      if (!verdict.allowed) {
        if (request.body instanceof Readable) request.body.destroy();
        return refusal('not_allowed');
      }
      const exchange = createExchange({ request, maxResponseBytes });
      try {
        poolFor(origin.origin, verdict.addresses, request.lane ?? '').dispatch(
          {
            origin: origin.origin,
            path: request.path,
            method: request.method,
            headers: request.headers,
            body: request.body,
            idempotent: false, // never written again on another connection
          },
          exchange.handler,
        );
      } catch {
        exchange.giveUp('malformed'); // undici refuses bad headers and paths before anything is queued
      }
      return exchange.answer;
    },
    stats: () =>
      [...pools].map(([key, pool]) => ({
        origin: key.slice(key.indexOf(' ') + 1),
        connectedCount: pool.stats.connected,
        runningCount: pool.stats.running,
        waitingCount: pool.stats.pending + pool.stats.queued,
      })),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      pools.clear();
    },
  };
}

function refusal(reason: ExchangeFailure): EgressAnswer {
  return { kind: 'no_answer', wasSent: false, timedOut: false, reason };
}

function readOrigin(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return isBare && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null;
}
