import { API_KEY_MAX_OVERLAP_DAYS, permissionsOf, type CreateApiKeyRequest, type Role } from '@kabar/contract';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { authorizationChanges } from '#platform/events/authorization-change';
import { createNotifications, type Notifications } from '#platform/events/notifications';
import { fromPublicId } from '#platform/ids';
import { silentLog } from '#platform/log';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import type { ApiKeysContext } from './api-keys-context.ts';
import { createApiKey } from './create-api-key.ts';
import { newApiKey } from './key-format.ts';
import { createKeyProver, type KeyProver } from './key-prover.ts';
import { listApiKeys } from './list-api-keys.ts';
import { reportLeakedKeys } from './report-leaked-keys.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { rotateApiKey } from './rotate-api-key.ts';
import { tellExpiry } from './tell-expiry.ts';
import { updateApiKey } from './update-api-key.ts';

const database = useTestDatabase();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let people: TestPeople;
let ctx: ApiKeysContext;
let tenant: TestTenant;

beforeAll(async () => {
  people = await createTestPeople(database);
  ctx = people.apiKeys;
});
beforeEach(async () => {
  tenant = await createTestTenant(people, 'Toko Melati');
  people.keyMails.length = 0;
});

const actor = (role: Role = 'owner') => ({
  workspaceId: tenant.workspaceId,
  userId: tenant.members[role].userId,
  permissions: new Set(permissionsOf(role)),
});
const uuid = (id: string): string => fromPublicId('key', id) ?? '';
const create = (input: Partial<CreateApiKeyRequest> = {}) =>
  createApiKey(ctx, actor(), { name: 'shop', scopes: ['messages:send'], ip_allowlist: [], ...input });
const prove = (key: string, ip = '203.0.113.5') => ctx.prover.prove(key, ip);
const inMs = (ms: number): string => new Date(people.clock.now().getTime() + ms).toISOString();
const auditOf = (id: string) =>
  database.admin<{ action: string; actor_kind: string; before: object; after: object }>(
    'select action, actor_kind, before, after from audit_events where workspace_id = $1 and target_id = $2 order by seq',
    [tenant.workspaceId, id],
  );

/** The same keys on another server, which hears of changes as servers do. */
async function onAnotherServer(work: (prover: KeyProver, notifications: Notifications) => Promise<void>): Promise<void> {
  const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
  const prover = createKeyProver({
    db: database.db,
    clock: people.clock,
    onError: (error) => {
      throw error;
    },
    onAuthorizationChange: authorizationChanges(notifications),
  });
  try {
    await work(prover, notifications);
  } finally {
    await prover.stop();
    await notifications.stop();
  }
}

const refusalOf = (proving: Promise<unknown>): Promise<string> =>
  proving.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  );

