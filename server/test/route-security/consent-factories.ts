import { randomBytes } from 'node:crypto';
import { fromPublicId, systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople } from '../tenants.ts';
import { inboundFactories } from './inbound-factories.ts';
import type { IdFactories } from './world.ts';

/** Factories of what consent knows: records, wordings, suppressions, doubtful messages. */
export function consentFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  const inbound = inboundFactories(people);
  return {
    consentWording: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into consent_wordings (workspace_id, id, purpose, version, texts, valid_from, created_at)
               values ($1, $2, 'marketing', (select count(*) + 1 from consent_wordings), '{"en":"I agree."}', $3, $3)`,
        values: [tenant.workspaceId, id, clock.now()],
      });
      return toPublicId('cwd', id);
    },
    suppression: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into suppressions (workspace_id, id, match_kind, match_hash, scope, source, since, created_at)
               values ($1, $2, 'phone', $3, 'marketing', 'manual', $4, $4)`,
        values: [tenant.workspaceId, id, randomBytes(32), clock.now()],
      });
      return toPublicId('sup', id);
    },
    consentDoubt: async (tenant) => {
      const id = systemIds.uuid();
      const messageId = fromPublicId('msg', (await inbound.message?.(tenant)) ?? '');
      await sceneQuery(db, {
        text: `insert into consent_doubts (workspace_id, id, contact_id, conversation_id, message_id, created_at)
               select workspace_id, $2, contact_id, conversation_id, id, $4 from messages where workspace_id = $1 and id = $3`,
        values: [tenant.workspaceId, id, messageId, clock.now()],
      });
      return toPublicId('cdb', id);
    },
  };
}
