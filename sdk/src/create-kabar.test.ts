import { createServer } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { json, refuse, startFakeServer } from '../test/fake-server.ts';
import { createKabar, KabarError } from './index.ts';

const quick = { retry: { baseDelayMs: 1, maxDelayMs: 1500 } };

async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error: unknown) => error,
  );
}

async function caughtKabarError(promise: Promise<unknown>): Promise<KabarError> {
  const error = await caught(promise);
  if (!(error instanceof KabarError)) throw error;
  return error;
}

describe('a request', () => {
  it('carries the key, the workspace and JSON', async () => {
    const server = await startFakeServer((_request, response) => json(response, 201, { id: 'ctc_1' }));
    const kabar = createKabar({ baseUrl: `${server.url}/`, apiKey: 'kabar_live_abc', workspaceId: 'wsp_1' });
    await kabar.contacts.create({ phone: '+1 555 0100', name: 'Ada' });
    const [request] = server.seen;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('/v1/contacts');
    expect(request?.headers.authorization).toBe('Bearer kabar_live_abc');
    expect(request?.headers['kabar-workspace']).toBe('wsp_1');
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(String(request?.body))).toEqual({ phone: '+1 555 0100', name: 'Ada' });
  });

  it('has no content type when it has no body', async () => {
    const server = await startFakeServer((_request, response) => json(response, 200, {}));
    const kabar = createKabar({ baseUrl: server.url });
    await kabar.numbers.refresh('num_1');
    await kabar.me.get();
    expect(server.seen.map((request) => request.headers['content-type'])).toEqual([undefined, undefined]);
    expect(server.seen[0]?.body).toHaveLength(0);
  });

  it('sends no credentials header that was not given', async () => {
    const server = await startFakeServer((_request, response) => json(response, 200, {}));
    await createKabar({ baseUrl: server.url }).me.get();
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(server.seen[0]?.headers).not.toHaveProperty('kabar-workspace');
  });

  it('keeps an id in its place, whatever characters it has', async () => {
    const server = await startFakeServer((_request, response) => json(response, 200, {}));
    await createKabar({ baseUrl: server.url }).contacts.get('../messages?x=1#y');
    expect(server.seen[0]?.url).toBe('/v1/contacts/..%2Fmessages%3Fx%3D1%23y');
  });

  it('leaves out filters that are undefined', async () => {
    const server = await startFakeServer((_request, response) => json(response, 200, { data: [], next_cursor: null }));
    await createKabar({ baseUrl: server.url }).conversations.list({ unread: 'true', number_id: undefined, limit: 10 });
    expect(server.seen[0]?.url).toBe('/v1/conversations?unread=true&limit=10');
  });

  it('refuses to start without an address outside a browser', () => {
    expect(() => createKabar()).toThrow(TypeError);
    expect(() => createKabar({ baseUrl: 'not an address' })).toThrow('not an address');
  });

  it('uploads a file as the multipart field "file" with its name', async () => {
    const server = await startFakeServer((_request, response) => json(response, 201, { id: 'med_1' }));
    const kabar = createKabar({ baseUrl: server.url });
    await kabar.media.upload(new Blob(['menu'], { type: 'text/plain' }), { filename: 'menu.txt', numberId: 'num_1' });
    const [request] = server.seen;
    expect(request?.url).toBe('/v1/media?number_id=num_1');
    expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(String(request?.body)).toContain('name="file"; filename="menu.txt"');
    expect(String(request?.body)).toContain('\r\n\r\nmenu\r\n');
  });

  it('sends a stream while it is still being made, once', async () => {
    const arrived = Promise.withResolvers<undefined>();
    let part = 0;
    const source = new ReadableStream<Uint8Array>({
      async pull(controller) {
        part += 1;
        // The second half exists only after the first has reached the server.
        if (part === 2) await arrived.promise;
        if (part === 3) controller.close();
        else controller.enqueue(new TextEncoder().encode(part === 1 ? 'first ' : 'second'));
      },
    });
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
        if (body.includes('first ')) arrived.resolve(undefined);
      });
      request.on('end', () => {
        seen.push({ type: request.headers['content-type'] ?? '', body });
        response.destroy();
      });
    });
    const seen: { type: string; body: string }[] = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const kabar = createKabar({ baseUrl: `http://127.0.0.1:${port}`, ...quick });
    expect(await caughtKabarError(kabar.media.upload(source, { filename: 'a"b.txt' }))).toMatchObject({ code: 'connection_failed' });
    server.close();
    expect(seen).toHaveLength(1);
    const form = await new Response(seen[0]?.body, { headers: { 'content-type': seen[0]?.type ?? '' } }).formData();
    const file = form.get('file');
    expect(file instanceof File ? await file.text() : null).toBe('first second');
    expect(file instanceof File ? file.name : null).toContain('b.txt');
  });

  it('downloads bytes unchanged', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    const server = await startFakeServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      response.end(bytes);
    });
    const blob = await createKabar({ baseUrl: server.url }).media.download('med_1');
    expect(blob.type).toBe('image/png');
    expect(Buffer.from(await blob.arrayBuffer())).toEqual(bytes);
  });
});