describe('replacing a key', () => {
  it('keeps the old one for 24 hours beside a new one with the same rights, and shows both', async () => {
    const old = await create({ scopes: ['messages:send', 'media:read'], ip_allowlist: ['203.0.113.0/24'], requests_per_second: 7 });
    const answer = await rotateApiKey(ctx, actor('admin'), uuid(old.id), {});
    expect(answer).toMatchObject({
      name: 'shop',
      scopes: old.scopes,
      ip_allowlist: ['203.0.113.0/24'],
      requests_per_second: 7,
      status: 'active',
      replaces: old.id,
      created_by: 'admin',
      replaced: { id: old.id, status: 'retiring', replaced_by: answer.id, expires_at: inMs(24 * hourMs) },
    });
    expect(answer.expires_at).toBe(old.expires_at);
    for (const key of [old.key, answer.key]) expect(await prove(key)).toMatchObject({ requestsPerSecond: 7 });
    people.clock.advance(24 * hourMs);
    await expect(prove(old.key)).rejects.toMatchObject({ code: 'api_key_expired' });
    await expect(prove(answer.key)).resolves.toBeDefined();
    expect((await auditOf(old.id)).at(-1)).toMatchObject({ action: 'api_key.rotated', after: { replaced_by: answer.id } });
  });

  it('ends the old one when it was asked to, at once on other servers, too', async () => {
    const old = await create();
    await onAnotherServer(async (elsewhere) => {
      await elsewhere.prove(old.key, '203.0.113.5');
      const answer = await rotateApiKey(ctx, actor(), uuid(old.id), { old_key_ends_at: inMs(-hourMs) });
      expect(answer.replaced.status).toBe('expired');
      await expect(prove(old.key)).rejects.toMatchObject({ code: 'api_key_expired' });
      await waitFor(
        'the other server to refuse the old key',
        async () => (await refusalOf(elsewhere.prove(old.key, '203.0.113.5'))) === 'api_key_expired',
      );
    });
  });

  it('never lengthens the life of the old one', async () => {
    const old = await create({ expires_at: inMs(2 * hourMs) });
    expect((await rotateApiKey(ctx, actor(), uuid(old.id), {})).replaced.expires_at).toBe(old.expires_at);
  });

  it('gives the new one as long as the old one was given, or what was asked', async () => {
    const week = await create({ expires_at: inMs(7 * dayMs) });
    const never = await create({ expires_at: null });
    people.clock.advance(dayMs);
    expect((await rotateApiKey(ctx, actor(), uuid(week.id), {})).expires_at).toBe(inMs(7 * dayMs));
    const replaced = await rotateApiKey(ctx, actor(), uuid(never.id), {});
    expect(replaced.expires_at).toBeNull();
    expect((await rotateApiKey(ctx, actor(), uuid(replaced.id), { expires_at: inMs(dayMs) })).expires_at).toBe(inMs(dayMs));
  });

  it.each([
    ['revoked', async (id: string) => void (await revokeApiKey(ctx, actor(), uuid(id)))],
    ['expired', async () => people.clock.advance(366 * dayMs)],
    ['replaced', async (id: string) => void (await rotateApiKey(ctx, actor(), uuid(id), {}))],
  ])('refuses one that was %s', async (_state, end) => {
    const { id } = await create();
    await end(id);
    await expect(rotateApiKey(ctx, actor(), uuid(id), {})).rejects.toMatchObject({ code: 'api_key_ended' });
    await expect(updateApiKey(ctx, actor(), uuid(id), { name: 'x', confirm_lockout: false })).rejects.toMatchObject({
      code: 'api_key_ended',
    });
  });

  it('happens once when two ask at the same time', async () => {
    const { id } = await create();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => rotateApiKey(ctx, actor(), uuid(id), {})));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('needs every scope of the key, and an overlap that ends within a month', async () => {
    const { id } = await create({ scopes: ['numbers:write'] });
    await expect(rotateApiKey(ctx, actor('agent'), uuid(id), {})).rejects.toMatchObject({
      code: 'permission_denied',
      details: { permission: 'numbers:write' },
    });
    const late = inMs(API_KEY_MAX_OVERLAP_DAYS * dayMs + 1);
    await expect(rotateApiKey(ctx, actor(), uuid(id), { old_key_ends_at: late })).rejects.toMatchObject({ code: 'validation_failed' });
  });
});

