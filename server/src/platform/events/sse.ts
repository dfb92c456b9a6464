import type { Writable } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { AuthorizationKey, OnAuthorizationChange } from './authorization-change.ts';
import { compareCursors, formatCursor, parseCursor } from './event-cursor.ts';
import type { EventCursor } from './event-cursor.ts';
import type { EventFeed, FeedEvent } from './event-feed.ts';
import { frameEvent, frameGoodbye, frameHeartbeat, frameReady, frameReset } from './sse-stream.ts';
import type { SseCloseReason, SseFrame } from './sse-stream.ts';

/** One client that wants a workspace's events. */
export type SseAttachment = {
  workspaceId: string;
  /** Sends the head and gives the stream to write frames to (`openSseResponse`). Called only when admitted. */
  open(): Writable;
  /** The `Last-Event-ID` that the client sent, or null for "from now on". */
  lastEventId: string | null;
  /** Whether this client may hear of this event. Called once per event; must not throw. */
  filter(event: FeedEvent): boolean;
  /**
   * Which of these events a client with limited sight hears, in their order; asked for whole batches, the very same array for
   * every client. Null: all of them. A client whose batch could not be judged is sent away and comes back.
   */
  screen: ((events: readonly FeedEvent[]) => Promise<readonly FeedEvent[]>) | null;
  /** Whose rights the stream lives on: it is closed when any of them changes. The first one counts connections. */
  authorization: readonly [AuthorizationKey, ...AuthorizationKey[]];
  /** When those rights end by themselves. */
  expiresAt?: Date;
  /** Aborted when the client has gone. */
  signal: AbortSignal;
};

/** What became of an attachment: the refusals leave the response untouched, so that the caller can answer. */
export type SseOutcome =
  | { ok: true; closed: Promise<SseCloseReason> }
  | { ok: false; reason: 'session_limit' | 'workspace_limit' | 'shutdown' };

/** The live streams of one process. */
export type SseHub = {
  attach(attachment: SseAttachment): SseOutcome;
  connectionCount(): number;
  /** Says goodbye to everybody. They come back to another process by themselves. */
  close(): void;
};

/** What a hub needs. Times are milliseconds. */
export type SseHubOptions = {
  feed: EventFeed;
  clock: Clock;
  log: Log;
  onAuthorizationChange: OnAuthorizationChange;
  /** How long events of a workspace are collected before they are written. Default 25. */
  coalesceMs?: number;
  /** Default 15,000. */
  heartbeatMs?: number;
  /** Connections of one session or API key. Default 12: browser tabs. */
  maxPerSession?: number;
  /** Connections of one workspace on this process. Default 2,000. */
  maxPerWorkspace?: number;
  /** A client with more unsent bytes than this is dropped. Default 256 KiB. */
  maxUnsentBytes?: number;
};

type Connection = {
  attachment: SseAttachment;
  stream: Writable;
  /** Everything up to here was written, is being judged, or did not pass the filter. */
  cursor: EventCursor;
  /** Live frames that arrived during replay; null once replay is over. */
  waiting: SseFrame[] | null;
  /** With a screen: everything is written one after the other behind what is still being judged. */
  judged: Promise<void>;
  /** Frames that are being judged. */
  unjudgedCount: number;
  close(reason: SseCloseReason): void;
};

type Group = {
  connections: Set<Connection>;
  pending: SseFrame[];
  timer: NodeJS.Timeout | null;
  unsubscribe(): void;
};

const replayPageSize = 500;
const maxWaitingFrames = 5_000;
/** What a timer takes at most; a longer time would end it at once. Source: https://nodejs.org/api/timers.html, read 2026-11-21. */
const longestTimerMs = 2 ** 31 - 1;
/** How long a dropped client may take to read what is already in its pipe. */
const farewellMs = 1_000;

/**
 * Serves live events to browsers and API clients over server-sent events. A frame is made once per event and written to every connection; events of a workspace that come
 * close together go out in one write per connection (measured: 9 to 12 times the deliveries of one write per event).
 *
 * A client that comes back with its last id gets exactly what it missed: it is subscribed first, then the missed events
 * are read from the database, then the live ones follow from where that reading ended. What cannot be replayed is
 * answered with `reset`. Unsent bytes per client are bounded: a slow client is dropped and resumes later. A client with
 * limited sight has its batches judged first; its order and its cursor are those of everybody.
 */
