import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../src/platform/db/embedded/embedded.ts';
import type { EmbeddedPostgres } from '../src/platform/db/embedded/embedded.ts';
import { lockHome } from '../src/platform/db/embedded/home-lock.ts';
import type { HomeLock } from '../src/platform/db/embedded/home-lock.ts';
import { stopLeftOver } from '../src/platform/db/embedded/postmaster.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { installJobs } from '../src/platform/jobs/install.ts';
import { templateName } from './harness.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser address of the test server's database `postgres`. */
    testServerUrl: string;
    /** Address of the migrated template for the ordinary owner; nobody may connect to it while tests run. */
    testOwnerUrl: string;
  }
}

type Shared = { server: EmbeddedPostgres; lock: HomeLock; home: string; userCount: number };
type Globals = { kabarTestServer?: Promise<Shared> };

/** One server for all projects of a vitest run: each project loads this file in its own module graph. */
const globals = globalThis as Globals; // widening: the property is ours alone

const homePrefix = 'kabar-test-';

/** A throw-away server: it may lose everything, so nothing waits for the disk. */
const fastSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '96MB',
  autovacuum_naptime: '60s',
};

/** Starts the database server of the run with the migrated template, once, and stops it after the last project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  globals.kabarTestServer ??= start();
  const shared = await globals.kabarTestServer;
  shared.userCount += 1;
  project.provide('testServerUrl', shared.server.adminUrl('postgres'));
  project.provide('testOwnerUrl', shared.server.url);
  return async () => {
    shared.userCount -= 1;
    if (shared.userCount > 0) return;
    delete globals.kabarTestServer;
    await shared.server.stop();
    shared.lock.release();
    rmSync(shared.home, { recursive: true, force: true });
  };
}

async function start(): Promise<Shared> {
  await removeAbandoned();
  const home = mkdtempSync(join(tmpdir(), homePrefix));
  const lock = lockHome(home);
  const server = await startEmbeddedPostgres({ home, settings: fastSettings, onNotice: () => undefined });
  try {
    await createTemplate(server);
  } catch (error) {
    await server.stop();
    lock.release();
    throw error;
  }
  return { server, lock, home, userCount: 0 };
}

async function createTemplate(server: EmbeddedPostgres): Promise<void> {
  const admin = new pg.Client({ connectionString: server.adminUrl('postgres') });
  await admin.connect();
  try {
    await admin.query(`create database ${templateName} owner kabar`);
    const url = server.url.replace(/[^/]+$/, templateName);
    await migrate({ url });
    await installJobs(url);
    await admin.query(`alter database ${templateName} with allow_connections false is_template true`);
  } finally {
    await admin.end();
  }
}

/** Servers of runs that were killed. A home whose lock is still held belongs to a run that goes on. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(homePrefix))) {
    const home = join(tmpdir(), name);
    try {
      readFileSync(join(home, 'lock')); // without one, the run may be about to take it
      lockHome(home).release();
      await stopLeftOver(join(home, 'postgres'));
      rmSync(home, { recursive: true, force: true });
    } catch {
      // In use, or of another user.
    }
  }
}
