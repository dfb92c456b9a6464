import { ID_PREFIXES } from '@kabar/contract';
import { isConnectionError } from '#platform/batcher';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import type { RequestRecord } from '#platform/http/request-record';
import { fromPublicId } from '#platform/ids';
import type { Log } from '#platform/log';
import type { Metrics } from '#platform/metrics';
import { createRequestLogMetrics } from './request-log-metrics.ts';
import { addGaps, insertLines, type NewLine } from './request-log.sql.ts';
import { quarterOf, timeOfUuid } from './request-time.ts';

/** Takes answered requests and writes them down, a little later and many at once. */
export type RequestWriter = {
  /** Takes one request. Never waits and never throws; a request of nobody in particular is left out. */
  record(request: RequestRecord): void;
  /** Writes what waits, as far as the database lets it. Never throws. */
  flush(): Promise<void>;
  start(): void;
  /** Writes what waits, once more; what cannot be written then is counted as dropped. */
  stop(): Promise<void>;
};

/** What the writer needs. The last three have defaults for the product and are small in tests. */
export type RequestWriterOptions = {
  db: Database;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  /** How long a request waits for company. */
  everyMs?: number;
  /** Lines of one statement. */
  batchSize?: number;
  /** Lines kept while the database is away or slow: beyond these, requests are counted as dropped. About 500 bytes each. */
  maxWaiting?: number;
};

const methods = new Set(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']);

/**
 * Makes the writer. A request costs the server one object and no wait; memory is bounded. What was dropped is counted by workspace and quarter
 * of an hour, and written into the database as soon as it takes writes again, so that a workspace sees that lines are missing.
 *
 * A statement that fails because the database is away is repeated as it is: lines that are in are not written twice. One that fails for another
 * reason is halved until the line is found that cannot be written; that one is dropped, and a fault is logged.
 */
export function createRequestWriter(options: RequestWriterOptions): RequestWriter {
  const { db, clock, log, everyMs = 1_000, batchSize = 500, maxWaiting = 20_000 } = options;
  const stopping = new AbortController();
  let waiting: NewLine[] = [];
  let writingCount = 0;
  const gaps = new Map<string, { workspaceId: string; since: Date; count: number }>();
  const figures = createRequestLogMetrics(options.metrics, () => waiting.length + writingCount);
  let running: Promise<void> | undefined;
  let flushing: Promise<void> | undefined;

  const drop = (lines: readonly NewLine[]): void => {
    figures.dropped.add(lines.length);
    for (const { workspaceId, at } of lines) {
      const since = quarterOf(at);
      const id = `${workspaceId} ${since.getTime()}`;
      const gap = gaps.get(id) ?? { workspaceId, since, count: 0 };
      gap.count += 1;
      gaps.set(id, gap);
    }
  };

  /** Writes one batch or finds out what of it cannot be written. Errors: when the database is away. */
  const write = async (lines: readonly NewLine[]): Promise<void> => {
    try {
      await engineQuery(db, insertLines(lines), { retries: 2 });
      figures.written.add(lines.length);
    } catch (error) {
      if (isConnectionError(error)) throw error;
      if (lines.length === 1) {
        log.error('a line of the request log could not be written', { error });
        drop(lines);
        return;
      }
      const middle = Math.ceil(lines.length / 2);
      await write(lines.slice(0, middle));
      await write(lines.slice(middle));
    }
  };

  const writeGaps = async (): Promise<void> => {
    if (gaps.size === 0) return;
    const noted = [...gaps.values()];
    gaps.clear();
    try {
      await engineQuery(db, addGaps(noted), { retries: 2 });
    } catch (error) {
      for (const gap of noted) {
        const id = `${gap.workspaceId} ${gap.since.getTime()}`;
        const later = gaps.get(id);
        gaps.set(id, { ...gap, count: gap.count + (later?.count ?? 0) });
      }
      throw error;
    }
    log.warn('requests were answered and not written to the request log', { count: noted.reduce((sum, gap) => sum + gap.count, 0) });
  };

  const flushAll = async (): Promise<void> => {
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, batchSize);
        waiting = waiting.slice(batchSize);
        writingCount = batch.length;
        try {
          await write(batch);
        } catch (error) {
          waiting = [...batch, ...waiting];
          throw error;
        } finally {
          writingCount = 0;
        }
      }
      await writeGaps();
    } catch (error) {
      figures.failures.add();
      log.warn('the request log could not be written and is tried again', { error, count: waiting.length });
    }
  };

  const flush = (): Promise<void> => {
    flushing ??= flushAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await clock.sleep(everyMs, stopping.signal).catch(() => undefined); // ends with the stop below
      await flush();
    }
  };

  return {
    record: (request) => {
      const line = lineOf(request);
      if (line === null) return;
      if (waiting.length + writingCount < maxWaiting) waiting.push(line);
      else drop([line]);
    },
    flush,
    start: () => {
      running ??= loop();
    },
    stop: async () => {
      stopping.abort();
      await running;
      // What came while the last round ran.
      await flush();
      if (waiting.length === 0) return;
      log.warn('requests were answered and not written to the request log', { count: waiting.length });
      figures.dropped.add(waiting.length);
      waiting = [];
    },
  };
}

function lineOf(request: RequestRecord): NewLine | null {
  const { workspaceId, actorId, actorKind } = request;
  if (workspaceId === null || actorKind === null || !methods.has(request.method)) return null;
  const id = fromPublicId(ID_PREFIXES.request, request.requestId);
  if (id === null) return null;
  return {
    workspaceId,
    at: timeOfUuid(id),
    id,
    method: request.method,
    route: request.route,
    pathId: request.pathId,
    objectId: request.subject,
    status: request.status,
    durationMs: Math.min(2_147_483_647, Math.round(request.durationMs)),
    ip: request.clientIp,
    apiKeyId: actorKind === 'api_key' ? actorId : null,
    userId: actorKind === 'user' ? actorId : null,
    idempotencyKey: request.idempotencyKey,
    isReplay: request.isReplay,
    errorCode: request.errorCode,
  };
}
