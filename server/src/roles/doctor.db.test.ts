import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '#config';
import { rootKeysFromFile } from '#platform/crypto/root-key-file';
import { findFreePort } from '#platform/db/embedded/postmaster';
import { createJobs } from '#platform/jobs/jobs';
import { createEmptyDatabase, useTestDatabase } from '../../test/harness.ts';
import type { Finding } from './checks/check.ts';
import { examine } from './doctor.ts';

const database = useTestDatabase();
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kabar-doctor-'));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

async function findings(env: Record<string, string> = {}): Promise<Record<string, Finding>> {
  const found = await examine(loadConfig({ KABAR_HOME: home, DATABASE_URL: database.url, ...env }));
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
});
