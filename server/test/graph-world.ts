import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEY_SCOPES, type Permission } from '@kabar/contract';
import type { FastifyInstance } from 'fastify';
import { loadConfig } from '../src/config/index.ts';
import { rootKeyLine } from '../src/platform/crypto/root-keys.ts';
import { createApp } from '../src/platform/http/app.ts';
import type { RequestRecord } from '../src/platform/http/request-record.ts';
import { silentLog } from '../src/platform/log.ts';
import { createContext, type Context } from '../src/roles/context.ts';
import { createLifecycle } from '../src/roles/lifecycle.ts';
import { composeModules, type Modules } from '../src/roles/modules.ts';
import { addFakeNumber, startFakeGraph, type FakeGraph } from './fake-graph.ts';
import type { TestDatabase } from './harness.ts';
import { goodSecret, goodToken } from './meta-world.ts';
import { createTestKey, createTestPeople, createTestTenant, testOrigin, type TestPeople, type TestTenant } from './tenants.ts';

/** A workspace with a connected number. */
export type GraphTenant = TestTenant & { wabaId: string; phoneNumberId: string; numberId: string; key: string; webhookPath: string };

/** The whole program over a test database, listening, with a fake Graph in place of Meta; nothing is sent by itself. */
export type GraphWorld = {
  /** Where programs find the surface: the address in place of `https://graph.facebook.com`. */
  url: string;
  app: FastifyInstance;
  context: Context;
  modules: Modules;
  graph: FakeGraph;
  people: TestPeople;
  mine: GraphTenant;
  other: GraphTenant;
  /** Faults of ours that requests ran into. */
  faults: unknown[];
  /** What was recorded about requests. */
  records: RequestRecord[];
  /** Starts one of the engines that a working process has. */
  startEngine(name: string): Promise<void>;
  keyWith(scopes: readonly Permission[]): Promise<string>;
  close(): Promise<void>;
};

let lastNumber = 106_540_352_300_000;

/** Builds the program as the roles do. */
export async function createGraphWorld(database: TestDatabase): Promise<GraphWorld> {
  const home = mkdtempSync(join(tmpdir(), 'kabar-graph-'));
  const graph = await startFakeGraph();
  const lifecycle = createLifecycle({ log: silentLog, graceMs: 2_000 });
  const env = {
    KABAR_HOME: home,
    DATABASE_URL: database.url,
    KABAR_ROOT_KEY: rootKeyLine(Buffer.alloc(32, 5)),
    KABAR_META_GRAPH_URL: graph.url,
    // Where the tests' own receivers listen.
    KABAR_WEBHOOK_NETWORKS: '127.0.0.0/8',
  };
  const context = await createContext(loadConfig(env, 'api'), { databaseUrl: database.url, smtpUrl: null }, lifecycle, silentLog);
  const surroundings = { publicUrl: testOrigin, emulator: null };
  const modules = await composeModules(context, surroundings);
  const [faults, records]: [unknown[], RequestRecord[]] = [[], []];
  const app = await createApp(modules.routes, {
    authenticator: modules.authenticator,
    newUuid: context.ids.uuid,
    trustedProxies: [],
    ownOrigins: [testOrigin],
    bodyLimitBytes: 1_048_576,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: (error) => faults.push(error),
    idempotency: context.idempotency,
    onRequestDone: (record) => records.push(record),
  });
  await lifecycle.start({ name: 'app', stop: () => app.close() });
  await lifecycle.start({
    name: 'jobs',
    start: () => context.jobs.start(modules.jobs, { run: false }),
    stop: (graceMs) => context.jobs.stop(graceMs),
  });
  for (const part of modules.parts) await lifecycle.start(part);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const people = await createTestPeople(database, {}, { keyring: context.keyring });
  const tenant = async (name: string): Promise<GraphTenant> => {
    const made = await createTestTenant(people, name);
    lastNumber += 1;
    const [phoneNumberId, wabaId] = [String(lastNumber), `77${lastNumber}`];
    addFakeNumber(graph, { id: phoneNumberId, wabaId });
    const connected = await app.inject({
      method: 'POST',
      url: '/v1/numbers',
      headers: made.members.admin.headers,
      payload: { waba_id: wabaId, phone_number_id: phoneNumberId, access_token: goodToken, app_secret: goodSecret },
    });
    if (connected.statusCode !== 201) throw new Error(`the number was not connected: ${connected.body}`);
    const { key } = await createTestKey(people, made, KEY_SCOPES);
    return {
      ...made,
      wabaId,
      phoneNumberId,
      numberId: connected.json().number.id,
      key,
      webhookPath: new URL(connected.json().webhook_url).pathname,
    };
  };
  const mine = await tenant('Toko Melati');
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, // a TCP server has no other kind of address
    app,
    context,
    modules,
    graph,
    people,
    mine,
    other: await tenant('Toko Lain'),
    faults,
    records,
    startEngine: async (name) => {
      const engine = modules.engines.find((candidate) => candidate.name === name);
      if (engine === undefined) throw new Error(`there is no engine ${name}`);
      await lifecycle.start(engine);
    },
    keyWith: async (scopes) => (await createTestKey(people, mine, scopes)).key,
    close: async () => {
      await lifecycle.stop();
      await graph.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
