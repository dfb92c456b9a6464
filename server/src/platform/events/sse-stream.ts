import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import type { EventCursor } from './event-cursor.ts';
import { formatCursor } from './event-cursor.ts';
import type { FeedEvent } from './event-feed.ts';

/**
 * Sends the head of an event stream and gives the stream to write ready frames to. That is the bare socket: node:http would frame
 * every chunk again, which costs 40 % of the rate. The connection serves nothing else afterwards.
 *
 * `headers` come on top (security headers, request id). The caller has taken the response away from its framework.
 */
export function openSseResponse(response: ServerResponse, headers: Readonly<Record<string, string>> = {}): Writable {
  response.useChunkedEncodingByDefault = false;
  response.removeHeader('transfer-encoding');
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    connection: 'close',
    // Nginx and its kin would collect the stream instead of passing it on.
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const { socket } = response;
  if (!(socket instanceof Socket)) return response;
  socket.setTimeout(0);
  socket.setNoDelay(true);
  return socket;
}

/** One event, ready to be written to any number of connections. */
export type SseFrame = { readonly cursor: EventCursor; readonly event: FeedEvent; readonly bytes: Buffer };

/** Frames an event once. `id` is its cursor, `event` its type, `data` what `LiveEvent` of the contract says. */
export function frameEvent(event: FeedEvent): SseFrame {
  const data = JSON.stringify({ type: event.type, occurred_at: event.occurredAt.toISOString(), data: event.data });
  const text = `id: ${formatCursor(event.cursor)}\nevent: ${event.type}\ndata: ${data}\n\n`;
  return { cursor: event.cursor, event, bytes: Buffer.from(text) };
}

/**
 * Tells where the stream begins, and after how long to come back when it breaks. Without data, so that no event is
 * dispatched: the client only remembers the id.
 */
export function frameReady(cursor: EventCursor): Buffer {
  return Buffer.from(`retry: 1000\nid: ${formatCursor(cursor)}\n\n`);
}

/** Tells that events were missed which cannot be had any more: load everything again. */
export function frameReset(cursor: EventCursor): Buffer {
  return Buffer.from(`retry: 1000\nid: ${formatCursor(cursor)}\nevent: reset\ndata: {}\n\n`);
}

/** Keeps proxies from closing a quiet stream, and moves the place to resume from without an event. */
export function frameHeartbeat(cursor: EventCursor): Buffer {
  return Buffer.from(`: still here\nid: ${formatCursor(cursor)}\n\n`);
}

/** Last words before the server closes the stream. The client comes back by itself with its last id. */
export function frameGoodbye(reason: SseCloseReason): Buffer {
  return Buffer.from(`: closing, ${reason}\n\n`);
}

/** Why a stream ended: the client went, was too slow, lost its rights, or the server stops. */
export type SseCloseReason = 'gone' | 'slow' | 'revoked' | 'expired' | 'shutdown' | 'failed';
