import { createPeopleCache } from '../../src/modules/contacts/index.ts';
import { openConversations } from '../../src/modules/conversations/index.ts';
import { storeInbound } from '../../src/modules/messages/index.ts';
import { withEngine } from '../../src/platform/db/tx.ts';
import { fromPublicId, systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople, TestTenant } from '../tenants.ts';
import { metaFactories } from './meta-factories.ts';
import type { IdFactories } from './world.ts';

/** Factories of what comes in: contacts, conversations, messages, stored deliveries and their units. */
export function inboundFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  const deps = { db, clock, keyring: people.keyring, ids: systemIds, cache: createPeopleCache() };
  let customerCount = 0;
  const open = async (tenant: TestTenant): Promise<{ numberId: string; contactId: string; conversationId: string }> => {
    const number = await metaFactories(people).number?.(tenant);
    const numberId = fromPublicId('num', number ?? '') ?? '';
    customerCount += 1;
    const address = { kind: 'bsuid' as const, value: `ID.${String(customerCount).padStart(12, '0')}` };
    const [opened] = await openConversations(deps, [{ workspaceId: tenant.workspaceId, numberId, address }]);
    if (opened === undefined || 'error' in opened) throw new Error('no conversation could be made');
    return { numberId, contactId: opened.contactId, conversationId: opened.conversationId };
  };
  const delivery = async (tenant: TestTenant): Promise<string> => {
    const id = systemIds.uuid();
    const now = clock.now();
    await sceneQuery(db, {
      text: `insert into intake_deliveries (workspace_id, id, waba_account_id, day, received_at, lane, status, body_hash, body_sealed,
                                            size_bytes, unit_count, unknown_count, quarantined_count, processed_at)
             values ($1, $2, $3, $4, $5, 0, 'quarantined', $6, '', 2, 1, 0, 1, $5)`,
      values: [tenant.workspaceId, id, systemIds.uuid(), now.toISOString().slice(0, 10), now, Buffer.from(id)],
    });
    return id;
  };
  return {
    contact: async (tenant) => toPublicId('ctc', (await open(tenant)).contactId),
    conversation: async (tenant) => toPublicId('cnv', (await open(tenant)).conversationId),
    message: async (tenant) => {
      const ends = await open(tenant);
      const id = systemIds.uuid();
      const message = {
        ...ends,
        workspaceId: tenant.workspaceId,
        id,
        author: 'contact' as const,
        wamid: `wamid.${id}`,
        at: clock.now(),
        type: 'text',
        content: { body: 'halo' },
        mediaId: null,
        replyToWamid: null,
        forwarded: false,
        referral: null,
        opensWindow: true,
      };
      await withEngine(db, 'test', (tx) => storeInbound({ keyring: people.keyring }, tx, [message], clock.now()));
      return toPublicId('msg', id);
    },
    delivery: async (tenant) => toPublicId('dlv', await delivery(tenant)),
    unit: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into intake_units (workspace_id, id, delivery_id, day, outcome, path, reason, payload_sealed, at)
               values ($1, $2, $3, $4::timestamptz::date, 'quarantined', 'body', 'test', '', $4)`,
        values: [tenant.workspaceId, id, await delivery(tenant), clock.now()],
      });
      return toPublicId('unt', id);
    },
  };
}
