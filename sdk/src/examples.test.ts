import { execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { json, refuse, startFakeServer, type Answer } from '../test/fake-server.ts';

const folder = new URL('../examples/', import.meta.url);

async function run(name: string, url: string, args: readonly string[] = []): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL(name, folder)), ...args], {
    env: { ...process.env, KABAR_URL: url, KABAR_API_KEY: 'kabar_live_example' },
  });
  return stdout;
}

const answer: Answer = (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  switch (`${request.method} ${pathname}`) {
    case 'GET /v1/numbers':
      return json(response, 200, { data: [{ id: 'num_1' }], next_cursor: null });
    case 'POST /v1/media':
      return json(response, 201, { id: 'med_1' });
    case 'POST /v1/messages':
      return json(response, 202, { id: 'msg_1', status: 'queued' });
    case 'GET /v1/messages/msg_1':
      return json(response, 200, { id: 'msg_1', status: 'held', direction: 'out', reason: { title: 'Waits', next_step: 'Wait.' } });
    case 'GET /v1/messages/msg_2':
      return json(response, 200, { id: 'msg_2', direction: 'in', type: 'image', contact_id: 'ctc_1' });
    case 'GET /v1/conversations':
      return json(response, 200, { data: [{ id: 'cnv_1' }, { id: 'cnv_2' }], next_cursor: 'more' });
    case 'GET /v1/contacts':
      return searchParams.has('cursor')
        ? json(response, 200, { data: [{ id: 'ctc_2', name: null, phone: null }], next_cursor: null })
        : json(response, 200, { data: [{ id: 'ctc_1', name: 'Ada', phone: null }], next_cursor: 'more' });
    case 'GET /v1/events/stream':
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('id: 1\nevent: reset\ndata: {}\n\n');
      for (const id of ['msg_1', 'msg_2']) {
        response.write(`id: ${id}\nevent: message.created\ndata: {"type":"message.created","data":{"message_id":"${id}"}}\n\n`);
      }
      return;
    default:
      return refuse(response, 404, 'route_not_found');
  }
};

describe('the examples', () => {
  it('run and print what they promise', async () => {
    const server = await startFakeServer(answer);
    expect(await run('send-message.ts', server.url)).toBe('accepted msg_1: queued\nnow held: Waits. Wait.\n');
    expect(await run('read-lists.ts', server.url)).toBe('2 unread conversations, and more\nAda\nctc_2\n');
    expect(await run('follow-events.ts', server.url)).toBe('missed something: load everything again\nctc_1 sent: image\n');
  });

  it('send a file', async () => {
    const server = await startFakeServer(answer);
    const output = await run('send-file.ts', server.url, ['num_1', '+12025550100', fileURLToPath(new URL('send-file.ts', folder))]);
    expect(output).toBe('med_1 goes out as msg_1\n');
    expect(String(server.seen[0]?.body)).toContain('openAsBlob');
    expect(JSON.parse(String(server.seen[1]?.body))).toMatchObject({ document: { id: 'med_1' } });
  });

  it('receive webhooks, once each, and turn others away', async () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const file = fileURLToPath(new URL('receive-webhooks.ts', folder));
    const child = spawn(process.execPath, [file], { env: { ...process.env, PORT: '0', WEBHOOK_SECRETS: `whsec_${key}` } });
    try {
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const port = /port: (\d+)/.exec(String((await lines.next()).value))?.[1];
      const send = async (id: string, keyText: string): Promise<number> => {
        const body = '{"type":"message.received"}';
        const timestamp = String(Math.floor(Date.now() / 1000));
        const signature = createHmac('sha256', Buffer.from(keyText, 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64');
        const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
        return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
      };
      expect(await send('evt_0', Buffer.alloc(32, 2).toString('base64'))).toBe(400);
      expect([await send('evt_1', key), await send('evt_1', key), await send('evt_2', key)]).toEqual([204, 204, 204]);
      expect([(await lines.next()).value, (await lines.next()).value]).toEqual(['message.received (evt_1)', 'message.received (evt_2)']);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });

  it('are in the README word for word', async () => {
    // Marks behind the language tell the test of the documents how to run a block.
    const readme = (await readFile(new URL('../README.md', import.meta.url), 'utf8')).replaceAll(/^```ts .*$/gm, '```ts');
    const names = await readdir(folder);
    expect(names.length).toBeGreaterThanOrEqual(5);
    for (const name of names) {
      const source = await readFile(new URL(name, folder), 'utf8');
      expect(readme, `${name} in sdk/README.md`).toContain(`\`\`\`ts\n${source}\`\`\``);
    }
  });
});
