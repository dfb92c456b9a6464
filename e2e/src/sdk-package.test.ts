import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser/launch-browser.ts';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../', import.meta.url));
const tsc = join(repository, 'node_modules', '.bin', 'tsc');

// The worked example of Standard Webhooks.
const proof = `{
  body: '{"test": 2432232314}',
  keys: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  now: new Date(1614265330000),
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
}`;

/** What every form of the package must do, as statements that end with \`answer\` in hand. */
const work = `
  const kabar = createKabar({ baseUrl: address, apiKey: 'kabar_live_example', retry: { baseDelayMs: 1 } });
  const rows = [];
  for await (const number of kabar.numbers.each({ limit: 1 })) rows.push(number.id);
  const sent = await kabar.messages.send({ number_id: 'num_1', to: '+12025550100', type: 'text', text: { body: 'hi' } });
  const refused = await kabar.me.get().catch((error) => error);
  const proved = await verifyWebhook(${proof});
  const answer = JSON.stringify([rows, sent.id, refused instanceof KabarError, refused.code, refused.requestId, proved.payload.test]);
`;
const expected = JSON.stringify([['num_1', 'num_2'], 'msg_1', true, 'permission_denied', 'req_1', 2_432_232_314]);

let folder: string;
let server: Server;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabar-package-'));
  await run(process.execPath, [join(repository, 'tools', 'build-sdk.ts'), join(folder, 'built')]);
  await run('npm', ['pack', join(folder, 'built'), '--pack-destination', folder], { cwd: folder });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  await mkdir(join(folder, 'project'));
  await writeFile(join(folder, 'project', 'package.json'), '{ "private": true }\n');
  // Without a network: a package with no dependencies needs none.
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, tarball)], { cwd: join(folder, 'project') });

  let sends = 0;
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (pathname === '/v1/numbers') {
      const isSecond = searchParams.has('cursor');
      return json(200, { data: [{ id: isSecond ? 'num_2' : 'num_1' }], next_cursor: isSecond ? null : 'more' });
    }
    if (pathname === '/v1/messages') {
      sends += 1;
      if (sends % 2 === 1) return void request.socket.destroy();
      return json(202, { id: 'msg_1', status: 'queued' });
    }
    if (pathname === '/v1/me')
      return json(403, {
        error: { code: 'permission_denied', title: 'T', message: 'M', docs: '/d', request_id: 'req_1', retryable: false },
      });
    if (pathname === '/bundle.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      return void readFile(join(folder, 'project', 'node_modules', '@kabar', 'sdk', 'esm', 'index.js')).then((text) => response.end(text));
    }
    response.writeHead(200, { 'content-type': 'text/html' });
    return void response.end('<!doctype html><title>A page of somebody else</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function runProgram(name: string, text: string): Promise<string> {
  const file = join(folder, 'project', name);
  await writeFile(file, text);
  return (await run(process.execPath, [file], { cwd: join(folder, 'project') })).stdout;
}

