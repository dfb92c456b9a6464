import { KEY_SCOPES, permissionsOf, type CreateApiKeyRequest, type Role } from '@kabar/contract';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { authorizationChanges } from '#platform/events/authorization-change';
import { createNotifications } from '#platform/events/notifications';
import { fromPublicId } from '#platform/ids';
import { silentLog } from '#platform/log';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { statementsOf } from '../../../test/statements.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import type { ApiKeysContext } from './api-keys-context.ts';
import { createApiKey } from './create-api-key.ts';
import { newApiKey } from './key-format.ts';
import { createKeyProver, type KeyProver } from './key-prover.ts';
import { getApiKey, listApiKeys } from './list-api-keys.ts';
import { revokeApiKey } from './revoke-api-key.ts';

const database = useTestDatabase();
let people: TestPeople;
let ctx: ApiKeysContext;
let tenant: TestTenant;

beforeAll(async () => {
  people = await createTestPeople(database);
});
beforeEach(async () => {
  ctx = { ...people.apiKeys, prover: newProver() };
  tenant = await createTestTenant(people, 'Toko Melati');
});

const fail = (error: unknown): never => {
  throw error;
};
const newProver = (): KeyProver => createKeyProver({ db: database.db, clock: people.clock, onError: fail });
const creator = (role: Role = 'owner') => ({
  workspaceId: tenant.workspaceId,
  userId: tenant.members[role].userId,
  permissions: new Set(permissionsOf(role)),
});
const create = (input: Partial<CreateApiKeyRequest> = {}, role: Role = 'owner') =>
  createApiKey(ctx, creator(role), { name: 'shop', scopes: ['messages:send'], ip_allowlist: [], ...input });
const revoke = (id: string) => revokeApiKey(ctx, creator(), fromPublicId('key', id) ?? '');
const prove = (key: string, ip = '203.0.113.5') => ctx.prover.prove(key, ip);

