import { createPeopleCache } from '../../src/modules/contacts/index.ts';
import { appendEntries } from '../../src/modules/conversations/index.ts';
import { notify } from '../../src/modules/notifications/index.ts';
import { withEngine } from '../../src/platform/db/tx.ts';
import { fromPublicId, systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople } from '../tenants.ts';
import { inboundFactories } from './inbound-factories.ts';
import type { IdFactories } from './world.ts';

/** Factories of what members do together: entries of a thread, saved replies, notifications of the owner. */
export function collaborationFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  const deps = { db, clock, ids: systemIds, keyring: people.keyring, cache: createPeopleCache() };
  return {
    entry: async (tenant) => {
      const conversation = (await inboundFactories(people).conversation?.(tenant)) ?? '';
      const [id] = await withEngine(db, 'test', (tx) =>
        appendEntries(tx, deps, tenant.workspaceId, [
          {
            conversationId: fromPublicId('cnv', conversation) ?? '',
            kind: 'note',
            by: { kind: 'member', id: tenant.members.owner.memberId },
            occurredAt: clock.now(),
          },
        ]),
      );
      return toPublicId('ent', id ?? '');
    },
    savedReply: async (tenant) => {
      const id = systemIds.uuid();
      const textSealed = await people.keyring.sealSecret(
        { workspaceId: tenant.workspaceId, table: 'saved_replies', column: 'text_sealed', rowId: id },
        'hello',
      );
      await sceneQuery(db, {
        text: `insert into saved_replies (workspace_id, id, name, shortcut, text_sealed, created_at, updated_at) values ($1, $2, 'x', $3, $4, $5, $5)`,
        values: [tenant.workspaceId, id, id, textSealed, clock.now()],
      });
      return toPublicId('srp', id);
    },
    notification: async (tenant) => {
      const { memberId } = tenant.members.owner;
      await withEngine(db, 'test', (tx) =>
        notify(deps, tx, tenant.workspaceId, { kind: 'import_finished', memberIds: [memberId], actor: { kind: 'system' } }),
      );
      const [row] = await sceneQuery<{ id: string }>(db, {
        text: 'select id from notifications where workspace_id = $1 and member_id = $2 order by id desc limit 1',
        values: [tenant.workspaceId, memberId],
      });
      return toPublicId('ntf', row?.id ?? '');
    },
  };
}
