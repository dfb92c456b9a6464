import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '#config';
import { rootKeysFromFile } from '#platform/crypto/root-key-file';
import { findFreePort } from '#platform/db/embedded/postmaster';
import { createJobs } from '#platform/jobs/jobs';
import { createEmptyDatabase, useTestDatabase } from '../../test/harness.ts';
import { createSelfSigned, type SelfSignedFacts } from '../../test/self-signed.ts';
import type { Finding } from './checks/check.ts';
import { examine } from './doctor.ts';

const database = useTestDatabase();
let home: string;
/** What answers in the place of Meta, so that no test leaves this machine. */
const graph = createHttpServer((_request, response) => response.writeHead(400).end('{}'));
let graphUrl: string;

beforeAll(async () => {
  graphUrl = await listenSomewhere(graph);
});

afterAll(() => {
  graph.close();
});

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kabar-doctor-'));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

async function findings(env: Record<string, string> = {}): Promise<Record<string, Finding>> {
  const found = await examine(loadConfig({ KABAR_HOME: home, DATABASE_URL: database.url, KABAR_META_GRAPH_URL: graphUrl, ...env }));
  return Object.fromEntries(found.map(({ name, finding }) => [name, finding]));
}

describe('the doctor', () => {
  it("finds nothing to repair in a sound installation, apart from the test server's missing durability", async () => {
    // Another program of this machine may have the usual port.
    const found = await findings({ KABAR_HTTP_PORT: String(await findFreePort(undefined)) });
    const problems = Object.entries(found).filter(([, finding]) => finding.status === 'problem');
    expect(problems.map(([name]) => name)).toEqual(['Durability']);
    expect(found['Durability']?.sentence).toContain('fsync, full_page_writes, synchronous_commit is off');
    expect(found['Migrations']?.sentence).toBe('The database is up to date.');
  });

  it('says which migrations are missing', async () => {
    const empty = await createEmptyDatabase();
    const found = await findings({ DATABASE_URL: empty.url });
    await empty.close();
    expect(found['Migrations']).toMatchObject({ status: 'problem', sentence: expect.stringContaining('from 0001_create_foundation on') });
  });

  it('says that the database does not answer, without its password', async () => {
    const found = await findings({ DATABASE_URL: 'postgres://kabar:hunter2@127.0.0.1:1/kabar' });
    expect(found['Database']).toMatchObject({ status: 'problem', sentence: expect.stringContaining('does not answer') });
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  it('says that there is no database to look at while an embedded one does not run', async () => {
    expect((await findings({ DATABASE_URL: '' }))['Database']).toMatchObject({ status: 'skipped' });
  });

  it('tells a root key of another installation', async () => {
    await rootKeysFromFile(join(home, 'keys'), true);
    expect((await findings())['Root key']).toMatchObject({ status: 'ok' });
    await database.admin(
      `insert into workspace_keys (workspace_id, version, wrapped, root_key_id, created_at)
       values ('00000000-0000-0000-0000-000000000000', 1, '\\x01', 'another', now())`,
    );
    expect((await findings())['Root key']).toMatchObject({
      status: 'problem',
      sentence: expect.stringContaining('the one that was there before'),
    });
    rmSync(join(home, 'keys'), { recursive: true });
    expect((await findings())['Root key']).toMatchObject({ status: 'problem', sentence: expect.stringContaining('is missing') });
    await database.admin('delete from workspace_keys');
  });

  it('warns when the root key lies beside the embedded database', async () => {
    mkdirSync(join(home, 'postgres'));
    await rootKeysFromFile(join(home, 'keys'), true);
    expect((await findings({ DATABASE_URL: '' }))['Place of keys']).toMatchObject({ status: 'warning' });
  });

  it('warns about a root key from the environment where others may run the machine', async () => {
    const env = { KABAR_ROOT_KEY: `kabar-root-1:${Buffer.alloc(32, 9).toString('base64')}` };
    expect((await findings(env))['Place of keys']).toMatchObject({
      status: 'warning',
      sentence: expect.stringContaining('from the environment'),
    });
    expect((await findings({ ...env, DATABASE_URL: '' }))['Place of keys']).toMatchObject({ status: 'ok' });
  });

  it('says when a change of keys is due, half done, or an older key is kept', async () => {
    const workspaceId = '018f2b3c-0000-7000-8000-000000000009';
    expect((await findings())['Age of keys']).toMatchObject({ status: 'ok' });
    await database.admin(
      `insert into workspace_keys (workspace_id, version, wrapped, root_key_id, created_at) values ($1, 1, '\\x01', 'one', now() - interval '400 days')`,
      [workspaceId],
    );
    expect((await findings())['Age of keys']).toMatchObject({ status: 'warning', sentence: expect.stringContaining('400 days old') });
    expect((await findings())['Rotation of keys']).toMatchObject({ status: 'ok' });
    await database.admin(`update workspace_keys set superseded_at = now() where workspace_id = $1`, [workspaceId]);
    await database.admin(
      `insert into workspace_keys (workspace_id, version, wrapped, root_key_id, created_at) values ($1, 2, '\\x01', 'one', now())`,
      [workspaceId],
    );
    expect((await findings())['Rotation of keys']).toMatchObject({ status: 'warning', sentence: expect.stringContaining('older key') });
    await database.admin(
      `insert into key_rotations (workspace_id, id, kind, cause, to_key, state, phase, started_at) values ($1, uuidv7(), 'workspace', 'routine', '2', 'running', 'keys', now())`,
      [workspaceId],
    );
    expect((await findings())['Rotation of keys']).toMatchObject({ status: 'warning', sentence: expect.stringContaining('half done') });
    await database.admin('delete from key_rotations');
    await database.admin('delete from workspace_keys');
  });

  it('names a port that another program holds', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const address = squatter.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    // It takes connections and never answers, which must not pass for Kabar.
    squatter.on('connection', (socket) => socket.destroy());
    const found = await findings({ KABAR_HTTP_PORT: String(port), KABAR_SMTP_URL: `smtp://127.0.0.1:${port}` });
    expect(found['Port']).toMatchObject({ status: 'problem', sentence: expect.stringContaining('taken by another program') });
    expect(found['Mail']).toMatchObject({ status: 'ok' });
    await new Promise((resolve) => squatter.close(resolve));
    expect((await findings({ KABAR_SMTP_URL: `smtp://127.0.0.1:${port}` }))['Mail']).toMatchObject({ status: 'problem' });
  });

  it('counts the background jobs that failed for good', async () => {
    expect((await findings())['Jobs']).toMatchObject({ status: 'ok' });
    const boss = createJobs({ url: database.url, poolSize: 2, report: () => undefined });
    await boss.start([], { run: false });
    await boss.stop(1_000);
    await database.admin(`insert into pgboss.job (name, source_name) values ('dead_jobs', 'numbers.refresh_due')`);
    expect((await findings())['Jobs']).toMatchObject({ status: 'warning', sentence: expect.stringContaining('numbers.refresh_due (1)') });
  });

  it('sees the oldest open transaction', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin; select 1');
    expect((await findings())['Transactions']?.sentence).toMatch(/^The oldest open transaction is \d+ s old\.$/);
    await client.end();
  });

  it('says whether Meta can be reached, and whose clock is wrong', async () => {
    let date = new Date().toUTCString();
    let status = 400;
    const other = createHttpServer((_request, response) => response.writeHead(status, { date }).end('{}'));
    const url = await listenSomewhere(other);
    const look = async (): Promise<Finding | undefined> => (await findings({ KABAR_META_GRAPH_URL: url }))['Meta'];
    expect(await look()).toMatchObject({ status: 'ok' });
    date = new Date(Date.now() - 3_600_000).toUTCString();
    expect(await look()).toMatchObject({ status: 'problem', sentence: expect.stringContaining('NTP') });
    status = 503;
    expect(await look()).toMatchObject({ status: 'warning', sentence: expect.stringContaining('503') });
    await new Promise((resolve) => other.close(resolve));
    expect(await look()).toMatchObject({ status: 'problem', sentence: expect.stringContaining('ECONNREFUSED') });
    expect((await findings({ DATABASE_URL: '', KABAR_META_GRAPH_URL: '' }))['Meta']).toMatchObject({ status: 'skipped' });
  });

  it('looks at the connected accounts: secrets, where Meta delivers, tokens that end, numbers that stay silent', async () => {
    const id = '11111111-1111-4111-8111-111111111111';
    const here = { KABAR_META_GRAPH_URL: 'http://127.0.0.1:1', KABAR_PUBLIC_URL: 'http://kabar.example' };
    const look = async (): Promise<Finding | undefined> => (await findings(here))['Meta accounts'];
    expect(await look()).toMatchObject({ status: 'skipped' });
    await database.admin(
      `insert into workspaces (id, name, slug, time_zone, created_at, updated_at) values ('${id}', 'Toko', 'toko', 'UTC', now(), now())`,
    );
    await database.admin(
      `insert into waba_accounts (workspace_id, id, provider, waba_id, webhook_key, verify_token_hash, access_token_sealed, subscribed_url, created_at)
       values ('${id}', '${id}', 'cloud', '100200300', 'k', '\\x01', '\\x01', 'http://other.example/webhooks/meta/k', now())`,
    );
    expect(await look()).toMatchObject({
      status: 'problem',
      sentence: expect.stringContaining('App secret or access token is missing for 100200300'),
    });
    await database.admin(`update waba_accounts set app_secret_sealed = '\\x01'`);
    expect(await look()).toMatchObject({
      status: 'problem',
      sentence: expect.stringContaining('another address than http://kabar.example'),
    });
    await database.admin(
      `update waba_accounts set subscribed_url = 'http://kabar.example/webhooks/meta/k', token_expires_at = now() + interval '1 day'`,
    );
    expect(await look()).toMatchObject({ status: 'warning', sentence: expect.stringContaining('ends within 7 days') });
    await database.admin(`update waba_accounts set token_expires_at = null`);
    await database.admin(
      `insert into numbers (workspace_id, id, waba_account_id, phone_number_id, display_phone_number, status, connected_at)
       values ('${id}', '${id}', '${id}', '1', '+1 202-555-0100', 'connected', now() - interval '2 hours')`,
    );
    expect(await look()).toMatchObject({
      status: 'warning',
      sentence: expect.stringContaining('never delivered anything for +1 202-555-0100'),
    });
    await database.admin(`update numbers set last_webhook_at = now()`);
    expect(await look()).toMatchObject({ status: 'ok' });
    await database.admin(`delete from numbers`);
    await database.admin(`delete from waba_accounts`);
    await database.admin(`delete from workspaces`);
  });

  it('looks at the public name and its certificate as Meta would', async () => {
    const places = { KABAR_REGION: 'ID', KABAR_HOSTING: 'Example Cloud Ltd' };
    const away = await findings({ ...places, KABAR_PUBLIC_URL: 'https://127.0.0.1:1' });
    expect(away['Public name']).toMatchObject({ status: 'warning', sentence: expect.stringContaining('the internet cannot reach') });
    expect(away['Certificate']).toMatchObject({ status: 'problem', sentence: expect.stringContaining('Nothing answers') });
    const nowhere = await findings({ ...places, KABAR_PUBLIC_URL: 'https://kabar.invalid' });
    expect(nowhere['Public name']).toMatchObject({ status: 'problem', sentence: expect.stringContaining('leads nowhere') });
    // A server without any certificate agrees on nothing.
    const bare = createTlsServer();
    const url = (await listenSomewhere(bare)).replace('http:', 'https:');
    expect((await findings({ ...places, KABAR_PUBLIC_URL: url }))['Certificate']).toMatchObject({
      status: 'problem',
      sentence: expect.stringContaining('is not accepted'),
    });
    await new Promise((resolve) => bare.close(resolve));
    expect((await findings())['Certificate']).toMatchObject({ status: 'skipped' });
  });

  it('looks at the files of the own certificate', async () => {
    const cert = join(home, 'cert.pem');
    const key = join(home, 'key.pem');
    const env = { KABAR_TLS_CERT: 'cert.pem', KABAR_TLS_KEY: key };
    const day = 24 * 60 * 60_000;
    const put = (facts: SelfSignedFacts, mode = 0o600): void => {
      const pair = createSelfSigned(facts);
      writeFileSync(cert, pair.cert);
      writeFileSync(key, pair.key);
      chmodSync(key, mode);
    };
    const look = async (more: Record<string, string> = {}): Promise<Finding | undefined> =>
      (await findings({ ...env, ...more }))['TLS files'];
    const places = { KABAR_REGION: 'ID', KABAR_HOSTING: 'Example Cloud Ltd' };
    expect((await findings())['TLS files']).toMatchObject({ status: 'skipped' });
    expect(await look()).toMatchObject({ status: 'problem', sentence: `The certificate file ${cert} is not there.` });
    put({ until: new Date(Date.now() + 90 * day) });
    expect(await look()).toMatchObject({ status: 'ok', sentence: expect.stringContaining('holds for 89 days') });
    expect(await look({ ...places, KABAR_PUBLIC_URL: 'https://localhost' })).toMatchObject({ status: 'ok' });
    expect(await look({ ...places, KABAR_PUBLIC_URL: 'https://kabar.example' })).toMatchObject({
      status: 'problem',
      sentence: expect.stringContaining('not for kabar.example'),
    });
    put({ until: new Date(Date.now() + 90 * day) }, 0o644);
    expect(await look()).toMatchObject({ status: 'warning', sentence: expect.stringContaining(`chmod 640 ${key}`) });
    put({ until: new Date(Date.now() + 5 * day + 60_000) });
    expect(await look()).toMatchObject({ status: 'warning', sentence: expect.stringContaining('ends in 5 days') });
    put({ from: new Date(Date.now() - 9 * day), until: new Date(Date.now() - day) });
    expect(await look()).toMatchObject({ status: 'problem', sentence: expect.stringContaining('has ended') });
    put({ from: new Date(Date.now() + day), until: new Date(Date.now() + 2 * day) });
    expect(await look()).toMatchObject({ status: 'problem', sentence: expect.stringContaining('Check the clock') });
    put({ until: new Date(Date.now() + 90 * day) });
    writeFileSync(key, createSelfSigned().key);
    expect(await look()).toMatchObject({ status: 'problem', sentence: expect.stringContaining('does not belong') });
  });
});

async function listenSomewhere(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}