describe('the published form of the SDK', () => {
  it('holds its code, types, readme and licence, and depends on nothing', async () => {
    const root = join(folder, 'project', 'node_modules', '@kabar', 'sdk');
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: '@kabar/sdk', license: 'Apache-2.0', type: 'module' });
    for (const name of ['dependencies', 'peerDependencies', 'optionalDependencies', 'private']) expect(manifest).not.toHaveProperty(name);
    const files = (await readdir(root, { recursive: true })).filter((name) => /\.\w+$/.test(name) || name === 'LICENSE');
    for (const name of ['LICENSE', 'README.md', 'esm/index.js', 'esm/index.d.ts', 'cjs/index.js', 'cjs/index.d.ts'])
      expect(files).toContain(name);
    expect(files.filter((name) => name.includes('.test.') || (name.endsWith('.ts') && !name.endsWith('.d.ts')))).toEqual([]);
    for (const name of files.filter((each) => /\.(?:js|d\.ts)$/.test(each))) {
      const text = await readFile(join(root, name), 'utf8');
      const foreign = [...text.matchAll(/(?:from|require\(|import\()\s*['"]([^'"\n]+)['"]/g)]
        .map((match) => match[1])
        .filter((to) => to?.startsWith('.') !== true);
      expect(foreign, name).toEqual([]);
    }
  });

  it('is imported by a module and required by a CommonJS program', async () => {
    const names = '{ createKabar, KabarError, verifyWebhook }';
    const start = `const address = ${JSON.stringify(address)};`;
    expect(await runProgram('program.mjs', `import ${names} from '@kabar/sdk';\n${start}\n${work}\nprocess.stdout.write(answer);`)).toBe(
      expected,
    );
    const required = `const ${names} = require('@kabar/sdk');\n${start}\n(async () => {${work}\nprocess.stdout.write(answer); })();`;
    expect(await runProgram('program.cjs', required)).toBe(expected);
  });

  it('is checked by the compiler in projects of every kind, without their leave to skip libraries', async () => {
    const program = `
import { createKabar, KabarError, verifyWebhook, type Message, type Page } from '@kabar/sdk';
const kabar = createKabar({ baseUrl: 'http://127.0.0.1:1' });
export async function work(): Promise<string> {
  const page: Page<Message> = await kabar.conversations.messages('cnv_1', { limit: 20 });
  const sent = await kabar.messages.send({ number_id: 'num_1', to: '+12025550100', type: 'text', text: { body: 'hi' } });
  for await (const contact of kabar.contacts.each()) if (contact.name !== null) return contact.name;
  const { payload } = await verifyWebhook<{ type: string }>({ body: '', headers: {}, keys: 'whsec_AA==' });
  // @ts-expect-error a type that cannot be sent
  await kabar.messages.send({ number_id: 'num_1', to: '+12025550100', type: 'order' });
  // @ts-expect-error not a field of a message
  page.data[0]?.colour;
  return sent.id + payload.type;
}
export function limitOf(error: unknown): number | null {
  return error instanceof KabarError && error.is('body_too_large') ? error.details.limit_bytes : null;
}
`;
    const forms = [
      { name: 'node16.mts', options: { module: 'node16', moduleResolution: 'node16' } },
      { name: 'node16.cts', options: { module: 'node16', moduleResolution: 'node16' } },
      { name: 'nodenext.mts', options: { module: 'nodenext', moduleResolution: 'nodenext' } },
      { name: 'bundler.ts', options: { module: 'esnext', moduleResolution: 'bundler' } },
    ];
    for (const { name, options } of forms) {
      const project = join(folder, 'project', `tsconfig.${name}.json`);
      await writeFile(join(folder, 'project', name), program);
      const compilerOptions = {
        ...options,
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'],
        types: [],
      };
      await writeFile(project, JSON.stringify({ compilerOptions, files: [name] }));
      const output = await run(tsc, ['-p', project]).then(
        () => '',
        (error: unknown) => String(typeof error === 'object' && error !== null && 'stdout' in error ? error.stdout : error),
      );
      expect(output, name).toBe('');
    }
  });

  it('runs in a browser as it is', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(address);
      const answer: unknown = await page.evaluate(`(async () => {
        const { createKabar, KabarError, verifyWebhook } = await import('/bundle.js');
        const address = undefined; // the page's own
        ${work}
        return answer;
      })()`);
      expect(answer).toBe(expected);
      const isEdProved: unknown = await page.evaluate(`(async () => {
        const { verifyWebhook } = await import('/bundle.js');
        const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
        const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
        const timestamp = String(Math.floor(Date.now() / 1000));
        const signature = base64(await crypto.subtle.sign('Ed25519', pair.privateKey, new TextEncoder().encode('evt_1.' + timestamp + '.{}')));
        const keys = 'whpk_' + base64(await crypto.subtle.exportKey('raw', pair.publicKey));
        const headers = new Headers({ 'webhook-id': 'evt_1', 'webhook-timestamp': timestamp, 'webhook-signature': 'v1a,' + signature });
        return (await verifyWebhook({ body: '{}', headers, keys })).id;
      })()`);
      expect(isEdProved).toBe('evt_1');
    } finally {
      await browser.close();
    }
  });
});
