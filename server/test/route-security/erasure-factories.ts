import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople } from '../tenants.ts';
import type { IdFactories } from './world.ts';

/** Factories of erasures that wait, and of tries of restoring a backup. */
export function erasureFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  return {
    erasure: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into erasures (workspace_id, id, contact_id, contact_ids, status, reason, actor_kind, starts_at, created_at)
               values ($1, $2, $3, array[$3::uuid], 'waiting', 'request', 'system', $4::timestamptz + interval '1 day', $4)`,
        values: [tenant.workspaceId, id, systemIds.uuid(), clock.now()],
      });
      return toPublicId('ers', id);
    },
    drill: async () => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into backup_drills (id, status, started_at, finished_at, report) values ($1, 'green', $2, $2, '{}')`,
        values: [id, clock.now()],
      });
      return toPublicId('drl', id);
    },
  };
}
