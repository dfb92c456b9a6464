import { KEY_SCOPES } from '@kabar/contract';
import type { ApiKeysContext } from '../../src/modules/api-keys/index.ts';
import { revokeApiKey } from '../../src/modules/api-keys/index.ts';
import { newApiKey } from '../../src/modules/api-keys/key-format.ts';
import { fromPublicId } from '../../src/platform/ids.ts';
import type { TestDatabase } from '../harness.ts';
import { sceneQuery } from '../scene-query.ts';
import { createTestKey, createTestTenant, type TestPeople, type TestTenant } from '../tenants.ts';
import type { InjectableApp } from './request.ts';
import { unusedId } from './tenant-fingerprint.ts';
import type { Examples, IdFactories, SecurityWorld, TestKeys } from './world.ts';

/** Makes two tenants, the keys of the first, and the sources of ids. */
export async function createSecurityWorld(given: {
  database: TestDatabase;
  app: InjectableApp;
  people: TestPeople;
  factories: IdFactories;
  examples: Examples;
}): Promise<SecurityWorld> {
  const { database, app, people, factories, examples } = given;
  const mine = await createTestTenant(people, 'Toko Melati');
  const other = await createTestTenant(people, 'Toko Lain');
  return {
    database,
    app,
    mine,
    other,
    examples,
    keys: await createKeys(people.apiKeys, people, mine),
    keyWithout: async (permission) =>
      (
        await createTestKey(
          people,
          mine,
          KEY_SCOPES.filter((scope) => scope !== permission),
        )
      ).key,
    idOf: async (kind, tenant) => {
      const make = factories[kind];
      if (make === undefined) throw new Error(`no factory makes a ${kind}; add one to the id factories`);
      return make(tenant);
    },
    missingId: unusedId,
  };
}

async function createKeys(ctx: ApiKeysContext, people: TestPeople, tenant: TestTenant): Promise<TestKeys> {
  const revoked = await createTestKey(people, tenant, KEY_SCOPES);
  await revokeApiKey(ctx, { workspaceId: tenant.workspaceId, userId: tenant.members.owner.userId }, fromPublicId('key', revoked.id) ?? '');
  const expired = await createTestKey(people, tenant, KEY_SCOPES);
  await sceneQuery(people.ctx.db, {
    text: `update api_keys set expires_at = created_at - interval '1 hour' where id = $1`,
    values: [fromPublicId('key', expired.id)],
  });
  return {
    full: (await createTestKey(people, tenant, KEY_SCOPES)).key,
    listed: (await createTestKey(people, tenant, KEY_SCOPES, { ip_allowlist: ['203.0.113.0/24'] })).key,
    revoked: revoked.key,
    expired: expired.key,
    unknown: newApiKey(),
  };
}
