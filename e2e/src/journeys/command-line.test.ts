import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createKabar, verifyWebhook } from '@kabar/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHome, type Home } from '../stand/home.ts';
import { waitUntil } from '../stand/wait-until.ts';

const program = fileURLToPath(new URL('../../../server/bin/kabar.mjs', import.meta.url));

let home: Home;
let folder: string;
beforeAll(async () => {
  home = await startHome();
  folder = mkdtempSync(path.join(tmpdir(), 'kabar-cli-'));
});
afterAll(async () => {
  await home?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Ended = { code: number | null; out: string; error: string; rows: Record<string, unknown>[] };
type Run = { child: ChildProcess; out: () => string; ended: Promise<Ended> };

/** Runs the program as a terminal does. `rows` are the JSON objects of its standard output. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Run {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'] ?? '', KABAR_HOME: home.folder, ...env } });
  let out = '';
  let error = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
  child.stdin.end(input);
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, out, error, rows: rowsOf(out) }));
  return { child, out: () => out, ended };
}

const run = (args: readonly string[], env?: Readonly<Record<string, string>>, input?: string): Promise<Ended> =>
  start(args, env, input).ended;

function rowsOf(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('kabar send', () => {
  it('sends with nothing set where an installation runs, and follows the message to the phone', async () => {
    const to = home.quickstart.customerPhone;
    const person = await run(['send', '--to', to, '--text', 'From the terminal', '--wait']);
    expect(person).toMatchObject({ code: 0, error: '' });
    expect(person.out).toMatch(/^msg_\w+ is accepted \(queued\)\.\n(?:sending\n|sent\n)*(?:delivered|read)\n$/);
    const chat = await home.emulator.chat('sari', home.quickstart.phoneNumberId);
    expect(JSON.stringify(chat)).toContain('From the terminal');

    const machine = await run(['send', '--to', to, '--template', 'hello_world', '--language', 'en_US', '--json', '--wait']);
    expect(machine.code, machine.out).toBe(0);
    expect(machine.rows[0]).toEqual({ event: 'accepted', id: expect.stringMatching(/^msg_/), status: 'queued' });
    expect(machine.rows.at(-1)).toMatchObject({ event: 'status', status: expect.stringMatching(/^delivered|read$/), reason: null });
  });

  it('sends a file as what it is', async () => {
    const file = path.join(folder, 'menu.pdf');
    writeFileSync(file, '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
    const sent = await run(['send', '--to', home.quickstart.customerPhone, '--media', file, '--caption', 'Our menu', '--json']);
    expect(sent.code, sent.error).toBe(0);
    expect(await home.client.messages.get(String(sent.rows[0]?.['id']))).toMatchObject({ type: 'document' });
  });

  it('sends many from a file, says which line is refused, and sends none twice when it is run again', async () => {
    const to = home.quickstart.customerPhone;
    const rows = [1, 2, 3].map((row) => JSON.stringify({ to, type: 'text', text: { body: `Row ${row}` } }));
    const file = path.join(folder, 'messages.jsonl');
    writeFileSync(file, [...rows, '', '{"to":"x","type":"text"}'].join('\n'));
    const first = await run(['send', '--file', file, '--json']);
    expect(first.code).toBe(65);
    expect(first.rows.at(-1)).toEqual({ event: 'done', accepted: 3, refused: 1 });
    expect(first.rows.find(({ event }) => event === 'refused')).toMatchObject({
      line: 5,
      code: 'validation_failed',
      message: expect.stringContaining('body.to'),
    });
    const ids = (ended: Ended): Set<unknown> => new Set(ended.rows.flatMap(({ event, id }) => (event === 'accepted' ? [id] : [])));
    const again = await run(['send', '--file', '-', '--json'], {}, [...rows, '', '{"to":"x","type":"text"}'].join('\n'));
    expect(ids(again)).toEqual(ids(first));
    const broken = await run(['send', '--file', '-'], {}, `${rows[0]}\nnot json\n`);
    expect(broken).toMatchObject({ code: 65, error: 'Line 2 is no JSON object. Nothing was sent.\n' });
  });

  it('says in words, or to programs in JSON, why not, and ends with a number for each kind', async () => {
    const to = home.quickstart.customerPhone;
    const refused = await run(['send', '--to', '1', '--text', 'x']);
    expect(refused.code).toBe(65);
    expect(refused.error).toMatch(/body\.to .*\nRequest req_\w+, see http/s);
    const stranger = await run(['send', '--to', to, '--text', 'x', '--json'], { KABAR_API_KEY: 'kabar_live_nobody' });
    expect(stranger.code).toBe(77);
    expect(JSON.parse(stranger.error)).toMatchObject({ event: 'error', code: 'api_key_invalid', status: 401, exit_code: 77 });
    const away = await run(['send', '--to', to, '--text', 'x'], { KABAR_URL: 'http://127.0.0.1:1', KABAR_API_KEY: 'kabar_live_x' });
    expect(away).toMatchObject({ code: 69, error: expect.stringContaining('http://127.0.0.1:1') });
    const unset = await run(['send', '--to', to, '--text', 'x'], { KABAR_HOME: folder });
    expect(unset).toMatchObject({ code: 78, error: expect.stringContaining('Set KABAR_URL and KABAR_API_KEY') });
    const elsewhere = await run(['send', '--to', to, '--text', 'x', '--url', 'https://kabar.example.com']);
    expect(elsewhere, 'a local key never goes to another server').toMatchObject({
      code: 78,
      error: expect.stringContaining('Set KABAR_API_KEY'),
    });
    expect(await run(['send', '--text', 'x'])).toMatchObject({ code: 64, error: expect.stringContaining('--to PHONE') });
    expect(await run(['send', '--to', to, '--txt', 'x'])).toMatchObject({
      code: 64,
      error: expect.stringContaining('npx kabar send --help'),
    });
    expect(await run(['send', '--to', to, '--text', 'x'], { KABAR_APIKEY: 'x' })).toMatchObject({
      code: 78,
      error: expect.stringContaining('KABAR_API_KEY'),
    });
  });
});

describe('kabar keys', () => {
  it('makes a key that works for what it is for, lists it, and ends it at once on the running server', async () => {
    const made = await run(['keys', 'create', '--name', 'Web shop', '--scope', 'numbers:read', '--expires', '30', '--json']);
    expect(made.code, made.error).toBe(0);
    const [key] = made.rows;
    const client = createKabar({ baseUrl: home.quickstart.apiUrl, apiKey: String(key?.['key']), retry: { maxRetries: 0 } });
    expect((await client.numbers.list()).data).toHaveLength(1);
    await expect(client.contacts.list()).rejects.toMatchObject({ code: 'permission_denied' });
    const shown = await run(['keys', 'list']);
    expect(shown.out).toMatch(new RegExp(`${String(key?.['id'])} .*active.*Web shop`));
    expect(shown.out).not.toContain(String(key?.['key']));
    const revoked = await run(['keys', 'revoke', String(key?.['id']), '--json']);
    expect(revoked.rows).toMatchObject([{ id: key?.['id'], status: 'revoked' }]);
    await waitUntil('the running server refuses it', async () =>
      client.numbers.list().then(
        () => false,
        (error: unknown) => error instanceof Error && 'code' in error && error.code === 'api_key_revoked',
      ),
    );
    const audit = await home.client.audit.list({ limit: 50 });
    const used = audit.data.filter(({ action }) => action === 'command_line.used');
    expect(used.map(({ actor }) => actor.kind)).toEqual(['system', 'system']);
  });

  it('puts a new key in the place of an old one, which works until the overlap ends', async () => {
    const [old] = (await run(['keys', 'create', '--name', 'Old', '--scope', 'numbers:read', '--json'])).rows;
    const rotated = await run(['keys', 'rotate', String(old?.['id']), '--overlap', '2', '--json']);
    expect(rotated.code, rotated.error).toBe(0);
    const [fresh] = rotated.rows;
    expect(fresh).toMatchObject({ scopes: ['numbers:read'], replaces: old?.['id'], replaced: { id: old?.['id'], status: 'retiring' } });
    for (const key of [old, fresh]) {
      const client = createKabar({ baseUrl: home.quickstart.apiUrl, apiKey: String(key?.['key']) });
      expect((await client.numbers.list()).data).toHaveLength(1);
    }
  });

  it('refuses what cannot be meant before it asks a database for anything', async () => {
    const nowhere = { DATABASE_URL: 'postgres://kabar@127.0.0.1:1/kabar' };
    expect(await run(['keys', 'create', '--name', 'x'], nowhere)).toMatchObject({
      code: 64,
      error: expect.stringContaining('messages:send'),
    });
    expect(await run(['keys', 'create', '--name', 'x', '--scope', 'moon'], nowhere)).toMatchObject({
      code: 64,
      error: expect.stringContaining('"moon" is no scope'),
    });
    expect(await run(['keys', 'revoke', 'x'], nowhere)).toMatchObject({ code: 64 });
    expect(await run(['keys', 'turn'], nowhere)).toMatchObject({ code: 64 });
    const wrong = await run(['keys', 'list', '--workspace', 'nobody']);
    expect(wrong).toMatchObject({ code: 64, error: expect.stringContaining('kopi-merdeka') });
    const gone = await run(['keys', 'revoke', 'key_01jd8z3t5kf6v9b2m4n7p0q1rs', '--json']);
    expect(JSON.parse(gone.error)).toMatchObject({ code: 'not_found', exit_code: 65 });
  });
});

describe('kabar listen', () => {
  it('hands what happens to a program here, signed as endpoints are, and goes on after the server was killed', async () => {
    const got: { headers: IncomingMessage['headers']; body: string }[] = [];
    const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      got.push({ headers: request.headers, body: (await buffer(request)).toString() });
      response.writeHead(204).end();
    };
    const local = createServer((request, response) => void take(request, response));
    await new Promise<void>((resolve) => local.listen(0, '127.0.0.1', resolve));
    const address = local.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const listening = start(['listen', '--forward-to', `localhost:${port}/hooks`, '--events', 'message.received', '--json']);
    const said = (event: string): Record<string, unknown>[] => rowsOf(listening.out()).filter((row) => row['event'] === event);
    try {
      await waitUntil('it listens', async () => said('ready').length > 0);
      const write = (body: string): Promise<unknown> =>
        home.emulator.writeMany([{ customer: 'sari', numberId: home.quickstart.phoneNumberId, type: 'text', content: { body } }]);
      await write('before');
      await waitUntil('the first webhook is here', async () => got.length >= 1);
      await home.kill();
      await home.start();
      await waitUntil('it listens again', async () => said('connected').length > 0);
      await write('after');
      await waitUntil('the second webhook is here', async () => said('webhook').length >= 2);
      for (const request of got) {
        const { payload } = await verifyWebhook<{ type: string }>({ ...request, keys: String(said('ready')[0]?.['secret']) });
        expect(payload.type).toBe('message.received');
      }
      expect(said('webhook')).toEqual(
        said('webhook').map(() => expect.objectContaining({ type: 'message.received', status: 204, failure: null })),
      );
    } finally {
      listening.child.kill('SIGINT');
      local.close();
    }
    expect(await listening.ended).toMatchObject({ code: 0, error: '' });
  });
});

describe('kabar seed', () => {
  it('fills the inbox, and adds only what is missing when it is run again', async () => {
    const first = await run(['seed', '--customers', '12', '--json']);
    expect(first.code, first.error).toBe(0);
    expect(first.rows.at(-1)).toEqual({ event: 'done', customers: 12, added: 12 });
    const names: (string | null)[] = [];
    for await (const contact of home.client.contacts.each()) names.push(contact.name);
    expect(names).toContain('Ayu Santoso');
    const more = await run(['seed', '--customers', '14']);
    expect(more.out).toContain('14 invented customers are there, 2 of them new.');
  });

  it('never touches an installation that is not one for trying out', async () => {
    const there = await run(['seed'], { KABAR_URL: 'https://kabar.example.com', KABAR_API_KEY: 'kabar_live_x' });
    expect(there).toMatchObject({ code: 78, error: expect.stringContaining('npm start') });
  });
});

describe('kabar', () => {
  it('explains itself in one screen, and each command with examples', async () => {
    const all = await run(['--help']);
    expect(all.code).toBe(0);
    expect(all.out.split('\n').length).toBeLessThanOrEqual(24);
    for (const line of all.out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
    const names = [...all.out.matchAll(/^ {2}([a-z]+) {2,}/gm)].map((match) => match[1] ?? '');
    expect(names).toEqual(expect.arrayContaining(['start', 'migrate', 'doctor', 'seed', 'keys', 'send', 'listen', 'backup', 'restore']));
    const check = async (name: string): Promise<void> => {
      const help = await run([name, '--help']);
      expect(help.code, name).toBe(0);
      expect(help.out, name).toMatch(new RegExp(`npx kabar ${name}`));
      expect(help.out.split('\n').length, name).toBeLessThanOrEqual(40);
      expect((await run(['help', name])).out).toBe(help.out);
    };
    await Promise.all(names.map(check));
    expect(await run(['snd'])).toMatchObject({
      code: 64,
      error: 'There is no command "snd". Did you mean "send"?\nSee: npx kabar --help\n',
    });
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('examines the installation, for people and for programs', async () => {
    const here = { KABAR_HTTP_PORT: new URL(home.quickstart.apiUrl).port };
    const person = await run(['doctor'], here);
    expect(person.code, person.out).toBe(0);
    expect(person.out).toMatch(/^ok .*Kabar answers on port/m);
    expect(person.out).toMatch(/warnings?\.\n$/);
    const machine = await run(['doctor', '--json'], here);
    const checks = machine.rows.slice(0, -1);
    expect(checks.length).toBeGreaterThanOrEqual(20);
    for (const row of checks)
      expect(row).toEqual({
        event: 'check',
        check: expect.any(String),
        status: expect.stringMatching(/^ok|warning|problem|skipped$/),
        sentence: expect.stringMatching(/\.$/),
      });
    expect(machine.rows.at(-1)).toMatchObject({ event: 'done', problem: 0 });
    const short = await run(['doctor', '--problems', '--json'], here);
    expect(short.rows.some(({ status }) => status === 'ok')).toBe(false);
  });
});
