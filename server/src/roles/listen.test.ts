import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, listen, reservePort } from './listen.ts';

const host = '127.0.0.1';
let memory: string;
let squatters: Server[];

beforeEach(() => {
  memory = mkdtempSync(join(tmpdir(), 'kabar-port-'));
  squatters = [];
});

afterEach(async () => {
  for (const squatter of squatters) await new Promise((resolve) => squatter.close(resolve));
  rmSync(memory, { recursive: true });
});

async function squat(port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  squatters.push(server);
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('reservePort', () => {
  it('remembers what it found, and takes the next one when that is taken', async () => {
    const first = await reservePort({ host, port: undefined, memory });
    const second = await reservePort({ host, port: undefined, memory });
    expect(second.port).toBeGreaterThan(first.port);
    await first.release();
    await second.release();
    const third = await reservePort({ host, port: undefined, memory });
    expect(third.port).toBe(second.port);
    await third.release();
  });

  it('does not leave a configured port, and says who must act', async () => {
    const port = await squat(0);
    await expect(reservePort({ host, port, memory })).rejects.toThrow(`Port ${port} on ${host} is taken`);
  });
});

describe('listen', () => {
  it('takes a reserved port over', async () => {
    const reservation = await reservePort({ host, port: undefined, memory });
    const app = Fastify();
    await listen(app, host, reservation);
    expect(app.server.listening).toBe(true);
    await app.close();
  });

  it('says so when somebody took the port since', async () => {
    const port = await squat(0);
    await expect(listen(Fastify(), host, { port, release: async () => undefined })).rejects.toThrow('is taken by another program');
  });
});

describe('addressOf', () => {
  it('is one that a browser on this machine can open', () => {
    expect(addressOf('127.0.0.1', 4000)).toBe('http://127.0.0.1:4000');
    expect(addressOf('0.0.0.0', 80)).toBe('http://127.0.0.1:80');
    expect(addressOf('::1', 80)).toBe('http://[::1]:80');
  });
});
