import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createKeyring, type Keyring } from '../src/modules/keyring/index.ts';
import { mediaRoutes, openSample, useSample, type MediaContext } from '../src/modules/media/index.ts';
import { createConnections, numbersRoutes, type NumbersContext } from '../src/modules/numbers/index.ts';
import { applyTemplateChanges, syncTemplatesOfAccount, templatesRoutes, type TemplatesContext } from '../src/modules/templates/index.ts';
import { getWorkspace } from '../src/modules/workspaces/index.ts';
import { createManualClock, systemClock, type ManualClock } from '../src/platform/clock.ts';
import { rootKeyLine, rootKeysFromText } from '../src/platform/crypto/root-keys.ts';
import { createEgress, type Egress } from '../src/platform/egress/egress.ts';
import { createNotifications, type Notifications } from '../src/platform/events/notifications.ts';
import { createApp } from '../src/platform/http/app.ts';
import { systemIds } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';
import { createDiskStorage } from '../src/platform/storage/disk-storage.ts';
import { createSealedStorage } from '../src/platform/storage/sealed-storage.ts';
import { createCloudDriver } from '../src/whatsapp/cloud/driver.ts';
import { addFakeNumber, startFakeGraph, type FakeGraph } from './fake-graph.ts';
import type { TestDatabase } from './harness.ts';
import { openGate } from './open-gate.ts';
import { createTestPeople, createTestTenant, testOrigin, type TestPeople, type TestTenant } from './tenants.ts';

/** The Meta-facing modules over a test database, with a fake Graph in place of Meta, and one workspace. */
export type MetaWorld = {
  graph: FakeGraph;
  egress: Egress;
  people: TestPeople;
  tenant: TestTenant;
  clock: ManualClock;
  keyring: Keyring;
  notifications: Notifications;
  numbers: NumbersContext;
  templates: TemplatesContext;
  media: MediaContext;
  app: FastifyInstance;
  /** Folder of sealed files. */
  folder: string;
  /** Address that `connect-emulator` asks; null unless a test sets it. */
  emulator: { url: string | null };
  close(): Promise<void>;
};

/** A token that the fake Graph accepts, with all that is needed. */
export const goodToken = 'EAAgood-token-of-a-system-user';
/** An app secret of the right form. */
export const goodSecret = 'f'.repeat(32);

let lastNumber = 106_540_352_242_900;

/** Ids of a new account and number in the fake Graph, ready to be connected. */
export function freshNumber(
  world: MetaWorld,
  more: Record<string, unknown> = {},
  wabaId?: string,
): { waba_id: string; phone_number_id: string; access_token: string; app_secret: string } {
  lastNumber += 1;
  const id = String(lastNumber);
  const waba = wabaId ?? `77${id}`;
  addFakeNumber(world.graph, { id, wabaId: waba, ...more });
  return { waba_id: waba, phone_number_id: id, access_token: goodToken, app_secret: goodSecret };
}

/** Builds the world. */
export async function createMetaWorld(database: TestDatabase): Promise<MetaWorld> {
  const graph = await startFakeGraph();
  const egress = createEgress({ gate: openGate });
  const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
  const keyring = createKeyring({
    db: database.db,
    rootKeys: rootKeysFromText('environment', rootKeyLine(Buffer.alloc(32, 7))),
    clock: systemClock,
    notifications,
  });
  const people = await createTestPeople(database, {}, { keyring });
  // Apart from the clock of sessions, so that a test may let days pass without being signed out.
  const clock = createManualClock(new Date());
  const tenant = await createTestTenant(people, 'Toko Melati');
  const provider = createCloudDriver(egress);
  const emulator: MetaWorld['emulator'] = { url: null };
  const endpoints = () => ({ graphUrl: graph.url, graphVersion: 'v26.0', emulatorUrl: emulator.url, publicUrl: 'https://kabar.example' });
  const connections = createConnections({ db: database.db, keyring, clock, notifications, endpoints });
  const base = { db: database.db, clock, ids: systemIds, log: silentLog, provider, connections };
  const templates: TemplatesContext = {
    ...base,
    audit: people.ctx.audit,
    samples: {
      open: (workspaceId, mediaId, signal) => openSample(media, workspaceId, mediaId, signal),
      use: (workspaceId, mediaIds, tx) => useSample(media, workspaceId, mediaIds, tx),
    },
  };
  const numbers: NumbersContext = {
    ...base,
    keyring,
    audit: people.ctx.audit,
    egress,
    endpoints,
    nameOfWorkspace: async (workspaceId) => (await getWorkspace(people.workspaces, workspaceId)).name,
    applyTemplateChanges: (tx, workspaceId, changes) => applyTemplateChanges(templates, tx, workspaceId, changes),
    onAccountConnected: async ({ workspaceId, wabaAccountId }) =>
      void (await syncTemplatesOfAccount(templates, workspaceId, wabaAccountId)),
  };
  const folder = mkdtempSync(join(tmpdir(), 'kabar-media-'));
  const media: MediaContext = {
    ...base,
    keyring,
    notifications,
    storage: createSealedStorage(createDiskStorage(folder)),
    requireVisible: async () => undefined,
    audit: people.ctx.audit,
    publicUrl: testOrigin,
    care: { scanner: null, scannerAway: 'hold', quotaBytes: null, unusedAfterMs: 30 * 86_400_000 },
  };
  const app = await createApp([...numbersRoutes(numbers), ...templatesRoutes(templates), ...mediaRoutes(media)], {
    authenticator: people.authenticator,
    newUuid: systemIds.uuid,
    trustedProxies: [],
    ownOrigins: [testOrigin],
    bodyLimitBytes: 1_048_576,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: (error) => {
      throw error;
    },
    onRequestDone: () => undefined,
  });
  return {
    graph,
    egress,
    people,
    tenant,
    clock,
    keyring,
    notifications,
    numbers,
    templates,
    media,
    app,
    folder,
    emulator,
    close: async () => {
      await app.close();
      connections.close();
      keyring.close();
      await notifications.stop();
      await egress.close();
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
