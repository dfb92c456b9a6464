import { ID_PREFIXES, type Conversation, type Role } from '@kabar/contract';
import type { FastifyInstance } from 'fastify';
import { fitKeys } from '../src/modules/api-keys/index.ts';
import { createPeopleCache, type PeopleDeps } from '../src/modules/contacts/index.ts';
import {
  conversationJobs,
  conversationRoutes,
  createEventScreen,
  openConversations,
  releaseMember,
  releaseTeam,
} from '../src/modules/conversations/index.ts';
import type { InboxContext } from '../src/modules/conversations/index.ts';
import { invitationLimits, memberRolesRoutes } from '../src/modules/member-roles/index.ts';
import { createThreadMemory, listMessages, storeInbound, summarizeMessages, wamidOf } from '../src/modules/messages/index.ts';
import { createViewers, removeFromTeams, teamsRoutes, type TeamsContext, type Viewers } from '../src/modules/teams/index.ts';
import type { PersonMail } from '../src/modules/users/index.ts';
import { createWorkspaces, workspacesRoutes } from '../src/modules/workspaces/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { withEngine } from '../src/platform/db/tx.ts';
import { authorizationChanges } from '../src/platform/events/authorization-change.ts';
import type { Notifications } from '../src/platform/events/notifications.ts';
import { createNotifications } from '../src/platform/events/notifications.ts';
import { createApp } from '../src/platform/http/app.ts';
import type { Route } from '../src/platform/http/route.ts';
import type { EventScreen } from '../src/platform/http/stream-route.ts';
import { fromPublicId, newUuid, systemIds, toPublicId } from '../src/platform/ids.ts';
import { createJobs, type Jobs } from '../src/platform/jobs/jobs.ts';
import { silentLog } from '../src/platform/log.ts';
import type { TestDatabase } from './harness.ts';
import { testIdempotency } from './idempotency.ts';
import { metaFactories } from './route-security/meta-factories.ts';
import { createTestPeople, createTestTenant, testOrigin, type TestPeople, type TestTenant } from './tenants.ts';

/** An answer, loosely typed: tests compare it with what they expect. */
export type InboxAnswer = { status: number; body: Record<string, unknown> & { data?: Record<string, unknown>[] } };

/** A workspace with an inbox and members of every role, behind the real HTTP app. Ids are public ones. */
export type InboxWorld = {
  people: TestPeople;
  tenant: TestTenant;
  ctx: InboxContext;
  viewers: Viewers;
  screen: EventScreen;
  notifications: Notifications;
  /** Mails to members about their membership, in the order in which they were put out. */
  memberMails: PersonMail[];
  jobs: Jobs;
  app: FastifyInstance;
  /** Calls as a member does in the browser. */
  call(
    who: Role,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    tenant?: TestTenant,
  ): Promise<InboxAnswer>;
  /** The public id of a member. */
  memberId(who: Role): string;
  number(tenant?: TestTenant): Promise<string>;
  /** A conversation with one message of its customer, written now or at `at`. */
  conversation(
    numberId: string,
    options?: { at?: Date; tenant?: TestTenant; text?: string },
  ): Promise<{ id: string; contactId: string; messageId: string; phone: string }>;
  /** One more message of the customer. */
  write(numberId: string, phone: string, options?: { at?: Date; tenant?: TestTenant }): Promise<string>;
  read(who: Role, id: string): Promise<Conversation>;
  close(): Promise<void>;
};

