import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { refuse, startFakeServer } from '../test/fake-server.ts';
import { createKabar, type StreamItem, type StreamOptions } from './index.ts';

const quick = { baseDelayMs: 1, maxDelayMs: 4 };

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
}

function write(response: ServerResponse, id: string, messageId: string): void {
  const event = { type: 'message.created', occurred_at: '2026-11-21T08:00:00.000Z', data: { message_id: messageId } };
  response.write(`id: ${id}\nevent: message.created\ndata: ${JSON.stringify(event)}\n\n`);
}

/** Reads the stream until `enough` says so, then ends it. */
async function collect(
  url: string,
  enough: (items: StreamItem[]) => boolean,
  options: StreamOptions = {},
  using?: typeof fetch,
): Promise<StreamItem[]> {
  const stop = new AbortController();
  const items: StreamItem[] = [];
  for await (const item of createKabar({ baseUrl: url, fetch: using }).events.stream({ ...quick, ...options, signal: stop.signal })) {
    items.push(item);
    if (enough(items)) stop.abort();
  }
  return items;
}

function messageIds(items: StreamItem[]): unknown[] {
  return items.flatMap((item) => (item.kind === 'event' ? [item.event.data['message_id']] : []));
}

describe('the live stream', () => {
  it('gives events as they come and ends without an error when asked to', async () => {
    const server = await startFakeServer((_request, response) => {
      openStream(response);
      response.write(': beat\n\n');
      write(response, '1', 'msg_1');
      write(response, '2', 'msg_2');
    });
    const items = await collect(server.url, (all) => messageIds(all).length === 2);
    expect(items[0]).toEqual({ kind: 'open', resumed: false });
    expect(items[2]).toMatchObject({ kind: 'event', cursor: '2', type: 'message.created' });
    expect(server.seen[0]?.headers).toMatchObject({ accept: 'text/event-stream' });
    expect(server.seen[0]?.headers).not.toHaveProperty('last-event-id');
  });

  it('resumes behind the last event after the connection breaks', async () => {
    const server = await startFakeServer((_request, response, nth) => {
      openStream(response);
      write(response, String(nth), `msg_${nth}`);
      // Half an event must not be given out.
      response.write('id: 99\ndata: {"type":"message.cre');
      setImmediate(() => (nth % 2 === 0 ? response.end() : response.destroy()));
    });
    const items = await collect(server.url, (all) => messageIds(all).length === 3);
    expect(messageIds(items)).toEqual(['msg_1', 'msg_2', 'msg_3']);
    expect(server.seen.map((request) => request.headers['last-event-id'])).toEqual([undefined, '1', '2']);
    expect(items.map((item) => item.kind)).toEqual(['open', 'event', 'broken', 'open', 'event', 'broken', 'open', 'event']);
    expect(items[3]).toEqual({ kind: 'open', resumed: true });
  });

  it('resumes from where the server said it was, even when nothing had happened yet', async () => {
    const server = await startFakeServer((_request, response, nth) => {
      openStream(response);
      if (nth === 1) {
        response.write('retry: 1\nid: 41\n\n');
        setImmediate(() => response.end());
        return;
      }
      write(response, '42', 'msg_42');
    });
    await collect(server.url, (all) => messageIds(all).length === 1);
    expect(server.seen.map((request) => request.headers['last-event-id'])).toEqual([undefined, '41']);
  });

  it('starts from a given cursor', async () => {
    const server = await startFakeServer((_request, response) => {
      openStream(response);
      write(response, '8', 'msg_8');
    });
    await collect(server.url, (all) => messageIds(all).length === 1, { lastEventId: '7' });
    expect(server.seen[0]?.headers['last-event-id']).toBe('7');
  });

  it('connects again when the server falls silent, or does not answer at all', async () => {
    let nth = 0;
    // In memory, so that whatever comes comes before any timer: no load can make the third connection look silent.
    const answers: typeof fetch = (_input, init) => {
      nth += 1;
      const gone = new Promise<never>((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('gone'))));
      if (nth === 2) return gone;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          gone.catch((error: unknown) => controller.error(error));
          if (nth === 3)
            controller.enqueue(new TextEncoder().encode('id: 1\ndata: {"type":"message.created","data":{"message_id":"msg_1"}}\n\n'));
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    };
    const items = await collect('http://kabar.example', (all) => messageIds(all).length === 1, { silenceMs: 5 }, answers);
    expect(items.map((item) => item.kind)).toEqual(['open', 'broken', 'broken', 'open', 'event']);
  });

  it('passes a reset on, and asks for one when an event cannot be read', async () => {
    const server = await startFakeServer((_request, response) => {
      openStream(response);
      response.write('id: 5\nevent: reset\ndata: {}\n\n');
      response.write('id: 6\nevent: message.created\ndata: not json\n\n');
      write(response, '7', 'msg_7');
    });
    const items = await collect(server.url, (all) => messageIds(all).length === 1);
    expect(items.map((item) => item.kind)).toEqual(['open', 'reset', 'reset', 'event']);
  });

  it('keeps trying while the server is away', async () => {
    const server = await startFakeServer((_request, response, nth) => {
      if (nth < 4) return refuse(response, 503, 'unavailable', { retryable: true });
      openStream(response);
      write(response, '1', 'msg_1');
    });
    const items = await collect(server.url, (all) => messageIds(all).length === 1);
    expect(items.map((item) => item.kind)).toEqual(['broken', 'broken', 'broken', 'open', 'event']);
  });

  it('throws a refusal that waiting cannot change', async () => {
    const server = await startFakeServer((_request, response) => refuse(response, 401, 'unauthenticated'));
    await expect(collect(server.url, () => false)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(server.seen).toHaveLength(1);
  });

  it('closes the connection when the loop is left', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await startFakeServer((_request, response) => {
      response.on('close', () => closed.resolve());
      openStream(response);
      write(response, '1', 'msg_1');
    });
    for await (const item of createKabar({ baseUrl: server.url }).events.stream(quick)) {
      if (item.kind === 'event') break;
    }
    await expect(closed.promise).resolves.toBeUndefined();
  });
});
