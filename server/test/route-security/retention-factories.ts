import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople } from '../tenants.ts';
import type { IdFactories } from './world.ts';

/** Factories of what retention knows: holds and receipts. */
export function retentionFactories(people: TestPeople): IdFactories {
  const { db, clock, keyring } = { ...people.ctx, keyring: people.keyring };
  return {
    hold: async (tenant) => {
      const id = systemIds.uuid();
      const place = { workspaceId: tenant.workspaceId, table: 'retention_holds', column: 'reason_sealed', rowId: id };
      const reason = await keyring.sealSecret(place, 'A dispute');
      await sceneQuery(db, {
        text: `insert into retention_holds (workspace_id, id, reason_sealed, owner_member_id, review_on, created_by, created_at)
               values ($1, $2, $3, $4, '2099-01-01', $4, $5)`,
        values: [tenant.workspaceId, id, reason, tenant.members.owner.memberId, clock.now()],
      });
      return toPublicId('hld', id);
    },
    sealedOpening: async (tenant) => {
      const id = systemIds.uuid();
      const place = { workspaceId: tenant.workspaceId, table: 'sealed_openings', column: 'reason_sealed', rowId: id };
      const reason = await keyring.sealSecret(place, 'An order of a court');
      await sceneQuery(db, {
        text: `insert into sealed_openings (workspace_id, id, status, reason_sealed, asked_by, asked_at, expires_at)
               values ($1, $2, 'asked', $3, $4, $5, '2099-01-01')`,
        values: [tenant.workspaceId, id, reason, tenant.members.owner.memberId, clock.now()],
      });
      return toPublicId('sop', id);
    },
    retentionRun: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into retention_runs (workspace_id, id, status, revision, started_at, finished_at) values ($1, $2, 'done', 0, $3, $3)`,
        values: [tenant.workspaceId, id, clock.now()],
      });
      return toPublicId('rtr', id);
    },
  };
}
