import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '#config';
import { rootKeyLine } from '#platform/crypto/root-keys';
import { createApp } from '#platform/http/app';
import type { Route } from '#platform/http/route';
import { silentLog } from '#platform/log';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestPeople, createTestTenant, testOrigin, type TestTenant } from '../../../test/tenants.ts';
import { createContext } from '../../roles/context.ts';
import { createLifecycle } from '../../roles/lifecycle.ts';
import { composeModules } from '../../roles/modules.ts';

const database = useTestDatabase();
const home = mkdtempSync(join(tmpdir(), 'kabar-operators-'));
const lifecycle = createLifecycle({ log: silentLog, graceMs: 2_000 });
let routes: Route[];
let app: Awaited<ReturnType<typeof createApp>>;
let theirs: TestTenant;
let operators: TestTenant;

// The program itself, with one person who runs it and is a member of a workspace of their own only.
beforeAll(async () => {
  const config = loadConfig({ KABAR_HOME: home, DATABASE_URL: database.url, KABAR_ROOT_KEY: rootKeyLine(randomBytes(32)) }, 'api');
  const context = await createContext(config, { databaseUrl: database.url, smtpUrl: null }, lifecycle, silentLog);
  const emails: string[] = [];
  const people = await createTestPeople(database, { operators: emails }, { keyring: context.keyring });
  operators = await createTestTenant(people, 'Operators');
  theirs = await createTestTenant(people, 'Theirs');
  emails.push(operators.members.owner.email);
  const modules = await composeModules(context, { publicUrl: testOrigin, emulator: null });
  routes = modules.routes;
  app = await createApp(routes, {
    authenticator: people.authenticator,
    newUuid: context.ids.uuid,
    trustedProxies: [],
    ownOrigins: [testOrigin],
    bodyLimitBytes: 100_000,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: () => undefined,
    onRequestDone: () => undefined,
  });
  await lifecycle.start({ name: 'app', stop: () => app.close() });
});

afterAll(async () => {
  await lifecycle.stop();
  rmSync(home, { recursive: true, force: true });
});

const statusOf = async (url: string, workspace: string): Promise<number> => {
  const headers = { ...operators.members.owner.headers, 'kabar-workspace': workspace };
  return (await app.inject({ method: 'GET', url, headers })).statusCode;
};

describe('operators', () => {
  it('find nothing of a workspace they are no member of', async () => {
    expect(await statusOf('/v1/operator/evidence', operators.publicWorkspaceId)).toBe(200);
    const lists = routes.filter(({ auth, method, path }) => auth === 'workspace' && method === 'GET' && !path.includes(':'));
    expect(lists.length).toBeGreaterThan(20);
    const opened: string[] = [];
    for (const { path } of lists) {
      const status = await statusOf(path, theirs.publicWorkspaceId);
      if (status < 400 || status >= 500) opened.push(`${path} ${status}`);
    }
    expect(opened).toEqual([]);
    expect(await statusOf('/v1/contacts', operators.publicWorkspaceId)).toBe(200);
  });
});
