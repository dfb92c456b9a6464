import { permissionsOf } from '@kabar/contract';
import { inviteMember } from '../../src/modules/workspaces/index.ts';
import { systemIds, toPublicId } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import { createTestKey, createTestUser, type TestPeople } from '../tenants.ts';
import { collaborationFactories } from './collaboration-factories.ts';
import { consentFactories } from './consent-factories.ts';
import { contactFactories } from './contact-factories.ts';
import { erasureFactories } from './erasure-factories.ts';
import { inboundFactories } from './inbound-factories.ts';
import { metaFactories } from './meta-factories.ts';
import { promiseFactories } from './promise-factories.ts';
import { registerFactories } from './register-factories.ts';
import { retentionFactories } from './retention-factories.ts';
import { webhookFactories } from './webhook-factories.ts';
import { workFactories } from './work-factories.ts';
import type { IdFactories } from './world.ts';

/** Factories of the kinds that the people modules have. */
export function peopleFactories(people: TestPeople): IdFactories {
  const sessionOf = async (userId: string): Promise<string> => {
    const [row] = await sceneQuery<{ id: string }>(people.ctx.db, {
      text: 'select id from user_sessions where user_id = $1 limit 1',
      values: [userId],
    });
    return toPublicId('ses', row?.id ?? systemIds.uuid());
  };
  return {
    workspace: (tenant) => Promise.resolve(tenant.publicWorkspaceId),
    member: async (tenant) => {
      const { userId } = await createTestUser(people, 'Budi');
      const id = systemIds.uuid();
      await sceneQuery(people.ctx.db, {
        text: `insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, 'agent', $4)`,
        values: [tenant.workspaceId, id, userId, people.clock.now()],
      });
      return toPublicId('mem', id);
    },
    role: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(people.ctx.db, {
        text: `insert into member_roles (workspace_id, id, name, description, permissions, sight, number_ids, team_ids, created_at, updated_at)
               values ($1, $2, $2::uuid::text, '', '{contacts:read}', 'all', '{}', '{}', $3, $3)`,
        values: [tenant.workspaceId, id, people.clock.now()],
      });
      return toPublicId('rol', id);
    },
    invitation: async (tenant) => {
      const { owner } = tenant.members;
      const actor = {
        kind: 'user',
        workspaceId: tenant.workspaceId,
        permissions: new Set(permissionsOf('owner')),
        userId: owner.userId,
        memberId: owner.memberId,
        role: 'owner',
        name: 'Olla',
        email: owner.email,
        isLimited: false,
        sessionId: owner.userId,
      } as const;
      const { id } = await inviteMember(people.workspaces, actor, { email: `${systemIds.uuid()}@example.com`, role: 'agent' });
      return id;
    },
    supportAccess: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(people.ctx.db, {
        text: `insert into support_grants (workspace_id, id, status, level, hours, operator_id, asked_because, asked_at)
               values ($1, $2, 'asked', 'read', 2, $3, 'Webhooks fail', $4)`,
        values: [tenant.workspaceId, id, systemIds.uuid(), people.clock.now()],
      });
      return toPublicId('sac', id);
    },
    session: (tenant) => sessionOf(tenant.members.owner.userId),
    passkey: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(people.ctx.db, {
        text: `insert into user_passkeys (id, user_id, credential_id, public_key, sign_count, transports, is_synced, name, created_at)
               values ($1, $2, $1::uuid::text, '', 0, '{}', false, 'Key', $3)`,
        values: [id, tenant.members.agent.userId, people.clock.now()],
      });
      return toPublicId('psk', id);
    },
    signInDomain: async (tenant) => {
      const id = systemIds.uuid();
      await sceneQuery(people.ctx.db, {
        text: `insert into single_sign_on_domains (workspace_id, id, domain, token, created_at) values ($1, $2, $3, 'token', $4)`,
        values: [tenant.workspaceId, id, `${id}.example`, people.clock.now()],
      });
      return toPublicId('sdm', id);
    },
    apiKey: async (tenant) => (await createTestKey(people, tenant, ['messages:read'])).id,
    request: async (tenant) => {
      const id = systemIds.uuid();
      const at = new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
      await sceneQuery(people.ctx.db, {
        text: `insert into request_log (workspace_id, at, id, method, route, status, duration_ms, ip, user_id, is_replay)
               values ($1, $2, $3, 'GET', '/v1/workspace', 200, 3, '192.0.2.10', $4, false)`,
        values: [tenant.workspaceId, at, id, tenant.members.owner.userId],
      });
      return toPublicId('req', id);
    },
  };
}

/** Every factory. A module with a new kind of id adds its own here; its routes are then checked without further ado. */
export function idFactories(people: TestPeople): IdFactories {
  return {
    ...peopleFactories(people),
    ...metaFactories(people),
    ...inboundFactories(people),
    ...workFactories(people),
    ...webhookFactories(people),
    ...collaborationFactories(people),
    ...consentFactories(people),
    ...contactFactories(people),
    ...registerFactories(people),
    ...promiseFactories(people),
    ...erasureFactories(people),
    ...retentionFactories(people),
  };
}
