import { randomInt } from 'node:crypto';
import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople, TestTenant } from '../tenants.ts';
import type { IdFactories } from './world.ts';

/** Factories of the kinds that the modules towards WhatsApp have: rows as they are after connecting, without real secrets. */
export function metaFactories(people: TestPeople): IdFactories {
  const { db } = people.ctx;
  const run = (text: string, values: readonly unknown[]): Promise<unknown[]> => sceneQuery(db, { text, values });
  const account = async (tenant: TestTenant): Promise<string> => {
    const id = systemIds.uuid();
    const webhookKey = Array.from({ length: 32 }, () => 'abcdefghij'[randomInt(10)]).join('');
    await run(
      `insert into waba_accounts (workspace_id, id, provider, waba_id, webhook_key, verify_token_hash, app_secret_sealed, created_at)
       values ($1, $2, 'cloud', $3, $4, '\\x00', '\\x00', now())`,
      [tenant.workspaceId, id, digits(), webhookKey],
    );
    return id;
  };
  return {
    number: async (tenant) => {
      const id = systemIds.uuid();
      await run(
        `insert into numbers (workspace_id, id, waba_account_id, phone_number_id, display_phone_number, status, connected_at)
         values ($1, $2, $3, $4, '+1 555-010-0001', 'connected', now())`,
        [tenant.workspaceId, id, await account(tenant), digits()],
      );
      return toPublicId('num', id);
    },
    template: async (tenant) => {
      const id = systemIds.uuid();
      await run(
        `insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, components, facts_at, synced_at, created_at)
         values ($1, $2, $3, $4, 'hello', 'id', 'utility', 'approved', '[]', now(), now(), now())`,
        [tenant.workspaceId, id, await account(tenant), digits()],
      );
      return toPublicId('tpl', id);
    },
    templateDraft: async (tenant) => {
      const id = systemIds.uuid();
      await run(
        `insert into template_drafts (workspace_id, id, name, language, category, parameter_format, components, created_at, updated_at)
         values ($1, $2, 'hello', 'id', 'utility', 'positional', '[]', now(), now())`,
        [tenant.workspaceId, id],
      );
      return toPublicId('tpd', id);
    },
    media: async (tenant) => {
      const id = systemIds.uuid();
      await run(
        `insert into media (workspace_id, id, direction, status, kind, mime_type, created_at) values ($1, $2, 'in', 'gone', 'image', 'image/jpeg', now())`,
        [tenant.workspaceId, id],
      );
      return toPublicId('med', id);
    },
    accountEvent: async (tenant) => {
      const id = systemIds.uuid();
      await run(
        `insert into account_events (workspace_id, id, field, title, severity, data, dedupe_key, at, created_at)
         values ($1, $2, 'security', 'The PIN was changed', 'warn', '{}', decode(md5($2::uuid::text), 'hex'), now(), now())`,
        [tenant.workspaceId, id],
      );
      return toPublicId('acc', id);
    },
  };
}

/** An id as Meta gives them. */
function digits(): string {
  return `${randomInt(1e8, 1e9)}${randomInt(1e6, 1e7)}`;
}
