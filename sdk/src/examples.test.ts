import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { json, refuse, startFakeServer, type Answer } from '../test/fake-server.ts';

const folder = new URL('../examples/', import.meta.url);

async function run(name: string, url: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL(name, folder))], {
    env: { ...process.env, KABAR_URL: url, KABAR_API_KEY: 'kabar_live_example' },
  });
  return stdout;
}

const answer: Answer = (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  switch (`${request.method} ${pathname}`) {
    case 'GET /v1/numbers':
      return json(response, 200, { data: [{ id: 'num_1' }], next_cursor: null });
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

  it('are in the README word for word', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const names = await readdir(folder);
    expect(names.toSorted()).toEqual(['follow-events.ts', 'read-lists.ts', 'send-message.ts']);
    for (const name of names) {
      const source = await readFile(new URL(name, folder), 'utf8');
      expect(readme, `${name} in sdk/README.md`).toContain(`\`\`\`ts\n${source}\`\`\``);
    }
  });
});