/** Builds the world. `more` adds routes of other modules. */
export async function createInboxWorld(
  database: TestDatabase,
  more: (ctx: InboxContext, people: TestPeople) => Route[] = () => [],
): Promise<InboxWorld> {
  const people = await createTestPeople(database);
  const tenant = await createTestTenant(people, 'Toko');
  const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
  const { db } = database;
  const { keyring } = people;
  const deps: PeopleDeps = { db, keyring, cache: createPeopleCache(), clock: systemClock, ids: systemIds };
  const viewers = createViewers({ db, onAuthorizationChange: authorizationChanges(notifications) });
  const reader = { db, keyring, memory: createThreadMemory() };
  const jobs = createJobs({ url: database.url, poolSize: 2, report: () => undefined });
  const ctx: InboxContext = {
    ...deps,
    log: silentLog,
    jobs,
    viewers,
    connections: { connectionFor: async () => null },
    provider: { markRead: async () => ({ ok: true, value: null }), showTyping: async () => ({ ok: true, value: null }) },
    messages: {
      list: (workspaceId, id, query) => listMessages(reader, workspaceId, id, query),
      summaries: (workspaceId, ids) => summarizeMessages(reader, workspaceId, ids),
      wamidOf: (workspaceId, id) => wamidOf(reader, workspaceId, id),
    },
  };
  await jobs.start(conversationJobs(ctx), { run: true });
  const teams: TeamsContext = { db, clock: systemClock, ids: systemIds, audit: people.ctx.audit, viewers, releaseTeam };
  const memberMails: PersonMail[] = [];
  const workspaces = createWorkspaces(people.ctx, keyring, {
    onMemberRemoved: async (tx, memberId) => {
      await removeFromTeams(teams, tx, memberId);
      await releaseMember(tx, ctx, memberId);
    },
    onPowerChanged: (tx, actor, member) => fitKeys(people.apiKeys, tx, actor, member),
    ...invitationLimits,
    mail: async (_tx, mail) => void memberMails.push(mail),
  });
  const faults: unknown[] = [];
  const routes = [
    ...conversationRoutes(ctx),
    ...teamsRoutes(teams),
    ...workspacesRoutes(workspaces),
    ...memberRolesRoutes({ ...workspaces, forgetSight: viewers.forget }),
    ...more(ctx, people),
  ];
  const app = await createApp(routes, {
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
  });
  const call: InboxWorld['call'] = async (who, method, url, body, of = tenant) => {
    const { headers } = of.members[who];
    const response = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });
    // Whatever the route answered; tests look at the fields they know.
    return { status: response.statusCode, body: (response.body === '' ? {} : JSON.parse(response.body)) as InboxAnswer['body'] };
  };
  let customerCount = 0;
  const receive = async (
    of: TestTenant,
    publicNumberId: string,
    phone: string,
    at: Date,
    text: string,
  ): Promise<{ conversationId: string; contactId: string; messageId: string }> => {
    const numberId = fromPublicId(ID_PREFIXES.number, publicNumberId) ?? '';
    const { workspaceId } = of;
    const [opened] = await openConversations(deps, [{ workspaceId, numberId, address: { kind: 'phone', value: phone } }]);
    if (opened === undefined || 'error' in opened) throw new Error('no conversation could be made');
    const id = newUuid();
    const { contactId, conversationId } = opened;
    const message = {
      workspaceId,
      id,
      numberId,
      conversationId,
      contactId,
      author: 'contact',
      wamid: `wamid.${id}`,
      at,
      type: 'text',
      content: { body: text },
    } as const;
    const rest = { mediaId: null, replyToWamid: null, forwarded: false, referral: null, opensWindow: true };
    await withEngine(db, 'test', (tx) => storeInbound({ keyring }, tx, [{ ...message, ...rest }], new Date()));
    return { conversationId, contactId, messageId: id };
  };
  return {
    people,
    memberMails,
    tenant,
    ctx,
    viewers,
    screen: createEventScreen({ db, viewers }),
    notifications,
    jobs,
    app,
    call,
    memberId: (who) => toPublicId(ID_PREFIXES.member, tenant.members[who].memberId),
    number: async (of = tenant) => (await metaFactories(people).number?.(of)) ?? '',
    conversation: async (numberId, { at = new Date(), tenant: of = tenant, text = 'halo' } = {}) => {
      customerCount += 1;
      const phone = `+62 812-0000-${String(customerCount).padStart(4, '0')}`;
      const { conversationId, contactId, messageId } = await receive(of, numberId, phone, at, text);
      return {
        id: toPublicId(ID_PREFIXES.conversation, conversationId),
        contactId: toPublicId(ID_PREFIXES.contact, contactId),
        messageId: toPublicId(ID_PREFIXES.message, messageId),
        phone,
      };
    },
    write: async (numberId, phone, { at = new Date(), tenant: of = tenant } = {}) =>
      toPublicId(ID_PREFIXES.message, (await receive(of, numberId, phone, at, 'lagi')).messageId),
    read: async (who, id) => {
      const { body } = await call(who, 'GET', `/v1/conversations/${id}`);
      return body as unknown as Conversation; // checked against the contract by the app
    },
    close: async () => {
      await app.close();
      await jobs.stop(1_000);
      viewers.close();
      await notifications.stop();
      if (faults.length > 0) throw new AggregateError(faults, 'requests ran into faults of ours');
    },
  };
}