describe('changing a key', () => {
  const change = (id: string, input: Partial<Parameters<typeof updateApiKey>[3]>, role: Role = 'owner') =>
    updateApiKey(ctx, actor(role), uuid(id), { confirm_lockout: false, ...input });

  it('acts at once, here and elsewhere, and says what was before', async () => {
    const { id, key } = await create({ scopes: ['messages:send', 'media:read'] });
    await onAnotherServer(async (elsewhere) => {
      expect((await elsewhere.prove(key, '203.0.113.5')).permissions.has('media:read')).toBe(true);
      const changed = await change(id, { name: 'till', scopes: ['messages:send'], requests_per_second: 3, expires_at: null });
      expect(changed).toMatchObject({ name: 'till', scopes: ['messages:send'], requests_per_second: 3, expires_at: null });
      expect(await prove(key)).toMatchObject({ name: 'till', requestsPerSecond: 3 });
      await waitFor('the other server to know', async () => !(await elsewhere.prove(key, '203.0.113.5')).permissions.has('media:read'));
    });
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: 'api_key.changed',
      before: { name: 'shop', requests_per_second: null },
      after: { name: 'till', requests_per_second: 3 },
    });
  });

  it('records nothing when nothing changes', async () => {
    const { id } = await create({ scopes: ['messages:send', 'media:read'] });
    await change(id, { name: 'shop', scopes: ['media:read', 'messages:send'] });
    expect(await auditOf(id)).toHaveLength(1);
  });

  it('lets nobody add a scope they lack, and anybody take one away', async () => {
    const { id } = await create({ scopes: ['messages:send', 'numbers:write'] });
    await expect(change(id, { scopes: ['messages:send', 'numbers:write', 'audit:read'] }, 'agent')).rejects.toMatchObject({
      code: 'permission_denied',
      details: { permission: 'audit:read' },
    });
    await expect(change(id, { scopes: ['numbers:write'] }, 'agent')).resolves.toMatchObject({ scopes: ['numbers:write'] });
  });

  it('refuses addresses that leave out the network it is used from, unless that is meant', async () => {
    const { id, key } = await create();
    await prove(key, '203.0.113.77');
    await ctx.prover.flush();
    await expect(change(id, { ip_allowlist: ['198.51.100.0/24'] })).rejects.toMatchObject({
      code: 'lockout_unconfirmed',
      details: { addresses: ['203.0.113.0/24'] },
    });
    for (const list of [['203.0.113.9'], ['203.0.0.0/16', '198.51.100.1'], ['0.0.0.0/0'], []]) await change(id, { ip_allowlist: list });
    await change(id, { ip_allowlist: ['198.51.100.0/24'], confirm_lockout: true });
    await expect(prove(key, '203.0.113.77')).rejects.toMatchObject({ code: 'ip_not_allowed' });
    // What was used a week ago is no longer in use.
    people.clock.advance(8 * dayMs);
    await change(id, { ip_allowlist: ['192.0.2.1'] });
  });
});

describe('a key that nobody uses', () => {
  it('says for how many days, and is found by them', async () => {
    const used = await create({ name: 'used', expires_at: null });
    const idle = await create({ name: 'idle', expires_at: null });
    const ended = await create({ name: 'ended', expires_at: null });
    await revokeApiKey(ctx, actor(), uuid(ended.id));
    people.clock.advance(90 * dayMs);
    await prove(used.key, '2001:db8:1:2::3');
    await ctx.prover.flush();
    const { data } = await listApiKeys(ctx, tenant.workspaceId, { limit: 50 });
    expect(
      data.map(({ name, unused_days, is_unused, last_used_network }) => ({ name, unused_days, is_unused, last_used_network })),
    ).toEqual([
      { name: 'ended', unused_days: null, is_unused: false, last_used_network: null },
      { name: 'idle', unused_days: 90, is_unused: true, last_used_network: null },
      { name: 'used', unused_days: 0, is_unused: false, last_used_network: '2001:db8:1::/48' },
    ]);
    const unused = await listApiKeys(ctx, tenant.workspaceId, { limit: 50, unused_for_days: 90 });
    expect(unused.data.map((key) => key.id)).toEqual([idle.id]);
    expect((await listApiKeys(ctx, tenant.workspaceId, { limit: 50, unused_for_days: 91 })).data).toEqual([]);
  });
});

