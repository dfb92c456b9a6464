import { engineQuery } from '../../src/platform/db/tx.ts';
import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import type { TestPeople } from '../tenants.ts';
import type { IdFactories } from './world.ts';

/** Factories of what the work on conversations is ordered by: teams, tags, saved views, bulk actions. */
export function workFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  const insert = async (prefix: string, text: string, workspaceId: string, more: readonly unknown[] = []): Promise<string> => {
    const id = systemIds.uuid();
    await engineQuery(db, { text, values: [workspaceId, id, clock.now(), ...more] });
    return toPublicId(prefix, id);
  };
  return {
    team: (tenant) =>
      insert('tem', `insert into teams (workspace_id, id, name, created_at) values ($1, $2::uuid, $2::uuid::text, $3)`, tenant.workspaceId),
    tag: (tenant) =>
      insert(
        'tag',
        `insert into tags (workspace_id, id, name, color, created_at) values ($1, $2::uuid, $2::uuid::text, 'teal', $3)`,
        tenant.workspaceId,
      ),
    view: (tenant) =>
      insert(
        'viw',
        `insert into inbox_views (workspace_id, id, name, filter, place, created_at) values ($1, $2, 'x', '{}', 0, $3)`,
        tenant.workspaceId,
      ),
    bulkAction: (tenant) =>
      insert(
        'blk',
        `insert into bulk_actions (workspace_id, id, actor_kind, actor_id, change, status, undo_until, created_at, finished_at)
         values ($1, $2, 'member', $4, '{"unread":true}', 'done', $3::timestamptz + interval '1 hour', $3, $3)`,
        tenant.workspaceId,
        [tenant.members.owner.memberId],
      ),
  };
}
