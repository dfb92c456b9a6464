import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople, TestTenant } from '../tenants.ts';
import type { IdFactories } from './world.ts';

/** Factories of outgoing webhooks: an endpoint (no engine runs beside these checks), an event, a delivery of it and a replay. */
export function webhookFactories(people: TestPeople): IdFactories {
  const { db } = people.ctx;
  const run = (text: string, values: readonly unknown[]): Promise<unknown[]> => sceneQuery(db, { text, values });
  const endpoint = async ({ workspaceId, members }: TestTenant): Promise<string> => {
    const id = systemIds.uuid();
    const url = await people.keyring.sealSecret(
      { workspaceId, table: 'webhook_endpoints', column: 'url_sealed', rowId: id },
      'https://hooks.example.com/kabar',
    );
    await run(
      `insert into webhook_endpoints (workspace_id, id, url_sealed, host, event_types, status, format, payload, ordering, signature, max_in_flight,
                                      created_by_kind, created_by, created_at, updated_at)
       values ($1, $2, $3, 'hooks.example.com', '{*}', 'enabled', 'kabar', 'thin', 'none', 'hmac', 10, 'member', $4, now(), now())`,
      [workspaceId, id, url, members.owner.memberId],
    );
    return id;
  };
  const event = async ({ workspaceId }: TestTenant): Promise<string> => {
    const id = systemIds.uuid();
    await run(
      `insert into webhook_events (workspace_id, id, type, data, occurred_at, created_at) values ($1, $2, 'media.updated', '{}', now(), now())`,
      [workspaceId, id],
    );
    return id;
  };
  return {
    webhookEndpoint: async (tenant) => toPublicId('wep', await endpoint(tenant)),
    event: async (tenant) => toPublicId('evt', await event(tenant)),
    webhookDelivery: async (tenant) => {
      const id = systemIds.uuid();
      await run(
        `insert into webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_type, next_attempt_at, created_at)
         values ($1, $2, $3, $4, 'media.updated', now(), now())`,
        [tenant.workspaceId, id, await endpoint(tenant), await event(tenant)],
      );
      return toPublicId('wdl', id);
    },
    webhookReplay: async (tenant) => {
      const id = systemIds.uuid();
      await run(
        `insert into webhook_replays (workspace_id, id, endpoint_id, which, since, until, total_count, created_at)
         values ($1, $2, $3, 'all', now(), now(), 0, now())`,
        [tenant.workspaceId, id, await endpoint(tenant)],
      );
      return toPublicId('wrp', id);
    },
  };
}