describe('a refusal', () => {
  it('becomes a KabarError with everything the server said', async () => {
    const issues = [{ path: 'body.to', message: 'is missing' }];
    const server = await startFakeServer((_request, response) => refuse(response, 400, 'validation_failed', { details: { issues } }));
    const error = await caughtKabarError(createKabar({ baseUrl: server.url }).me.get());
    expect(error).toMatchObject({
      code: 'validation_failed',
      status: 400,
      title: 'Title of validation_failed',
      message: 'Message of validation_failed',
      requestId: 'req_test',
      docs: '/docs/errors/validation_failed',
      retryable: false,
    });
    expect(error.is('validation_failed') ? error.details.issues : null).toEqual(issues);
    expect(error.is('not_found')).toBe(false);
  });

  it('of a newer server keeps its words under unknown_code', async () => {
    const server = await startFakeServer((_request, response) => refuse(response, 409, 'moon_in_the_way'));
    const error = await caughtKabarError(createKabar({ baseUrl: server.url }).me.get());
    expect(error).toMatchObject({ code: 'unknown_code', status: 409, message: 'Message of moon_in_the_way' });
  });

  it('without our body is answer_unreadable', async () => {
    const server = await startFakeServer((_request, response) => {
      response.writeHead(404, { 'content-type': 'text/html' });
      response.end('<h1>nginx</h1>');
    });
    expect(await caughtKabarError(createKabar({ baseUrl: server.url }).me.get())).toMatchObject({ code: 'answer_unreadable', status: 404 });
    expect(server.seen).toHaveLength(1);
  });

  it('is answer_unreadable when a success is not JSON', async () => {
    const server = await startFakeServer((_request, response) => void response.writeHead(200).end('<html>'));
    expect(await caughtKabarError(createKabar({ baseUrl: server.url }).me.get())).toMatchObject({ code: 'answer_unreadable', status: 200 });
  });
});

describe('trying again', () => {
  it('repeats a GET while the refusal is retryable and gives the late success', async () => {
    const server = await startFakeServer((_request, response, nth) =>
      nth < 3 ? refuse(response, 503, 'unavailable', { retryable: true }) : json(response, 200, { name: 'Toko' }),
    );
    expect(await createKabar({ baseUrl: server.url, ...quick }).workspaces.get()).toEqual({ name: 'Toko' });
    expect(server.seen).toHaveLength(3);
  });

  it('gives up after the allowed number of tries', async () => {
    const server = await startFakeServer((_request, response) => refuse(response, 503, 'unavailable', { retryable: true }));
    const kabar = createKabar({ baseUrl: server.url, retry: { ...quick.retry, maxRetries: 2 } });
    expect(await caughtKabarError(kabar.me.get())).toMatchObject({ code: 'unavailable' });
    expect(server.seen).toHaveLength(3);
  });

  it('never repeats what the catalogue does not call retryable', async () => {
    const server = await startFakeServer((_request, response) => refuse(response, 500, 'internal_error'));
    await caught(createKabar({ baseUrl: server.url, ...quick }).me.get());
    expect(server.seen).toHaveLength(1);
  });

  it('repeats a send with the same idempotency key', async () => {
    const server = await startFakeServer((request, response, nth) => {
      if (nth === 1) return void response.destroy();
      if (nth === 2) return refuse(response, 503, 'unavailable', { retryable: true });
      return json(response, 202, { id: 'msg_1', status: 'queued' });
    });
    const kabar = createKabar({ baseUrl: server.url, ...quick });
    const sent = await kabar.messages.send({ number_id: 'num_1', to: '+15550100', type: 'text', text: { body: 'hi' } });
    expect(sent.id).toBe('msg_1');
    const keys = server.seen.map((request) => request.headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keys).size).toBe(1);
  });

  it('makes a new idempotency key for each send and uses the given one', async () => {
    const server = await startFakeServer((_request, response) => json(response, 202, {}));
    const kabar = createKabar({ baseUrl: server.url });
    const body = { number_id: 'num_1', to: '+15550100', type: 'text', text: { body: 'hi' } } as const;
    await kabar.messages.send(body);
    await kabar.messages.send(body);
    await kabar.messages.send(body, { idempotencyKey: 'order-7' });
    const keys = server.seen.map((request) => request.headers['idempotency-key']);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('order-7');
  });

  it('gives every change a key of its own that stays the same over its tries, and what reads none', async () => {
    const server = await startFakeServer((_request, response, nth) =>
      nth % 2 === 1 ? void response.destroy() : json(response, 200, { id: 'ctc_1' }),
    );
    const kabar = createKabar({ baseUrl: server.url, ...quick });
    await kabar.contacts.create({ name: 'Ada' });
    await kabar.media.remove('med_1');
    await kabar.search.find({ q: 'menu' });
    const keys = server.seen.map((request) => request.headers['idempotency-key']);
    expect(keys).toHaveLength(6);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[3]).toBe(keys[2]);
    expect(keys.slice(4)).toEqual([undefined, undefined]);
  });

  it('repeats what the server cannot recognise only when it was refused unread', async () => {
    const server = await startFakeServer((_request, response, nth) => {
      if (nth === 1) return refuse(response, 429, 'rate_limited', { retryable: true });
      return void response.destroy();
    });
    const kabar = createKabar({ baseUrl: server.url, ...quick });
    const error = await caughtKabarError(kabar.auth.forgotPassword({ email: 'ada@example.com' }));
    expect(error).toMatchObject({ code: 'connection_failed', status: null });
    expect(server.seen.map((request) => request.headers['idempotency-key'])).toEqual([undefined, undefined]);
  });

  it('gives the error to the caller when the server asks for longer than allowed', async () => {
    const server = await startFakeServer((_request, response) =>
      refuse(response, 429, 'rate_limited', { retryable: true }, { 'retry-after': '600' }),
    );
    expect(await caughtKabarError(createKabar({ baseUrl: server.url, ...quick }).me.get())).toMatchObject({ retryAfterMs: 600_000 });
    expect(server.seen).toHaveLength(1);
  });

  it('treats the error page of a proxy like a broken connection', async () => {
    const server = await startFakeServer((_request, response, nth) =>
      nth === 1 ? void response.writeHead(502).end('<h1>bad gateway</h1>') : json(response, 200, { name: 'Toko' }),
    );
    const kabar = createKabar({ baseUrl: server.url, ...quick });
    expect(await kabar.workspaces.get()).toEqual({ name: 'Toko' });
  });
});

