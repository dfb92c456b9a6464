import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findFreePort, stopLeftOver } from '#platform/db/embedded/postmaster';
import { waitFor } from '../../test/harness.ts';
import type { Quickstart } from './quickstart.ts';

const mainScript = fileURLToPath(new URL('../main.ts', import.meta.url));
const page = z.object({ data: z.array(z.looseObject({})) });
let home: string;
/** Not the usual one with its neighbours, which other tests take in between. */
let port: string;
let kabar: { child: ChildProcess; output: () => string };

function start(): typeof kabar {
  const child = spawn(process.execPath, [mainScript], {
    env: { PATH: process.env['PATH'], KABAR_HOME: home, KABAR_HTTP_PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

async function greeted(): Promise<Quickstart> {
  await waitFor('the greeting', () => {
    if (kabar.child.exitCode !== null || kabar.output().includes('did not finish')) throw new Error(kabar.output());
    return kabar.output().includes('Stop with Ctrl-C');
  });
  // Our own file, checked by the tests below.
  return JSON.parse(readFileSync(join(home, 'quickstart.json'), 'utf8')) as Quickstart;
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (kabar.child.exitCode !== null || kabar.child.signalCode !== null) return;
  kabar.child.kill(signal);
  await once(kabar.child, 'exit');
}

beforeAll(async () => {
  port = String(await findFreePort(undefined));
  home = mkdtempSync(join(tmpdir(), 'kabar-quickstart-'));
  kabar = start();
});

afterAll(async () => {
  await end('SIGTERM');
  if (existsSync(join(home, 'postgres'))) await stopLeftOver(join(home, 'postgres'));
  rmSync(home, { recursive: true, force: true });
});

describe('the first start on an empty machine', () => {
  it('leaves a login, a key, a number and customers who have written', async () => {
    const quickstart = await greeted();
    expect(statSync(join(home, 'quickstart.json')).mode & 0o777).toBe(0o600);
    const { apiUrl, apiKey, login, numberId, customerPhone } = quickstart;
    for (const text of [apiUrl, apiKey, login.email, login.password, numberId, customerPhone]) expect(kabar.output()).toContain(text);
    const headers = { authorization: `Bearer ${apiKey}` };
    const conversations = page.parse(await (await fetch(`${apiUrl}/v1/conversations`, { headers })).json());
    expect(conversations.data.length).toBeGreaterThanOrEqual(4);
    const numbers = page.parse(await (await fetch(`${apiUrl}/v1/numbers`, { headers })).json());
    expect(numbers.data.map((number) => number['id'])).toEqual([numberId]);
    const signIn = await fetch(`${apiUrl}/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: apiUrl },
      body: JSON.stringify(login),
    });
    expect(signIn.status).toBe(200);
  });

  it('prints a curl line whose message arrives on the phone', async () => {
    const { apiUrl, apiKey, emulatorUrl, phoneNumberId } = await greeted();
    const body = /-d '(.+)'/.exec(kabar.output())?.[1];
    const answer = await fetch(`${apiUrl}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: body ?? '',
    });
    expect(answer.status).toBe(202);
    await waitFor('the message on the phone', async () => {
      const chat = await fetch(`${emulatorUrl}/emulator/customers/sari/chats/${phoneNumberId}/messages`);
      return JSON.stringify(await chat.json()).includes('hello_world');
    });
  });

  it('is the last one that sets up: after a kill everything is as it was', async () => {
    const before = await greeted();
    await end('SIGKILL');
    kabar = start();
    expect(await greeted()).toEqual(before);
  });

  it('starts the emulator again when it dies', async () => {
    const { emulatorUrl } = await greeted();
    const children = readFileSync(`/proc/${kabar.child.pid}/task/${kabar.child.pid}/children`, 'utf8').trim().split(' ').map(Number);
    const emulator = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('emulator'));
    if (emulator === undefined) throw new Error('no emulator');
    process.kill(emulator, 'SIGKILL');
    await waitFor('it answers again', async () => {
      const isNew = kabar.output().includes('the emulator ended');
      return (
        isNew &&
        (await fetch(`${emulatorUrl}/emulator/info`).then(
          (answer) => answer.ok,
          () => false,
        ))
      );
    });
    expect(kabar.child.exitCode).toBeNull();
  });

  it('stops in good order', async () => {
    await end('SIGTERM');
    expect(kabar.child.exitCode).toBe(0);
    expect(kabar.output()).not.toContain('did not stop cleanly');
  });
});
