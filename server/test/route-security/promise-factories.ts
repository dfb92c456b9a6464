import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople } from '../tenants.ts';
import type { IdFactories } from './world.ts';

/** Factories of what promises and notices know. */
export function promiseFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  return {
    evidence: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into evidence (workspace_id, id, kind, title, owner, reference, issued_on, expires_on, remind_days, created_at, updated_at)
               values ($1, $2, 'security_audit', 'Audit', 'Rani', 'A-1', '2026-01-01', '2030-01-01', 30, $3, $3)`,
        values: [tenant.workspaceId, id, clock.now()],
      });
      return toPublicId('evd', id);
    },
    notice: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(db, {
        text: `insert into notice_versions (workspace_id, id, number, facts, sentences, changes, is_material, effective_at, published_at)
               values ($1, $2, (select coalesce(max(number), 0) + 1 from notice_versions where workspace_id = $1), '{}', '[]', '[]', false, $3, $3)`,
        values: [tenant.workspaceId, id, clock.now()],
      });
      return toPublicId('not', id);
    },
  };
}
