import { contentAad } from '../../src/modules/contact-forms/submit-form.ts';
import { seal } from '../../src/platform/crypto/seal.ts';
import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import type { TestPeople } from '../tenants.ts';
import type { IdFactories } from './world.ts';

/** Factories of what the work on conversations is ordered by: teams, tags, saved views, bulk actions. */
export function workFactories(people: TestPeople): IdFactories {
  const { db, clock } = people.ctx;
  const insert = async (prefix: string, text: string, workspaceId: string, more: readonly unknown[] = []): Promise<string> => {
    const id = systemIds.uuid();
    await sceneQuery(db, { text, values: [workspaceId, id, clock.now(), ...more] });
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
    formMessage: async (tenant) => {
      const id = systemIds.uuid();
      const { primary } = await people.keyring.workspaceKeys(tenant.workspaceId);
      await sceneQuery(db, {
        text: `insert into contact_form_messages (workspace_id, id, submitted_at, state, language, content_sealed) values ($1, $2, $3, 'new', 'en', $4)`,
        values: [
          tenant.workspaceId,
          id,
          clock.now(),
          seal(
            primary,
            contentAad(tenant.workspaceId, id),
            JSON.stringify({ name: 'Wayan', phone: '+62 812-0000-4242', message: 'Hello' }),
          ),
        ],
      });
      return toPublicId('cfm', id);
    },
    view: (tenant) =>
      insert(
        'viw',
        `insert into inbox_views (workspace_id, id, name, filter, place, created_at) values ($1, $2, 'x', '{}', 0, $3)`,
        tenant.workspaceId,
      ),
    privacyRequest: (tenant) =>
      insert(
        'prq',
        `insert into privacy_requests (workspace_id, id, kind, state, channel, language, received_at, clocks, due_at, created_kind, created_at, updated_at)
         values ($1, $2, 'access', 'received', 'api', 'en', $3, '[]', $3::timestamptz + interval '3 days', 'system', $3, $3)`,
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