describe('creating a key', () => {
  it('shows it once, keeps its hash and says who made it', async () => {
    const made = await create({ name: 'shop', scopes: ['messages:send', 'messages:read', 'messages:send'] });
    expect(made).toMatchObject({
      name: 'shop',
      scopes: ['messages:read', 'messages:send'],
      status: 'active',
      last_used_at: null,
      created_by: 'Olla',
      last_four: made.key.slice(-4),
    });
    const [row] = await database.admin<{ text: string }>('select json_agg(k)::text as text from api_keys k');
    expect(row?.text).not.toContain(made.key.slice(11, 30));
    expect(await getApiKey(ctx, tenant.workspaceId, fromPublicId('key', made.id) ?? '')).not.toHaveProperty('key');
  });

  it('gives it a year, what was asked, or for ever', async () => {
    const yearMs = 365 * 24 * 3_600_000;
    expect(Date.parse((await create()).expires_at ?? '')).toBe(people.clock.now().getTime() + yearMs);
    const asked = new Date(people.clock.now().getTime() + 60_000).toISOString();
    expect((await create({ expires_at: asked })).expires_at).toBe(asked);
    expect((await create({ expires_at: null })).expires_at).toBeNull();
    await expect(create({ expires_at: people.clock.now().toISOString() })).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('never grants more than its maker has', async () => {
    await expect(create({ scopes: ['numbers:write'] }, 'agent')).rejects.toMatchObject({
      code: 'permission_denied',
      details: { permission: 'numbers:write' },
    });
    await expect(create({ scopes: ['messages:send'] }, 'agent')).resolves.toBeDefined();
  });

  it('refuses an allowlist with nonsense and names each entry', async () => {
    const refused = create({ ip_allowlist: ['203.0.113.0/24', '203.0.113.0/33', 'example.com', '1.2.3', '010.0.0.1'] });
    await expect(refused).rejects.toMatchObject({
      code: 'validation_failed',
      details: {
        issues: [
          { path: 'body.ip_allowlist.1', message: expect.any(String) },
          { path: 'body.ip_allowlist.2', message: expect.any(String) },
          { path: 'body.ip_allowlist.3', message: expect.any(String) },
          { path: 'body.ip_allowlist.4', message: expect.any(String) },
        ],
      },
    });
  });

  it('keeps an allowlist in one canonical form', async () => {
    const made = await create({
      ip_allowlist: ['203.0.113.7', '203.0.113.7/32', '::ffff:198.51.100.0/120', '2001:DB8::/32', '2001:db8:0::1'],
    });
    expect(made.ip_allowlist).toEqual(['203.0.113.7', '198.51.100.0/24', '2001:db8::/32', '2001:db8::1']);
  });
});

describe('proving a key', () => {
  it('tells who calls and what they may do', async () => {
    const { key, id } = await create({ scopes: ['messages:send', 'media:write'] });
    const actor = await prove(key);
    expect(actor).toMatchObject({ kind: 'api_key', name: 'shop', workspaceId: tenant.workspaceId, apiKeyId: fromPublicId('key', id) });
    expect([...actor.permissions].toSorted()).toEqual(['media:write', 'messages:send']);
  });

  it('refuses a mistyped key without a query', async () => {
    const { key } = await create();
    const statements = await statementsOf(async () => {
      for (const text of [key.slice(0, -1), `${key}0`, key.replace('live', 'test'), 'x', ''])
        await expect(prove(text)).rejects.toMatchObject({ code: 'api_key_invalid' });
    });
    expect(statements).toEqual([]);
  });

  it('asks the database once for many requests at once and in a row', async () => {
    const { key } = await create();
    const statements = await statementsOf(async () => {
      await Promise.all(Array.from({ length: 100 }, () => prove(key)));
      for (let time = 0; time < 100; time += 1) await prove(key);
    });
    expect(statements).toHaveLength(1);
  });

  it('remembers an unknown key, so that asking for it in a loop costs little', async () => {
    const key = newApiKey();
    const statements = await statementsOf(async () => {
      for (let time = 0; time < 50; time += 1) await expect(prove(key)).rejects.toMatchObject({ code: 'api_key_invalid' });
    });
    expect(statements).toHaveLength(1);
  });

  it('ends at once where the key was revoked, and within a second elsewhere', async () => {
    const { key, id } = await create();
    const elsewhere = newProver();
    await prove(key);
    await elsewhere.prove(key, '203.0.113.5');
    expect((await revoke(id)).status).toBe('revoked');
    await expect(prove(key)).rejects.toMatchObject({ code: 'api_key_revoked' });
    people.clock.advance(999);
    await expect(elsewhere.prove(key, '203.0.113.5')).rejects.toMatchObject({ code: 'api_key_revoked' });
  });

  it('ends elsewhere as soon as the news arrives, with no time passing', async () => {
    const { key, id } = await create();
    const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
    await notifications.start();
    const elsewhere = createKeyProver({
      db: database.db,
      clock: people.clock,
      onError: fail,
      onAuthorizationChange: authorizationChanges(notifications),
    });
    try {
      await elsewhere.prove(key, '203.0.113.5');
      await revoke(id);
      await waitFor('the other process to refuse the key', () =>
        elsewhere.prove(key, '203.0.113.5').then(
          () => false,
          () => true,
        ),
      );
    } finally {
      await elsewhere.stop();
      await notifications.stop();
    }
  });

  it('ends when the key expires, even between two looks into the database', async () => {
    const { key } = await create({ expires_at: new Date(people.clock.now().getTime() + 500).toISOString() });
    await prove(key);
    people.clock.advance(500);
    await expect(prove(key)).rejects.toMatchObject({ code: 'api_key_expired' });
  });

  it.each([
    ['203.0.113.7', ['203.0.113.7'], true],
    ['203.0.113.8', ['203.0.113.7'], false],
    ['203.0.113.8', ['203.0.113.0/24'], true],
    ['203.0.114.8', ['203.0.113.0/24'], false],
    ['::ffff:203.0.113.8', ['203.0.113.0/24'], true],
    ['203.0.113.8', ['::ffff:203.0.113.0/120'], true],
    ['2001:db8::1', ['2001:db8::/32'], true],
    ['2001:db9::1', ['2001:db8::/32'], false],
    ['203.0.113.8', ['2001:db8::/32'], false],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['203.0.113.8', ['198.51.100.1', '0.0.0.0/0'], true],
    ['not an address', ['0.0.0.0/0', '::/0'], false],
    ['not an address', [], true],
  ])('from %s with the list %j: %s', async (ip, list, allowed) => {
    const { key } = await create({ ip_allowlist: list });
    if (allowed) await expect(prove(key, ip)).resolves.toBeDefined();
    else await expect(prove(key, ip)).rejects.toMatchObject({ code: 'ip_not_allowed' });
  });

  it('writes the last use in batches and never back in time', async () => {
    const first = await create();
    const second = await create();
    const statements = await statementsOf(async () => {
      for (let time = 0; time < 20; time += 1) await Promise.all([prove(first.key), prove(second.key)]);
      await ctx.prover.flush();
      await ctx.prover.flush();
    });
    expect(statements.filter((text) => text.includes('last_used_at = locked.at'))).toHaveLength(1);
    const used = people.clock.now().toISOString();
    expect((await listApiKeys(ctx, tenant.workspaceId, { limit: 50 })).data.map((key) => key.last_used_at)).toEqual([used, used]);
    await database.admin(`update api_keys set last_used_at = last_used_at + interval '1 hour'`);
    await prove(first.key);
    await ctx.prover.flush();
    const [row] = await database.admin<{ kept: boolean }>(`select last_used_at > $1 as kept from api_keys where workspace_id = $2`, [
      people.clock.now(),
      tenant.workspaceId,
    ]);
    expect(row).toEqual({ kept: true });
  });

  it('writes what is left when it stops', async () => {
    const { key, id } = await create();
    ctx.prover.start();
    await prove(key);
    await ctx.prover.stop();
    expect((await getApiKey(ctx, tenant.workspaceId, fromPublicId('key', id) ?? '')).last_used_at).not.toBeNull();
  });
});

describe('revoking and listing', () => {
  it('records creation and the first revocation', async () => {
    const { id } = await create({ scopes: [...KEY_SCOPES] });
    await revoke(id);
    await revoke(id);
    const rows = await database.admin<{ action: string }>(
      'select action from audit_events where workspace_id = $1 and target_id = $2 order by seq',
      [tenant.workspaceId, id],
    );
    expect(rows.map((row) => row.action)).toEqual(['api_key.created', 'api_key.revoked']);
  });

  it('goes page by page, newest first', async () => {
    const made = [];
    for (const name of ['a', 'b', 'c']) made.push((await create({ name })).id);
    const first = await listApiKeys(ctx, tenant.workspaceId, { limit: 2 });
    const second = await listApiKeys(ctx, tenant.workspaceId, { limit: 2, cursor: first.next_cursor ?? '' });
    expect([...first.data, ...second.data].map((key) => key.id)).toEqual(made.toReversed());
    expect(second.next_cursor).toBeNull();
  });

  it('finds no key of another workspace', async () => {
    const { id } = await create();
    const other = await createTestTenant(people, 'Toko Lain');
    const uuid = fromPublicId('key', id) ?? '';
    await expect(getApiKey(ctx, other.workspaceId, uuid)).rejects.toMatchObject({ code: 'not_found' });
    await expect(revokeApiKey(ctx, { workspaceId: other.workspaceId, userId: other.members.owner.userId }, uuid)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await listApiKeys(ctx, other.workspaceId, { limit: 50 })).data).toEqual([]);
  });
});
