import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '#config';
import { silentLog } from '#platform/log';
import { runJobTwice, useTestDatabase } from '../../test/harness.ts';
import { createContext } from './context.ts';
import { createLifecycle } from './lifecycle.ts';
import { platformJobs } from './platform-jobs.ts';

const database = useTestDatabase();
const lifecycle = createLifecycle({ log: silentLog, graceMs: 5_000 });
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'kabar-jobs-'));
});

afterAll(async () => {
  await lifecycle.stop();
  rmSync(home, { recursive: true });
});

describe('every job of the platform', () => {
  it('can run twice', async () => {
    const config = loadConfig({ KABAR_HOME: home, DATABASE_URL: database.url });
    const context = await createContext(config, { databaseUrl: database.url, smtpUrl: null }, lifecycle, silentLog);
    const jobs = platformJobs(context);
    expect(jobs.length).toBeGreaterThan(0);
    for (const job of jobs) expect(await runJobTwice(job, {}), job.definition.name).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    const partitions = await database.admin(`select 1 from pg_inherits where inhparent = 'events'::regclass`);
    expect(partitions.length).toBeGreaterThan(3);
  });
});
