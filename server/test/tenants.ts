import { permissionsOf, type Permission, type Role } from '@kabar/contract';
import { createAddressGate, createKeyProver, createApiKey, type ApiKeysContext } from '../src/modules/api-keys/index.ts';
import { checkSession, countUse, createUserWithPassword } from '../src/modules/users/index.ts';
import type { UsersConfig } from '../src/modules/users/index.ts';
import { hashSessionToken, newSessionToken, sessionCookie } from '../src/modules/users/session-cookie.ts';
import { createWorkspace, createWorkspaces, type WorkspacesContext } from '../src/modules/workspaces/index.ts';
import { engineQuery } from '../src/platform/db/tx.ts';
import type { Authenticator } from '../src/platform/http/actor.ts';
import { systemIds } from '../src/platform/ids.ts';
import type { TestDatabase } from './harness.ts';
import { createTestUsers, goodPassword, type TestUsers } from './people.ts';
import { sceneQuery } from './scene-query.ts';

/** Users, workspaces and API keys over a test database, wired as the roles wire them. */
export type TestPeople = TestUsers & {
  workspaces: WorkspacesContext;
  apiKeys: ApiKeysContext;
  authenticator: Authenticator;
  /** Mails about keys, in the order in which they were put out. */
  keyMails: { to: string; subject: string; text: string; dedupeKey: string }[];
};

/** A person with a session. `headers` are those a browser on our own page would send in `workspace`. */
export type TestPerson = { userId: string; memberId: string; email: string; role: Role; cookie: string; headers: Record<string, string> };

/** A workspace with one member per role. */
export type TestTenant = { workspaceId: string; publicWorkspaceId: string; members: Record<Role, TestPerson> };

/** Origin that the tests' browsers are on. */
export const testOrigin = 'http://localhost:4000';

/** Wires the people modules for tests. */
export async function createTestPeople(
  database: TestDatabase,
  config: Partial<UsersConfig> = {},
  given: Parameters<typeof createTestUsers>[2] = {},
): Promise<TestPeople> {
  const users = await createTestUsers(database, config, given);
  const prover = createKeyProver({
    db: database.db,
    clock: users.clock,
    onError: (error) => {
      throw error;
    },
  });
  const gate = createAddressGate({ db: database.db, clock: users.clock });
  const keyMails: TestPeople['keyMails'] = [];
  return {
    ...users,
    keyMails,
    workspaces: createWorkspaces(users.ctx, users.keyring),
    apiKeys: {
      db: database.db,
      clock: users.clock,
      ids: systemIds,
      audit: users.ctx.audit,
      prover,
      gate,
      publicUrl: users.ctx.config.publicUrl,
      mail: async (_tx, mail, dedupeKey) => {
        if (!keyMails.some((sent) => sent.dedupeKey === dedupeKey)) keyMails.push({ ...mail, dedupeKey });
      },
      countReport: (clientIp) => countUse(users.ctx, 'leaked_keys.network', clientIp, { maxCount: 5, windowMs: 3_600_000 }),
    },
    authenticator: {
      session: async (cookie, workspace, clientIp) => {
        const actor = await checkSession(users.ctx, cookie, workspace);
        if (actor !== null) await gate.admit(actor, clientIp);
        return actor;
      },
      apiKey: (key, ip) => prover.prove(key, ip),
    },
  };
}

/** Makes a person who can sign in with `goodPassword`. */
export async function createTestUser(people: TestPeople, name: string): Promise<{ userId: string; email: string }> {
  const email = `${name.toLowerCase()}.${systemIds.uuid().slice(-12)}@example.com`;
  const { userId } = await createUserWithPassword(people.ctx, { name, email, password: goodPassword });
  return { userId, email };
}

/** Makes a workspace with an owner, an admin, a manager and an agent, all signed in. */
export async function createTestTenant(people: TestPeople, name: string): Promise<TestTenant> {
  const owner = await createTestUser(people, 'Olla');
  const { workspaceId, memberId, workspace } = await createWorkspace(people.workspaces, owner, { name });
  const member = async (role: Role, person: { userId: string; email: string }, id: string): Promise<TestPerson> => {
    const cookie = await sessionOf(people, person.userId);
    return {
      ...person,
      role,
      memberId: id,
      cookie,
      headers: { cookie, origin: testOrigin, host: new URL(testOrigin).host, 'kabar-workspace': workspace.id },
    };
  };
  const join = async (role: Role): Promise<TestPerson> => {
    const person = await createTestUser(people, role);
    const id = systemIds.uuid();
    await sceneQuery(people.ctx.db, {
      text: 'insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, $4, $5)',
      values: [workspaceId, id, person.userId, role, people.clock.now()],
    });
    return member(role, person, id);
  };
  return {
    workspaceId,
    publicWorkspaceId: workspace.id,
    members: {
      owner: await member('owner', owner, memberId),
      admin: await join('admin'),
      manager: await join('manager'),
      agent: await join('agent'),
    },
  };
}

/** Adds a member with a role, signed in. `headers` are those of a browser on our own page. */
export async function joinTestTenant(
  people: TestPeople,
  tenant: TestTenant,
  { role, roleId }: { role: Role | 'custom'; roleId: string | null },
): Promise<{ userId: string; memberId: string; headers: Record<string, string> }> {
  const { userId } = await createTestUser(people, 'Sari');
  const memberId = systemIds.uuid();
  await sceneQuery(people.ctx.db, {
    text: 'insert into workspace_members (workspace_id, id, user_id, role, role_id, joined_at) values ($1, $2, $3, $4, $5, $6)',
    values: [tenant.workspaceId, memberId, userId, role, roleId, people.clock.now()],
  });
  const cookie = await sessionOf(people, userId);
  return { userId, memberId, headers: { ...tenant.members.owner.headers, cookie } };
}

/** Makes an API key of a tenant. Expiry and allowlist as asked. */
export async function createTestKey(
  people: TestPeople,
  tenant: TestTenant,
  scopes: readonly Permission[],
  extra: { ip_allowlist?: string[]; expires_at?: string | null } = {},
): Promise<{ key: string; id: string }> {
  const creator = { workspaceId: tenant.workspaceId, userId: tenant.members.owner.userId, permissions: new Set(permissionsOf('owner')) };
  const { key, id } = await createApiKey(people.apiKeys, creator, { name: 'test', scopes: [...scopes], ip_allowlist: [], ...extra });
  return { key, id };
}

/** A live session for a person without going through sign-in, which is tested for itself. Gives the cookie. */
export async function sessionOf(people: TestPeople, userId: string): Promise<string> {
  const token = newSessionToken();
  const now = people.clock.now();
  await engineQuery(people.ctx.db, {
    text: `insert into user_sessions (id, expires_at, token, created_at, updated_at, last_seen_at, user_id) values ($1, $2, $3, $4, $4, $4, $5)`,
    values: [systemIds.uuid(), new Date(now.getTime() + 86_400_000), hashSessionToken(token), now, userId],
  });
  return sessionCookie(people.ctx.cookie, people.ctx.keys.cookieMac, token, 60).split(';')[0] ?? '';
}
