import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createManualClock } from '#platform/clock';
import { createEgress } from '#platform/egress/egress';
import { createEgressGate, type EgressPurpose, type RuledGate } from '#platform/egress/gate';
import { silentLog } from '#platform/log';
import { createSmtpTransport } from '#platform/mail/smtp-transport';
import { createMetrics } from '#platform/metrics';
import { createS3Storage } from '#platform/storage/s3-storage';
import { createScanner } from '../media/index.ts';

// Every way out of the program, driven for real against servers of this machine, while each socket that is dialled is written down.
const folder = mkdtempSync(join(tmpdir(), 'kabar-capture-'));
let servers: Server[];
let ports: Record<'messaging' | 'mail' | 'media_storage' | 'malware_scan', number>;
let dialled: number[];
let gate: RuledGate;

beforeEach(async () => {
  servers = [];
  const listen = async (): Promise<number> => {
    // Answers nothing and hangs up: what matters here is who was dialled.
    const server = createServer((socket) => socket.on('error', () => undefined).destroy());
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port; // a TCP server has no other kind of address
  };
  ports = { messaging: await listen(), mail: await listen(), media_storage: await listen(), malware_scan: await listen() };
  dialled = [];
  const connect = Socket.prototype.connect;
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function spy(this: Socket, ...args: unknown[]) {
    const [first] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args; // as node:net normalises its arguments
    const port = typeof first === 'object' && first !== null && 'port' in first ? Number(first.port) : Number(first);
    if (Object.values(ports).includes(port)) dialled.push(port);
    return Reflect.apply(connect, this, args) as Socket;
  });
  const clock = createManualClock(new Date());
  gate = createEgressGate({ clock, log: silentLog, metrics: createMetrics({ processMetrics: false }) });
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function useEveryWayOut(): Promise<void> {
  const egress = createEgress({ gate });
  await egress.request({
    purpose: 'messaging',
    method: 'GET',
    origin: `http://127.0.0.1:${ports.messaging}`,
    path: '/',
    headers: {},
    body: null,
    timeoutMs: 5_000,
  });
  await egress.close();
  const smtp = createSmtpTransport({ url: `smtp://127.0.0.1:${ports.mail}`, from: 'kabar@example.com', gate });
  await smtp.send({ id: 'm', to: 'siti@example.com', subject: 'x', text: 'x' });
  smtp.close();
  const s3 = createS3Storage({
    bucket: 'b',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${ports.media_storage}`,
    accessKeyId: 'k',
    secretAccessKey: 's',
    draftsIn: folder,
    gate,
  });
  await s3.get('w/1').catch(() => undefined);
  s3.close();
  const scanner = createScanner({ clamd: `tcp://127.0.0.1:${ports.malware_scan}`, gate });
  await scanner?.scan(Readable.from([Buffer.from('x')]));
}

const rule = (purposes: EgressPurpose[]) =>
  ({ hosts: ['127.0.0.1'], purposes, addresses: 'any', openUntil: 'always', refusal: 'not_active' }) as const;
const everything: EgressPurpose[] = ['messaging', 'mail', 'media_storage', 'malware_scan'];

test('what is dialled is what the register has, and every way out was tried', async () => {
  gate.replaceRules([rule(everything)]);
  await useEveryWayOut();
  expect(new Set(dialled)).toEqual(new Set(Object.values(ports)));
  const tallies = gate.drainTallies();
  expect(tallies.every(({ outcome }) => outcome === 'allowed')).toBe(true);
  expect(tallies.map(({ purpose }) => purpose).toSorted()).toEqual(everything.toSorted());
});

test('nothing at all is dialled where the register is empty, and each try is counted', async () => {
  gate.replaceRules([]);
  await useEveryWayOut();
  expect(dialled).toEqual([]);
  expect(gate.drainTallies().map(({ purpose, outcome }) => [purpose, outcome])).toEqual(
    expect.arrayContaining(everything.map((purpose) => [purpose, 'not_registered'])),
  );
});

test.each(everything)('without %s in the list of purposes that alone stays undialled', async (missing) => {
  gate.replaceRules([rule(everything.filter((purpose) => purpose !== missing))]);
  await useEveryWayOut();
  expect(new Set(dialled)).toEqual(
    new Set(everything.filter((purpose) => purpose !== missing).map((purpose) => Reflect.get(ports, purpose) as number)),
  );
});
