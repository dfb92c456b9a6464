import type { FastifyInstance, InjectOptions } from 'fastify';
import { systemClock } from '../src/platform/clock.ts';
import type { Database } from '../src/platform/db/database.ts';
import type { EngineTx, TenantTx } from '../src/platform/db/tx.ts';
import { createEgressGate, type RuledGate } from '../src/platform/egress/gate.ts';
import { createNotifications, type Notifications } from '../src/platform/events/notifications.ts';
import { createApp, type AppOptions } from '../src/platform/http/app.ts';
import type { Route } from '../src/platform/http/route.ts';
import { systemIds } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';
import type { MailOptions } from '../src/platform/mail/mail-outbox.ts';
import type { Mail } from '../src/platform/mail/mail.ts';
import { createMetrics } from '../src/platform/metrics.ts';
import type { TestDatabase } from './harness.ts';
import { createTestPeople, createTestTenant, testOrigin, type TestPeople, type TestPerson, type TestTenant } from './tenants.ts';

/** Mails put out in a test, each key once, as the outbox does it. */
export type KeptMails = { sent: (Mail & MailOptions)[]; add(tx: TenantTx | EngineTx, mail: Mail, options?: MailOptions): Promise<void> };

/** Two workspaces and somebody who runs the installation and belongs to neither. */
export type OperatorWorld = {
  people: TestPeople;
  db: Database;
  mine: TestTenant;
  other: TestTenant;
  operator: { userId: string; email: string; headers: Record<string, string> };
  gate: RuledGate;
  mails: KeptMails;
  notifications: Notifications;
  /** Serves routes; `as` is a member, the operator, or nobody. */
  serve(routes: readonly Route[], more?: Partial<AppOptions>): Promise<OperatorApp>;
  /** Lets everybody stay signed in after the clock was moved. */
  stayIn(): Promise<void>;
  close(): Promise<void>;
};

/** An app to call as somebody. */
export type OperatorApp = {
  app: FastifyInstance;
  call(
    as: Pick<TestPerson, 'headers'> | null,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
  ): Promise<{
    status: number;
    body: Record<string, unknown> & { data: Record<string, unknown>[]; error: { code: string; details?: unknown } };
  }>;
};

/** Builds the world. Its clock is that of `people` and stands still. */
export async function createOperatorWorld(database: TestDatabase): Promise<OperatorWorld> {
  const operators: string[] = [];
  const people = await createTestPeople(database, { operators });
  const [mine, other, home] = [
    await createTestTenant(people, 'Toko Melati'),
    await createTestTenant(people, 'Toko Mawar'),
    await createTestTenant(people, 'Pengelola'),
  ];
  const { owner } = home.members;
  operators.push(owner.email);
  await database.admin('update users set email_verified = true where id = $1', [owner.userId]);
  // Whoever runs the installation needs no workspace; this one made the account and goes.
  await database.admin('delete from workspace_members where workspace_id = $1', [home.workspaceId]);
  await database.admin('delete from workspaces where id = $1', [home.workspaceId]).catch(() => undefined);
  const { 'kabar-workspace': _workspace, ...headers } = owner.headers;
  const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
  const sent: KeptMails['sent'] = [];
  const apps: FastifyInstance[] = [];
  const faults: unknown[] = [];
  return {
    people,
    db: database.db,
    mine,
    other,
    operator: { userId: owner.userId, email: owner.email, headers },
    gate: createEgressGate({ clock: people.clock, log: silentLog, metrics: createMetrics({ processMetrics: false }) }),
    mails: {
      sent,
      add: async (_tx, mail, options = {}) => {
        const isKnown = options.dedupeKey !== undefined && sent.some(({ dedupeKey }) => dedupeKey === options.dedupeKey);
        if (!isKnown) sent.push({ ...mail, ...options });
      },
    },
    notifications,
    serve: async (routes, more = {}) => {
      const app = await createApp(routes, {
        authenticator: people.authenticator,
        newUuid: systemIds.uuid,
        trustedProxies: [],
        ownOrigins: [testOrigin],
        bodyLimitBytes: 1_000_000,
        dashboardDir: null,
        version: '0.0.0',
        https: false,
        strictResponses: true,
        report: (error) => faults.push(error),
        onRequestDone: () => undefined,
        ...more,
      });
      apps.push(app);
      return {
        app,
        call: async (as, method, url, body) => {
          const request: InjectOptions = { method, url, headers: as?.headers ?? {}, ...(body === undefined ? {} : { payload: body }) };
          const response = await app.inject(request);
          // Whatever the route answered; tests look at the fields they know.
          const parsed: unknown = response.body.startsWith('{') ? response.json() : { text: response.body };
          return { status: response.statusCode, body: parsed as Awaited<ReturnType<OperatorApp['call']>>['body'] };
        },
      };
    },
    stayIn: async () => {
      const now = people.clock.now();
      await database.admin('update user_sessions set expires_at = $1, created_at = $2, last_seen_at = $2', [
        new Date(now.getTime() + 86_400_000),
        now,
      ]);
    },
    close: async () => {
      for (const app of apps) await app.close();
      await notifications.stop();
      if (faults.length > 0) throw new AggregateError(faults, 'requests ran into faults of ours');
    },
  };
}
