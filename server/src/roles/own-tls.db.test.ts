import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as plainRequest, type IncomingHttpHeaders } from 'node:http';
import { get, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '#config';
import { findFreePort } from '#platform/db/embedded/postmaster';
import { createLog } from '#platform/log';
import { createFaultInbox } from '#platform/logging/fault-inbox';
import { useTestDatabase } from '../../test/harness.ts';
import { createSelfSigned } from '../../test/self-signed.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { startServer } from './server.ts';

const database = useTestDatabase();
const first = createSelfSigned();
const second = createSelfSigned();
let home: string;
let lifecycle: Lifecycle;
let port: number;
let redirectPort: number;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'kabar-own-tls-'));
  put(first);
  port = await findFreePort(undefined);
  redirectPort = await findFreePort(undefined);
  const log = await createLog({ level: 'silent' });
  lifecycle = createLifecycle({ log, graceMs: 10_000 });
  const config = loadConfig(
    {
      KABAR_HOME: home,
      DATABASE_URL: database.url,
      KABAR_HTTP_PORT: String(port),
      KABAR_PUBLIC_URL: `https://localhost:${port}`,
      KABAR_REGION: 'ID',
      KABAR_HOSTING: 'Example Cloud Ltd',
      KABAR_TLS_CERT: 'cert.pem',
      KABAR_TLS_KEY: 'key.pem',
      KABAR_TLS_REDIRECT_PORT: String(redirectPort),
    },
    'api',
  );
  await startServer(config, lifecycle, log, createFaultInbox());
});

afterAll(async () => {
  await lifecycle.stop();
  rmSync(home, { recursive: true });
});

function put({ cert, key }: { cert: string; key: string }): void {
  writeFileSync(join(home, 'cert.pem'), cert);
  writeFileSync(join(home, 'key.pem'), key, { mode: 0o600 });
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

function ask(path: string, options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, servername: 'localhost', path, ca: first.cert, agent: false, ...options }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    }).once('error', reject);
  });
}

describe('an installation with a certificate of its own', () => {
  it('answers https by itself, with HSTS, and says when the certificate ends', async () => {
    const health = await ask('/healthz');
    expect(health.status).toBe(200);
    expect(health.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    const metrics = await ask('/metrics');
    const line = /^kabar_tls_certificate_expiry_timestamp_seconds (\S+)$/m.exec(metrics.body)?.[1];
    expect(Number(line)).toBeGreaterThan(Date.now() / 1_000);
  });

  it('sends browsers that come by http to https', async () => {
    const answer = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      plainRequest({ host: '127.0.0.1', port: redirectPort, path: '/docs' }, (response) => {
        response.resume();
        resolve(response.headers);
      })
        .once('error', reject)
        .end();
    });
    expect(answer.location).toBe(`https://localhost:${port}/docs`);
  });

  it('takes up a new certificate when it is told to', async () => {
    put(second);
    process.kill(process.pid, 'SIGHUP');
    await expect
      .poll(() =>
        ask('/healthz', { ca: second.cert }).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    expect((await ask('/metrics', { ca: second.cert })).body).toContain('kabar_tls_certificate_looks_total{outcome="renewed"} 1');
  });

  it('stops in good order with everything it opened', async () => {
    expect(await lifecycle.stop()).toBe(true);
    await expect(ask('/healthz', { ca: second.cert })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(process.listenerCount('SIGHUP')).toBe(0);
  });
});
