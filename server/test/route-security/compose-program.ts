import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/index.ts';
import { rootKeyLine } from '../../src/platform/crypto/root-keys.ts';
import { authorizationChanges } from '../../src/platform/events/authorization-change.ts';
import { createSseHub } from '../../src/platform/events/sse.ts';
import { createApp } from '../../src/platform/http/app.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { streamRoutes } from '../../src/platform/http/stream-route.ts';
import { systemRoutes } from '../../src/platform/http/system-routes.ts';
import { silentLog } from '../../src/platform/log.ts';
import { createContext } from '../../src/roles/context.ts';
import { createLifecycle } from '../../src/roles/lifecycle.ts';
import { composeModules } from '../../src/roles/modules.ts';
import type { TestDatabase } from '../harness.ts';
import { createTestPeople, testOrigin, type TestPeople } from '../tenants.ts';
import { createSecurityWorld } from './create-world.ts';
import { examples } from './examples.ts';
import { idFactories } from './id-factories.ts';
import type { IdFactories, SecurityWorld } from './world.ts';

/** The program behind its routes, with two tenants. */
export type Program = {
  routes: Route[];
  factories: IdFactories;
  people: TestPeople;
  world: SecurityWorld;
  close(): Promise<void>;
};

/** Builds the program itself, as the roles build it, without listening: a route that is served is a route that is checked. */
export async function composeProgram(database: TestDatabase): Promise<Program> {
  const home = mkdtempSync(join(tmpdir(), 'kabar-routes-'));
  const lifecycle = createLifecycle({ log: silentLog, graceMs: 2_000 });
  const config = loadConfig({ KABAR_HOME: home, DATABASE_URL: database.url, KABAR_ROOT_KEY: rootKeyLine(randomBytes(32)) }, 'api');
  const context = await createContext(config, { databaseUrl: database.url, smtpUrl: null }, lifecycle, silentLog);
  const modules = await composeModules(context, { publicUrl: testOrigin, emulator: null });
  const hub = createSseHub({
    feed: context.feed,
    clock: context.clock,
    log: silentLog,
    onAuthorizationChange: authorizationChanges(context.notifications),
  });
  const routes = [
    ...systemRoutes({ checks: [], metrics: context.metrics, metricsToken: null }),
    ...streamRoutes(hub, modules.eventScreen),
    ...modules.routes,
  ];
  const app = await createApp(routes, {
    authenticator: modules.authenticator,
    newUuid: context.ids.uuid,
    trustedProxies: [],
    ownOrigins: [testOrigin],
    bodyLimitBytes: 100_000,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: () => undefined, // a fault shows as a 500, which no check accepts
    idempotency: context.idempotency,
    onRequestDone: () => undefined,
  });
  await lifecycle.start({
    name: 'app',
    stop: async () => {
      hub.close();
      await app.close();
    },
  });
  // Jobs are written and not run: the checks look at who may ask, not at what comes of it.
  await lifecycle.start({
    name: 'jobs',
    start: () => context.jobs.start(modules.jobs, { run: false }),
    stop: (graceMs) => context.jobs.stop(graceMs),
  });
  const people = await createTestPeople(database, {}, { keyring: context.keyring });
  const factories = idFactories(people);
  const world = await createSecurityWorld({ database, app, people, factories, examples });
  return {
    routes,
    factories,
    people,
    world,
    close: async () => {
      await lifecycle.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