describe('a key found in public', () => {
  it('ends at once everywhere, and its owners and maker are told', async () => {
    const { id, key, last_four } = await createApiKey(ctx, actor('admin'), { name: 'shop', scopes: ['messages:send'], ip_allowlist: [] });
    await onAnotherServer(async (elsewhere) => {
      await elsewhere.prove(key, '203.0.113.5');
      const report = { keys: [{ key, found_at: `https://git.example/shop/config?token=x#${key}` }] };
      expect(await reportLeakedKeys(ctx, report)).toEqual({ results: [{ last_four, result: 'revoked' }] });
      await expect(prove(key)).rejects.toMatchObject({ code: 'api_key_revoked' });
      await waitFor(
        'the other server to refuse it',
        async () => (await refusalOf(elsewhere.prove(key, '203.0.113.5'))) === 'api_key_revoked',
      );
      expect((await reportLeakedKeys(ctx, report)).results).toEqual([{ last_four, result: 'ended_before' }]);
    });
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: 'api_key.leaked',
      actor_kind: 'system',
      after: { found_at: 'https://git.example/shop/config' },
    });
    expect(people.keyMails.map((mail) => mail.to).toSorted()).toEqual([tenant.members.owner.email, tenant.members.admin.email].toSorted());
    expect(people.keyMails[0]?.text).toContain('git.example');
    expect(JSON.stringify(people.keyMails)).not.toContain(key);
    expect((await listApiKeys(ctx, tenant.workspaceId, { limit: 1 })).data[0]).toMatchObject({
      status: 'revoked',
      revoked_because: 'leaked',
    });
  });

  it('is told from what only looks like one, and from one of nobody, alike', async () => {
    const { key } = await create();
    const keys = [newApiKey(), `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`, 'kabar_live_', 'x'].map((one) => ({ key: one }));
    expect((await reportLeakedKeys(ctx, { keys })).results.map(({ result }) => result)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ]);
    await expect(prove(key)).resolves.toBeDefined();
  });

  it('is never written down where the place repeats it', async () => {
    const { id, key } = await create();
    await reportLeakedKeys(ctx, { keys: [{ key, found_at: `https://paste.example/${key}` }] });
    expect((await auditOf(id)).at(-1)).toMatchObject({ after: { found_at: 'https://paste.example' } });
  });
});

describe('the end of a key', () => {
  const tell = () => tellExpiry(ctx, new AbortController().signal);
  /** Of this test's workspace; the job goes through all. */
  const subjects = () => {
    const own = new Set(Object.values(tenant.members).map((member) => member.email));
    return people.keyMails.filter(({ to }) => own.has(to)).map(({ to, subject }) => ({ to, subject }));
  };

  it('is announced two weeks and three days before, and told afterwards, each once', async () => {
    await createApiKey(ctx, actor('admin'), {
      name: 'till',
      scopes: ['messages:send'],
      ip_allowlist: [],
      expires_at: new Date('2030-03-20T00:00:00Z').toISOString(),
    });
    const { owner, admin } = tenant.members;
    const goTo = (at: string): void => people.clock.advance(new Date(at).getTime() - people.clock.now().getTime());
    goTo('2030-03-05T00:00:00Z');
    await tell();
    expect(subjects()).toEqual([]);
    for (const [at, subject] of [
      ['2030-03-06T00:00:00Z', 'API key “till” expires on 20 March 2030'],
      ['2030-03-17T00:00:00Z', 'API key “till” expires on 20 March 2030'],
      ['2030-03-20T00:00:01Z', 'API key “till” has expired'],
    ] as const) {
      people.keyMails.splice(0, people.keyMails.length, ...people.keyMails.map((mail) => ({ ...mail, subject: 'sent before' })));
      goTo(at);
      await tell();
      await tell();
      expect(subjects().filter((mail) => mail.subject !== 'sent before')).toEqual(
        [owner, admin].map(({ email }) => ({ to: email, subject })),
      );
    }
  });

  it('is not announced for a key that was replaced, revoked or made for a few days', async () => {
    const replaced = await create({ expires_at: inMs(20 * dayMs) });
    await rotateApiKey(ctx, actor(), uuid(replaced.id), { expires_at: null });
    const revoked = await create({ expires_at: inMs(20 * dayMs) });
    await revokeApiKey(ctx, actor(), uuid(revoked.id));
    await create({ expires_at: inMs(2 * dayMs) });
    await tell();
    people.clock.advance(8 * dayMs);
    people.keyMails.length = 0;
    await tell();
    // The one of two days has ended; the others never speak.
    expect(subjects().map(({ subject }) => subject)).toEqual(['API key “shop” has expired']);
  });
});
