import type { FastifyInstance } from 'fastify';
import { loadContacts } from '../src/modules/contacts/index.ts';
import { noteRoutes, presenceRoutes, requireConversation } from '../src/modules/conversations/index.ts';
import { notificationsRoutes } from '../src/modules/notifications/index.ts';
import { savedRepliesRoutes } from '../src/modules/saved-replies/index.ts';
import { createViewers, viewerName, visibleWhere, type Viewers } from '../src/modules/teams/index.ts';
import { transcriptsRoutes } from '../src/modules/transcripts/index.ts';
import type { WorkspaceActor } from '../src/platform/http/actor.ts';
import { createApp } from '../src/platform/http/app.ts';
import { fromPublicId, systemIds } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';
import type { TestDatabase } from './harness.ts';
import { testIdempotency } from './idempotency.ts';
import { inboundFactories } from './route-security/inbound-factories.ts';
import { createTestPeople, createTestTenant, testOrigin, type TestPeople, type TestTenant } from './tenants.ts';

/** An answer, loosely typed: tests compare it with what they expect. */
export type Answer = {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  body: Record<string, unknown> & { data?: unknown[]; error?: { code: string } };
};

/** Two workspaces with all roles over the routes of notes, presence, notifications, saved replies and transcripts. */
export type CollaborationWorld = {
  people: TestPeople;
  viewers: Viewers;
  mine: TestTenant;
  other: TestTenant;
  app: FastifyInstance;
  /** A fresh conversation; gives its public id. */
  conversation(tenant?: TestTenant): Promise<string>;
  call(
    as: { headers: Record<string, string> },
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Sets what agents of `mine` see. */
  letAgentsSee(rule: 'everything' | 'teams' | 'assigned'): Promise<void>;
  close(): Promise<void>;
};

/** Builds the world; answers are checked strictly against the contract. */
export async function createCollaborationWorld(database: TestDatabase): Promise<CollaborationWorld> {
  const people = await createTestPeople(database);
  const { db, clock, audit } = people.ctx;
  const { keyring } = people;
  const viewers = createViewers({ db });
  const base = { db, clock, ids: systemIds, keyring, audit, viewers, log: silentLog };
  const requireSeen = async (actor: WorkspaceActor, id: string): Promise<void> =>
    requireConversation(db, await viewers.of(actor), actor.workspaceId, id);
  const faults: unknown[] = [];
  const app = await createApp(
    [
      ...noteRoutes(base),
      ...presenceRoutes(base),
      ...notificationsRoutes({
        ...base,
        sightOf: async (actor) => {
          const viewer = await viewers.of(actor);
          return { name: viewerName(viewer), where: (alias, values) => visibleWhere(viewer, alias, values) };
        },
      }),
      ...savedRepliesRoutes({ ...base, requireConversation: requireSeen }),
      ...transcriptsRoutes({
        ...base,
        publicUrl: testOrigin,
        requireConversation: requireSeen,
        nameOfContact: async (workspaceId, contactId) => (await loadContacts(base, workspaceId, [contactId])).get(contactId)?.name ?? null,
      }),
    ],
    {
      authenticator: people.authenticator,
      newUuid: systemIds.uuid,
      trustedProxies: [],
      ownOrigins: [testOrigin],
      bodyLimitBytes: 100_000,
      dashboardDir: null,
      version: '0.0.0',
      https: false,
      strictResponses: true,
      report: (error) => faults.push(error),
      idempotency: testIdempotency({ db: people.ctx.db, clock: people.ctx.clock, keyring: people.keyring }),
      onRequestDone: () => undefined,
    },
  );
  const mine = await createTestTenant(people, 'Toko Melati');
  const other = await createTestTenant(people, 'Toko Lain');
  const factories = inboundFactories(people);
  return {
    people,
    viewers,
    mine,
    other,
    app,
    conversation: async (tenant = mine) => (await factories.conversation?.(tenant)) ?? '',
    call: async (as, method, url, body, headers = {}) => {
      const response = await app.inject({
        method,
        url,
        headers: { ...as.headers, ...headers },
        ...(body === undefined ? {} : { payload: body }),
      });
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        // Whatever the route answered; tests look at the fields they know.
        body: (response.body.startsWith('{') ? JSON.parse(response.body) : {}) as Answer['body'],
      };
    },
    letAgentsSee: async (rule) => {
      await database.admin(
        `insert into visibility_rules (workspace_id, agents_see, updated_at) values ($1, $2, now())
         on conflict (workspace_id) do update set agents_see = excluded.agents_see`,
        [mine.workspaceId, rule],
      );
      viewers.forget(mine.workspaceId);
    },
    close: async () => {
      await app.close();
      viewers.close();
      if (faults.length > 0) throw new AggregateError(faults, 'requests ran into faults of ours');
    },
  };
}

/** The database id behind a public one. */
export function uuidOf(publicId: string): string {
  const id = fromPublicId(publicId.slice(0, 3), publicId);
  if (id === null) throw new Error(`not a public id: ${publicId}`);
  return id;
}
