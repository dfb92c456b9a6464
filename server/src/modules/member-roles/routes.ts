import {
  CreateRoleRequest,
  DeleteRoleQuery,
  ID_PREFIXES,
  idSchema,
  Member,
  RoleList,
  UpdateMemberLimitsRequest,
  UpdateRoleRequest,
  WorkspaceRole,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { changeRole, createRole, deleteRole } from './change-role.ts';
import { limitMember } from './limit-member.ts';
import { getRole, listRoles } from './list-roles.ts';
import type { MemberRolesContext } from './member-roles-context.ts';

const roleParams = z.object({ id: idSchema('role') });
const memberParams = z.object({ id: idSchema('member') });

/** Routes of roles and of what single members are limited to. */
export function memberRolesRoutes(ctx: MemberRolesContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/roles',
      summary: 'List roles',
      description: 'The four built-in ones and those of the workspace, with what each allows and lets its members see.',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:read',
      responses: { 200: RoleList },
      handler: async ({ actor }) => ({ data: await listRoles(ctx, actor.workspaceId) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/roles/:id',
      summary: 'Get a role of the workspace',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:read',
      params: roleParams,
      responses: { 200: WorkspaceRole },
      handler: ({ actor, params }) => getRole(ctx, actor.workspaceId, uuidOf('role', params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/roles',
      stepUp: true,
      summary: 'Make a role',
      description:
        'It can allow at most what you may do yourself. A role that does not see everything cannot allow what concerns the whole workspace. A workspace has at most 50 roles of its own.',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:write',
      body: CreateRoleRequest,
      responses: { 201: WorkspaceRole },
      handler: ({ actor, body }) => createRole(ctx, actor, body),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/roles/:id',
      stepUp: true,
      summary: 'Change a role',
      description:
        'Counts at once for everybody who has it. API keys that they made lose what the role no longer allows, and do not get it back by themselves.',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:write',
      params: roleParams,
      body: UpdateRoleRequest,
      responses: { 200: WorkspaceRole },
      handler: ({ actor, params, body }) => changeRole(ctx, actor, uuidOf('role', params.id), body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/roles/:id',
      stepUp: true,
      summary: 'Delete a role',
      description:
        'Members and open invitations that have it get the role in `move_to`. Without it the request is refused while there are any.',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:write',
      params: roleParams,
      query: DeleteRoleQuery,
      responses: { 204: null },
      handler: ({ actor, params, query }) => deleteRole(ctx, actor, uuidOf('role', params.id), query.move_to ?? null),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/members/:id/limits',
      stepUp: true,
      summary: 'Limit what a member sees',
      description:
        'To conversations on chosen numbers or of chosen teams, beside what their role says; what is assigned to them they always see. A limited member has nothing that concerns the whole workspace, whatever their role allows. Owners cannot be limited.',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:write',
      params: memberParams,
      body: UpdateMemberLimitsRequest,
      responses: { 200: Member },
      handler: ({ actor, params, body }) => limitMember(ctx, actor, uuidOf('member', params.id), body),
    }),
  ];
}

function uuidOf(kind: 'role' | 'member', id: string): string {
  const uuid = fromPublicId(ID_PREFIXES[kind], id);
  if (uuid === null) throw new AppError('not_found');
  return uuid;
}