export function createSseHub(options: SseHubOptions): SseHub {
  const { feed, clock, log, coalesceMs = 25, heartbeatMs = 15_000 } = options;
  const { maxPerSession = 12, maxPerWorkspace = 2_000, maxUnsentBytes = 256 * 1024 } = options;
  const groups = new Map<string, Group>();
  const perSession = new Map<string, number>();
  let isClosed = false;

  const write = (connection: Connection, bytes: Buffer): void => {
    if (connection.stream.writableLength > maxUnsentBytes) connection.close('slow');
    else connection.stream.write(bytes);
  };

  const isOpen = (connection: Connection): boolean => groups.get(connection.attachment.workspaceId)?.connections.has(connection) === true;

  /** Writes behind everything that this connection is to get before. */
  const writeInTurn = (connection: Connection, work: () => Promise<Buffer | null> | Buffer): void => {
    connection.judged = connection.judged
      .then(async () => {
        const bytes = isOpen(connection) ? await work() : null;
        if (bytes !== null && isOpen(connection)) write(connection, bytes);
      })
      .catch((error: unknown) => {
        log.warn('events could not be judged for a live stream', { workspaceId: connection.attachment.workspaceId, error });
        connection.close('failed');
      });
  };

  const send = (connection: Connection, bytes: Buffer): void => {
    if (connection.attachment.screen === null) write(connection, bytes);
    else writeInTurn(connection, () => bytes);
  };

  /** Writes those of the frames that are behind the connection's cursor and pass its filter. */
  const deliver = (
    connection: Connection,
    frames: readonly SseFrame[],
    joined: () => Buffer,
    eventsOf: () => readonly FeedEvent[],
  ): void => {
    const last = frames.at(-1);
    if (last === undefined || compareCursors(last.cursor, connection.cursor) <= 0) return;
    const wanted = frames.filter(
      (frame) => compareCursors(frame.cursor, connection.cursor) > 0 && connection.attachment.filter(frame.event),
    );
    connection.cursor = last.cursor;
    const { screen } = connection.attachment;
    if (screen !== null && wanted.length > 0) {
      connection.unjudgedCount += wanted.length;
      if (connection.unjudgedCount > maxWaitingFrames) connection.close('slow');
      writeInTurn(connection, async () => {
        const heard = new Set(await screen(eventsOf()).finally(() => (connection.unjudgedCount -= wanted.length)));
        const passed = wanted.filter((frame) => heard.has(frame.event));
        return passed.length === 0 ? null : Buffer.concat(passed.map((frame) => frame.bytes));
      });
    } else if (wanted.length === frames.length) write(connection, joined());
    else if (wanted.length > 0) write(connection, Buffer.concat(wanted.map((frame) => frame.bytes)));
  };

  const flush = (group: Group): void => {
    if (group.timer !== null) clearTimeout(group.timer);
    group.timer = null;
    const frames = group.pending;
    if (frames.length === 0) return;
    group.pending = [];
    const joined = once(() => Buffer.concat(frames.map((frame) => frame.bytes)));
    const eventsOf = once(() => frames.map((frame) => frame.event));
    for (const connection of group.connections) {
      if (connection.waiting === null) deliver(connection, frames, joined, eventsOf);
      else if (connection.waiting.length + frames.length > maxWaitingFrames) connection.close('slow');
      else connection.waiting.push(...frames);
    }
  };

  const groupOf = (workspaceId: string): Group => {
    const existing = groups.get(workspaceId);
    if (existing !== undefined) return existing;
    const group: Group = {
      connections: new Set(),
      pending: [],
      timer: null,
      unsubscribe: feed.subscribe(workspaceId, (events) => {
        for (const event of events) group.pending.push(frameEvent(event));
        group.timer ??= setTimeout(flush, coalesceMs, group);
      }),
    };
    groups.set(workspaceId, group);
    return group;
  };

  /** Brings a connection up to the present, then lets live frames through. */
  const replay = async (connection: Connection, lastEventId: string): Promise<void> => {
    const { workspaceId, signal } = connection.attachment;
    for (let from = lastEventId; !signal.aborted;) {
      const page = await feed.readFrom(workspaceId, from, replayPageSize);
      if (page.kind === 'reset') {
        connection.cursor = page.cursor;
        send(connection, frameReset(page.cursor));
        break;
      }
      const frames = page.events.map(frameEvent);
      deliver(
        connection,
        frames,
        () => Buffer.concat(frames.map((frame) => frame.bytes)),
        () => page.events,
      );
      connection.cursor = page.cursor;
      if (page.done) break;
      from = formatCursor(page.cursor);
      await connection.judged;
      await drained(connection.stream, maxUnsentBytes, signal);
    }
    const waiting = connection.waiting ?? [];
    connection.waiting = null;
    const eventsOf = once(() => waiting.map((frame) => frame.event));
    deliver(connection, waiting, () => Buffer.concat(waiting.map((frame) => frame.bytes)), eventsOf);
  };

  const begin = async (connection: Connection): Promise<void> => {
    const { lastEventId, workspaceId } = connection.attachment;
    try {
      if (lastEventId === null || lastEventId === '') {
        connection.waiting = null;
        write(connection, frameReady(connection.cursor));
        return;
      }
      connection.cursor = parseCursor(lastEventId) ?? connection.cursor;
      write(connection, frameReady(connection.cursor));
      await replay(connection, lastEventId);
    } catch (error) {
      log.warn('a live stream could not be resumed', { workspaceId, error });
      connection.close('failed');
    }
  };

  const attach = (attachment: SseAttachment): SseOutcome => {
    const { workspaceId, authorization, signal } = attachment;
    const session = authorization[0];
    if (isClosed) return { ok: false, reason: 'shutdown' };
    if ((perSession.get(session) ?? 0) >= maxPerSession) return { ok: false, reason: 'session_limit' };
    if ((groups.get(workspaceId)?.connections.size ?? 0) >= maxPerWorkspace) return { ok: false, reason: 'workspace_limit' };
    const group = groupOf(workspaceId);
    // What was collected so far belongs to those who were here before.
    flush(group);
    const closed = Promise.withResolvers<SseCloseReason>();
    const stream = attachment.open();
    const onGone = (): void => connection.close('gone');
    let expiry: NodeJS.Timeout | undefined;
    const connection: Connection = {
      attachment,
      stream,
      cursor: feed.position(),
      waiting: [],
      judged: Promise.resolve(),
      unjudgedCount: 0,
      close: once((reason: SseCloseReason) => {
        group.connections.delete(connection);
        if (group.connections.size === 0) {
          group.unsubscribe();
          if (group.timer !== null) clearTimeout(group.timer);
          groups.delete(workspaceId);
        }
        const left = (perSession.get(session) ?? 1) - 1;
        if (left > 0) perSession.set(session, left);
        else perSession.delete(session);
        signal.removeEventListener('abort', onGone);
        clearTimeout(expiry);
        part(stream, reason);
        if (reason === 'slow') log.info('a live stream was too slow and has to resume', { workspaceId });
        closed.resolve(reason);
      }),
    };
    const { expiresAt } = attachment;
    // The heart looks, too: a timer runs by the machine's clock, and none runs longer than the longest.
    const restMs = expiresAt === undefined ? longestTimerMs : expiresAt.getTime() - clock.now().getTime();
    if (restMs < longestTimerMs) expiry = setTimeout(() => connection.close('expired'), Math.max(0, restMs));
    expiry?.unref();
    group.connections.add(connection);
    perSession.set(session, (perSession.get(session) ?? 0) + 1);
    signal.addEventListener('abort', onGone, { once: true });
    stream.on('error', onGone);
    stream.on('close', onGone);
    if (signal.aborted || stream.destroyed) connection.close('gone');
    else void begin(connection);
    return { ok: true, closed: closed.promise };
  };

  const everyone = (): Connection[] => [...groups.values()].flatMap((group) => [...group.connections]);

  const beat = (): void => {
    const now = clock.now();
    for (const group of groups.values()) flush(group);
    const position = feed.position();
    for (const connection of everyone()) {
      const { expiresAt } = connection.attachment;
      if (expiresAt !== undefined && expiresAt <= now) connection.close('expired');
      else if (connection.waiting === null) {
        if (compareCursors(position, connection.cursor) > 0) connection.cursor = position;
        send(connection, frameHeartbeat(connection.cursor));
      }
    }
  };
  const heart = setInterval(beat, heartbeatMs);
  heart.unref();

  const stopWatching = options.onAuthorizationChange((keys) => {
    for (const connection of everyone()) {
      const isConcerned = keys === null || connection.attachment.authorization.some((key) => keys.has(key));
      if (isConcerned) connection.close('revoked');
    }
  });

  return {
    attach,
    connectionCount: () => everyone().length,
    close: () => {
      isClosed = true;
      clearInterval(heart);
      stopWatching();
      for (const connection of everyone()) connection.close('shutdown');
    },
  };
}

/** Ends a stream in good order, or by force when the client does not read. */
function part(stream: Writable, reason: SseCloseReason): void {
  if (stream.destroyed) return;
  if (reason === 'gone') {
    stream.destroy();
    return;
  }
  stream.end(frameGoodbye(reason));
  const force = setTimeout(() => stream.destroy(), farewellMs);
  force.unref();
  stream.once('close', () => clearTimeout(force));
}

/** Waits until most of a stream's unsent bytes are gone, or it is closed. */
function drained(stream: Writable, maxUnsentBytes: number, signal: AbortSignal): Promise<void> {
  if (stream.writableLength <= maxUnsentBytes / 2 || signal.aborted || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}

/** Runs a function on the first call only, and gives that result ever after. */
function once<Args extends unknown[], Result>(action: (...args: Args) => Result): (...args: Args) => Result {
  let result: { value: Result } | null = null;
  return (...args) => {
    result ??= { value: action(...args) };
    return result.value;
  };
}
