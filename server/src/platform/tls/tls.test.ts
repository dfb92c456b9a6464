import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSelfSigned } from '../../../test/self-signed.ts';
import { createLog } from '../log.ts';
import { brokenLink, CertificateError, readCertificate, type CertificateFiles } from './certificate.ts';
import { createRedirectServer } from './redirect-server.ts';
import { createCertificateRenewal, type Renewal } from './renew-certificate.ts';
import { createSecureListener, type SecureListener, type TlsFloor } from './secure-listener.ts';

const pair = createSelfSigned();
const other = createSelfSigned();
const locked = createPrivateKey(pair.key).export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' });
let folder: string;
let files: CertificateFiles;
let servers: Server[];
let sockets: TLSSocket[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabar-tls-'));
  files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem'), chainFile: null };
  servers = [];
  sockets = [];
  write(pair);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(folder, { recursive: true });
});

function write({ cert, key }: { cert: string; key: string }): void {
  writeFileSync(files.certFile, cert);
  writeFileSync(files.keyFile, key, { mode: 0o600 });
}

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port; // it listens on a port, not on a path
}

async function start(floor: TlsFloor = '1.2'): Promise<{ listener: SecureListener; port: number }> {
  const listener = createSecureListener(await readCertificate(files), floor);
  return { listener, port: await portOf(listener.createServer((_request, response) => response.end('hello'))) };
}

/** Shakes hands and gives the connection. Errors: those of the handshake. */
function shake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ca: [pair.cert, other.cert], servername: 'localhost', ...options });
    sockets.push(socket);
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
  });
}

