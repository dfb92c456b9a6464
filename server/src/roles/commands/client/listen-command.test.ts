import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { verifyWebhook } from '@kabar/sdk';
import { afterEach, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../../main.ts', import.meta.url));
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function startServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

type Line = Record<string, unknown>;
type Run = { child: ChildProcess; next(event: string): Promise<Line>; output(): string; ended: Promise<number | null> };

/** Runs the program; `next` gives the lines of one kind in their order, as they come. */
function listen(url: string, args: readonly string[]): Run {
  const env = { PATH: process.env['PATH'] ?? '', KABAR_URL: url, KABAR_API_KEY: 'kabar_live_example' };
  const child = spawn(process.execPath, [main, 'listen', ...args], { env });
  closers.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  let text = '';
  let read = 0;
  const seen: Line[] = [];
  const waiting: (() => void)[] = [];
  const wake = (): void => {
    for (const each of waiting.splice(0)) each();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const whole = text.lastIndexOf('\n') + 1;
    for (const line of text.slice(read, whole).split('\n')) if (line.startsWith('{')) seen.push(JSON.parse(line) as Line);
    read = whole;
    wake();
  });
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, 'close').then(() => {
    wake();
    return child.exitCode;
  });
  return {
    child,
    output: () => text,
    ended,
    next: async (event) => {
      for (;;) {
        const at = seen.findIndex((line) => line['event'] === event);
        if (at !== -1) return seen.splice(at, 1)[0] ?? {};
        if (child.exitCode !== null) throw new Error(`it ended without "${event}":\n${text}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

function webhook(id: string, type: string): string {
  const body = JSON.stringify({ type, data: { message_id: 'msg_1' } });
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
    'webhook-signature': 'v1,of-the-connection',
  };
  return `event: webhook\ndata: ${JSON.stringify({ kind: 'webhook', headers, body })}\n\n`;
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`retry: 1\nevent: ready\ndata: ${JSON.stringify({ kind: 'ready', secret: 'whsec_of-the-connection' })}\n\n`);
}

describe('kabar listen', () => {
  it('hands each webhook to a program here, signed with the secret it printed, and shows what that answered', async () => {
    const got: { headers: IncomingMessage['headers']; body: string; path: string }[] = [];
    const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      got.push({ headers: request.headers, body: (await buffer(request)).toString(), path: request.url ?? '' });
      response.writeHead(got.length === 2 ? 500 : 204).end();
    };
    const local = await startServer((request, response) => void take(request, response));
    const asked: { url: string; key: string | undefined; after: unknown }[] = [];
    const kabar = await startServer((request, response) => {
      asked.push({ url: request.url ?? '', key: request.headers.authorization, after: request.headers['last-event-id'] });
      openStream(response);
      if (asked.length > 1) {
        // What was not confirmed by an id comes again.
        response.write(webhook('evt_2', 'message.sent'));
        return void response.write(webhook('evt_3', 'message.read'));
      }
      response.write(`${webhook('evt_1', 'message.received')}id: place-1\n\n`);
      response.write(webhook('evt_2', 'message.sent'));
      // Gone without a word, as when a server is killed.
      setImmediate(() => response.destroy());
    });
    const run = listen(kabar, ['--forward-to', `${local}/webhooks`, '--events', 'message.*', '--full', '--json', '--print-json']);
    const ready = await run.next('ready');
    expect(ready).toMatchObject({ url: kabar, forward_to: `${local}/webhooks`, secret: expect.stringMatching(/^whsec_/) });
    expect(await run.next('disconnected')).toBeDefined();
    expect(await run.next('connected')).toBeDefined();
    const told = [await run.next('webhook'), await run.next('webhook'), await run.next('webhook')];
    const byId = new Map(told.map((line) => [line['id'], line]));
    expect(byId.get('evt_1')).toMatchObject({ type: 'message.received', failure: null, body: { data: { message_id: 'msg_1' } } });
    expect(told.filter(({ status }) => status === 204)).toHaveLength(2);
    expect(told.filter(({ status }) => status === 500)).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      url: '/v1/webhook-listeners/stream?event_types=message.*&payload=full',
      key: 'Bearer kabar_live_example',
    });
    expect(asked.map(({ after }) => after)).toEqual([undefined, 'place-1']);
    expect(got).toHaveLength(3);
    for (const { headers, body, path } of got) {
      expect(path).toBe('/webhooks');
      await expect(verifyWebhook({ body, headers, keys: String(ready['secret']) })).resolves.toMatchObject({ id: headers['webhook-id'] });
    }
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    expect(await run.next('done')).toEqual({ event: 'done', webhooks: 3, failed: 1 });
  });

  it('only shows them where there is nothing to hand them to, in lines for people', async () => {
    const kabar = await startServer((_request, response) => {
      openStream(response);
      response.write(webhook('evt_1', 'message.received'));
    });
    const run = listen(kabar, []);
    const seen = (async () => {
      for await (const _ of run.child.stdout ?? []) if (run.output().includes('evt_1')) return;
    })();
    await seen;
    expect(run.output()).toMatch(
      /^Listening at http.*stop with Ctrl-C\.\nSigned with whsec_\S+\n\n\d\d:\d\d:\d\d {2}message\.received +evt_1\n$/s,
    );
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });

  it('goes on when nobody takes a webhook', async () => {
    const kabar = await startServer((_request, response) => {
      openStream(response);
      response.write(webhook('evt_1', 'message.received'));
    });
    const run = listen(kabar, ['--forward-to', '127.0.0.1:1', '--json']);
    expect(await run.next('webhook')).toMatchObject({ status: null, failure: 'nothing listens at 127.0.0.1:1' });
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
  });

  it('refuses to hand them to anybody else, and says what a server refused', async () => {
    const far = listen('http://127.0.0.1:1', ['--forward-to', 'https://127.shop.example.com/hooks']);
    expect(await far.ended).toBe(64);
    expect(far.output()).toContain('this machine only');
    const secret = listen('http://127.0.0.1:1', ['--secret', 'whsec_short']);
    expect(await secret.ended).toBe(64);
    const kabar = await startServer((_request, response) => {
      const error = {
        code: 'permission_denied',
        title: 'Not permitted',
        message: 'Ask an admin.',
        docs: '/docs',
        request_id: 'req_1',
        retryable: false,
      };
      response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    });
    const refused = listen(kabar, []);
    expect(await refused.ended).toBe(77);
    expect(refused.output()).toContain('Not permitted: Ask an admin.');
  });
});