describe('ending a call', () => {
  it('rejects with the reason of the signal', async () => {
    const stop = new AbortController();
    const server = await startFakeServer(() => stop.abort(new Error('left the page')));
    const error = await caught(createKabar({ baseUrl: server.url, ...quick }).me.get({ signal: stop.signal }));
    expect(error).toEqual(new Error('left the page'));
    expect(server.seen).toHaveLength(1);
  });

  it('ends a pause between tries', async () => {
    const stop = new AbortController();
    const server = await startFakeServer((_request, response) => {
      refuse(response, 503, 'unavailable', { retryable: true });
      setImmediate(() => stop.abort());
    });
    const kabar = createKabar({ baseUrl: server.url, retry: { baseDelayMs: 60_000, maxDelayMs: 60_000 } });
    expect(await caught(kabar.me.get({ signal: stop.signal }))).toMatchObject({ name: 'AbortError' });
  });

  it('times out an attempt and says so', async () => {
    let tries = 0;
    const never: typeof fetch = (_input, init) => {
      tries += 1;
      return new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('stopped'))));
    };
    const kabar = createKabar({ baseUrl: 'http://kabar.example', fetch: never, timeoutMs: 5, retry: { maxRetries: 1, baseDelayMs: 1 } });
    expect(await caughtKabarError(kabar.me.get())).toMatchObject({ code: 'timed_out', status: null });
    expect(tries).toBe(2);
  });

  it('limits the time until a download begins, not how long its bytes take', async () => {
    let limit: AbortSignal | null | undefined;
    const bytes: typeof fetch = (_input, init) => {
      limit = init?.signal;
      return Promise.resolve(new Response('abcdef', { headers: { 'content-type': 'video/mp4', 'content-length': '6' } }));
    };
    vi.useFakeTimers();
    try {
      const download = await createKabar({ baseUrl: 'http://kabar.example', fetch: bytes, timeoutMs: 1_000 }).media.stream('med_1');
      expect(download).toMatchObject({ type: 'video/mp4', sizeBytes: 6 });
      vi.advanceTimersByTime(100_000);
      expect(limit?.aborted).toBe(false);
      expect(await new Response(download.body).text()).toBe('abcdef');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('lists', () => {
  it('give every row of every page, once, in order', async () => {
    const server = await startFakeServer((request, response) => {
      const cursor = new URL(request.url, 'http://x').searchParams.get('cursor');
      const pages: Record<string, unknown> = {
        first: { data: [{ id: 'a' }, { id: 'b' }], next_cursor: 'two' },
        two: { data: [], next_cursor: 'three' },
        three: { data: [{ id: 'c' }], next_cursor: null },
      };
      json(response, 200, pages[cursor ?? 'first']);
    });
    const ids: string[] = [];
    for await (const contact of createKabar({ baseUrl: server.url }).contacts.each({ limit: 2 })) ids.push(contact.id);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(server.seen.map((request) => request.url)).toEqual([
      '/v1/contacts?limit=2',
      '/v1/contacts?limit=2&cursor=two',
      '/v1/contacts?limit=2&cursor=three',
    ]);
  });

  it('fetch no page that the loop does not reach', async () => {
    const server = await startFakeServer((_request, response) =>
      json(response, 200, { data: [{ id: 'a' }, { id: 'b' }], next_cursor: 'more' }),
    );
    for await (const message of createKabar({ baseUrl: server.url }).conversations.eachMessage('cnv_1')) {
      expect(message.id).toBe('a');
      break;
    }
    expect(server.seen).toHaveLength(1);
  });
});