describe('the listener', () => {
  it('agrees on TLS 1.3 where the client can, and on 1.2 where it cannot', async () => {
    const { port } = await start();
    expect((await shake(port)).getProtocol()).toBe('TLSv1.3');
    const older = await shake(port, { maxVersion: 'TLSv1.2' });
    expect(older.getProtocol()).toBe('TLSv1.2');
    expect(older.getCipher().name).toBe('ECDHE-ECDSA-AES256-GCM-SHA384');
  });

  it.each(['TLSv1', 'TLSv1.1'] as const)('refuses %s, even from a client that would take any cipher', async (version) => {
    const { port } = await start();
    const asked = shake(port, { minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' });
    await expect(asked).rejects.toMatchObject({ code: expect.stringMatching(/ALERT_PROTOCOL_VERSION|ECONNRESET/) });
  });

  it('speaks 1.3 alone when it is strict', async () => {
    const { port } = await start('1.3');
    expect((await shake(port)).getProtocol()).toBe('TLSv1.3');
    await expect(shake(port, { maxVersion: 'TLSv1.2' })).rejects.toMatchObject({ code: expect.stringMatching(/ALERT_PROTOCOL_VERSION/) });
  });

  it.each(['AES256-GCM-SHA384', 'ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES128-SHA', 'aNULL'])(
    'refuses the suite %s, which has no forward secrecy, no authentication or no authenticated encryption',
    async (suite) => {
      const { port } = await start();
      await expect(shake(port, { maxVersion: 'TLSv1.2', ciphers: `${suite}:@SECLEVEL=0` })).rejects.toThrow();
    },
  );

  it('prefers the strongest suite, whatever order the client names', async () => {
    const { port } = await start();
    const ciphers = 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384';
    expect((await shake(port, { maxVersion: 'TLSv1.2', ciphers })).getCipher().name).toBe('ECDHE-ECDSA-AES256-GCM-SHA384');
  });

  it('lets nobody renegotiate', async () => {
    const { port } = await start();
    const socket = await shake(port, { maxVersion: 'TLSv1.2' });
    const refused = await new Promise<Error | null>((resolve) => {
      socket.once('error', resolve);
      socket.once('close', () => resolve(new Error('closed')));
      socket.renegotiate({}, (error) => resolve(error));
    });
    expect(refused).toBeInstanceOf(Error);
  });

  it('survives a client that speaks http or breaks off', async () => {
    const { port } = await start();
    const plain = await new Promise<string>((resolve) => {
      const asked = request({ host: '127.0.0.1', port }, () => resolve('answered'));
      asked.once('error', () => resolve('refused'));
      asked.end();
    });
    expect(plain).toBe('refused');
    expect((await shake(port)).authorized).toBe(true);
  });
});

describe('a new certificate', () => {
  type Looks = { outcomes: Renewal[]; look(): Promise<Renewal>; watch(everyMs: number): () => void };

  async function renewalOf(listener: SecureListener): Promise<Looks> {
    const outcomes: Renewal[] = [];
    const log = await createLog({ level: 'silent' });
    return { outcomes, ...createCertificateRenewal({ files, listener, log, onLook: (outcome) => outcomes.push(outcome) }) };
  }

  /** Sends one request over a connection that stands. */
  function ask(socket: TLSSocket): Promise<string> {
    return new Promise((resolve, reject) => {
      socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1')));
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the connection was dropped')));
      socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    });
  }

  it('is shown to all who come from then on, and nobody is hung up on', async () => {
    const { listener, port } = await start();
    const { look, outcomes } = await renewalOf(listener);
    const standing = await shake(port);
    const before = standing.getPeerCertificate().fingerprint256;
    expect(await look()).toBe('unchanged');
    write(other);
    expect(await look()).toBe('renewed');
    expect(await ask(standing)).toContain('200 OK');
    const after = await shake(port);
    expect(after.getPeerCertificate().fingerprint256).not.toBe(before);
    expect(after.getPeerCertificate().fingerprint256).toBe((await readCertificate(files)).leaf.fingerprint256);
    expect(outcomes).toEqual(['unchanged', 'renewed']);
  });

  it('is left alone while its key is another, and taken up once both are there', async () => {
    const { listener, port } = await start();
    const { look } = await renewalOf(listener);
    writeFileSync(files.certFile, other.cert);
    expect(await look()).toBe('refused');
    expect((await shake(port, { ca: pair.cert })).authorized).toBe(true);
    rmSync(files.keyFile);
    expect(await look()).toBe('refused');
    write(other);
    expect(await look()).toBe('renewed');
    expect((await shake(port, { ca: other.cert })).authorized).toBe(true);
  });

  it('is found without being told', async () => {
    const { listener } = await start();
    const { watch } = await renewalOf(listener);
    const stop = watch(5);
    write(other);
    const mark = (await readCertificate(files)).mark;
    await expect.poll(() => listener.current.mark).toBe(mark);
    stop();
  });
});

describe('files that cannot be used', () => {
  async function problem(): Promise<[string, string]> {
    try {
      await readCertificate(files);
    } catch (error) {
      if (error instanceof CertificateError) return [error.problem, error.message];
      throw error;
    }
    return ['none', ''];
  }

  it('are named with what is wrong, and never quoted', async () => {
    const spoil: [CertificateError['problem'], () => void][] = [
      ['mismatch', () => writeFileSync(files.keyFile, other.key)],
      ['damaged', () => writeFileSync(files.keyFile, pair.key.replace(/[A-Za-z]{4}/, '****'))],
      ['locked', () => writeFileSync(files.keyFile, locked)],
      ['damaged', () => writeFileSync(files.certFile, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')],
      ['empty', () => writeFileSync(files.certFile, pair.key)],
      ['missing', () => rmSync(files.certFile)],
      ['unreadable', () => (files = { ...files, certFile: folder })],
    ];
    for (const [expected, act] of spoil) {
      write(pair);
      act();
      const [found, sentence] = await problem();
      expect([found, sentence]).toEqual([expected, expect.stringContaining(folder)]);
      expect(sentence).not.toContain('BEGIN');
    }
  });

  it('are told apart from a chain in disorder', async () => {
    expect(brokenLink(await readCertificate(files))).toBeNull();
    const chainFile = join(folder, 'chain.pem');
    writeFileSync(chainFile, other.cert);
    const read = await readCertificate({ ...files, chainFile });
    expect(read.chain).toHaveLength(1);
    expect(brokenLink(read)?.fingerprint256).toBe(read.chain[0]?.fingerprint256);
  });
});

describe('http beside https', () => {
  type Answer = { status: number; location: string | undefined; body: string };

  function ask(port: number, method: string, path: string, host = 'kabar.example.com'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, method, path, headers: { host } }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, location: response.headers.location, body }));
      });
      asked.once('error', reject);
      asked.end(method === 'POST' ? 'body' : undefined);
    });
  }

  it('sends browsers to the same page of the public address, whatever host they name', async () => {
    const port = await portOf(createRedirectServer('https://kabar.example.com'));
    const cases = [
      ['/', 'https://kabar.example.com/'],
      ['/w/toko/inbox?filter=mine&x=%2F', 'https://kabar.example.com/w/toko/inbox?filter=mine&x=%2F'],
      ['//evil.example/x', 'https://kabar.example.com/evil.example/x'],
      ['/\\evil.example', 'https://kabar.example.com/evil.example'],
      ['/a?b=c?d', 'https://kabar.example.com/a?b=c?d'],
    ] as const;
    for (const [path, location] of cases) {
      for (const host of ['kabar.example.com', 'evil.example'])
        expect(await ask(port, 'GET', path, host), path).toEqual({ status: 308, location, body: '' });
    }
    expect((await ask(port, 'HEAD', '/docs')).status).toBe(308);
  });

  it.each([
    ['POST', '/'],
    ['GET', '/v1/conversations'],
    ['POST', '/v1/messages'],
    ['GET', '/graph/v26.0/me'],
    ['POST', '/webhooks/meta/key'],
    ['GET', '/metrics'],
  ])('refuses the program that asks %s %s, so that its key does not go on travelling in the clear', async (method, path) => {
    const port = await portOf(createRedirectServer('https://kabar.example.com'));
    const answer = await ask(port, method, path);
    expect([answer.status, answer.location]).toEqual([403, undefined]);
    expect(answer.body).toContain('https://kabar.example.com');
  });
});

it('is what an ordinary https client accepts', async () => {
  const { port } = await start();
  const status = await new Promise((resolve, reject) => {
    const asked = secureRequest({ host: '127.0.0.1', port, ca: pair.cert, servername: 'localhost' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
  expect(status).toBe(200);
});
