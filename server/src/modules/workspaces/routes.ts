import {
  CreateInvitationRequest,
  CreateWorkspaceRequest,
  ID_PREFIXES,
  idSchema,
  Invitation,
  InvitationPreview,
  InvitationToken,
  Me,
  Member,
  pageOf,
  PageQuery,
  SignInRules,
  UpdateMemberRequest,
  UpdateSecondFactorRuleRequest,
  UpdateMeRequest,
  UpdateWorkspaceRequest,
  Workspace,
} from '@kabar/contract';
import { z } from 'zod';
import { countFlow, updateProfile } from '#modules/users';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { acceptInvitation, previewInvitation } from './accept-invitation.ts';
import { changeMemberRole, removeMember } from './change-member.ts';
import { createWorkspace } from './create-workspace.ts';
import { getMe } from './get-me.ts';
import { getWorkspace } from './get-workspace.ts';
import { inviteMember } from './invite-member.ts';
import { listInvitations } from './list-invitations.ts';
import { listMembers } from './list-members.ts';
import { presentSignInRules, requireSecondFactor } from './sign-in-rules.ts';
import { updateWorkspace } from './update-workspace.ts';
import { withdrawInvitation } from './withdraw-invitation.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

const memberParams = z.object({ id: idSchema('member') });
const invitationParams = z.object({ id: idSchema('invitation') });

/** Routes of the signed-in person, workspaces, members and invitations. */
export function workspacesRoutes(ctx: WorkspacesContext): Route[] {
  return [...personRoutes(ctx), ...workspaceRoutes(ctx), ...signInRoutes(ctx), ...memberRoutes(ctx), ...invitationRoutes(ctx)];
}

function personRoutes(ctx: WorkspacesContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/me',
      summary: 'Get the signed-in person',
      description: 'With every workspace they belong to and what they may do there.',
      tag: 'Account',
      auth: 'person',
      responses: { 200: Me },
      handler: ({ actor }) => getMe(ctx, actor),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/me',
      summary: 'Change the own name or language',
      tag: 'Account',
      auth: 'person',
      body: UpdateMeRequest,
      responses: { 200: Me },
      handler: async ({ actor, body }) => {
        await updateProfile(ctx.users, actor.userId, body);
        return getMe(ctx, actor);
      },
    }),
  ];
}

function workspaceRoutes(ctx: WorkspacesContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/workspaces',
      summary: 'Create a workspace',
      description: 'The signed-in person becomes its owner.',
      tag: 'Workspaces',
      auth: 'person',
      body: CreateWorkspaceRequest,
      responses: { 201: Workspace },
      handler: async ({ actor, body }) => {
        // It would belong to somebody whom only another company vouches for, and open to no session they have.
        if (actor.singleSignOnWorkspaceId !== null) throw new AppError('other_sign_in_required');
        return (await createWorkspace(ctx, actor, body)).workspace;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/workspace',
      summary: 'Get the workspace',
      tag: 'Workspaces',
      auth: 'workspace',
      permission: 'workspace:read',
      responses: { 200: Workspace },
      handler: ({ actor }) => getWorkspace(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/workspace',
      summary: 'Change the workspace',
      tag: 'Workspaces',
      auth: 'workspace',
      permission: 'workspace:write',
      body: UpdateWorkspaceRequest,
      responses: { 200: Workspace },
      handler: ({ actor, body }) => updateWorkspace(ctx, actor, body),
    }),
  ];
}

function signInRoutes(ctx: WorkspacesContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/workspace/sign-in-rules',
      summary: 'See what the workspace asks of sign-ins',
      description: 'And which members have no second factor yet.',
      tag: 'Workspaces',
      auth: 'workspace',
      permission: 'members:write',
      responses: { 200: SignInRules },
      handler: ({ actor }) => presentSignInRules(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/workspace/sign-in-rules/second-factor',
      summary: 'Require a second factor of every member, or no longer',
      description: 'Whoever asks others for it must have one.',
      tag: 'Workspaces',
      auth: 'workspace',
      permission: 'workspace:sign_in',
      stepUp: true,
      body: UpdateSecondFactorRuleRequest,
      responses: { 200: SignInRules },
      handler: ({ actor, body }) => {
        // No API key carries this permission; this says so a second time.
        if (actor.kind !== 'user') throw new AppError('permission_denied', { details: { permission: 'workspace:sign_in' } });
        return requireSecondFactor(ctx, actor, { isRequired: body.is_required, graceDays: body.grace_days });
      },
    }),
  ];
}

function memberRoutes(ctx: WorkspacesContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/members',
      summary: 'List members',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:read',
      query: PageQuery,
      responses: { 200: pageOf(Member) },
      handler: ({ actor, query }) => listMembers(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/members/:id',
      stepUp: true,
      summary: "Change a member's role",
      description:
        'Nobody gives a role that allows more than they may do, or changes somebody who may do more; a workspace keeps an owner. API keys that the member made lose what the member may no longer do.',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:write',
      params: memberParams,
      body: UpdateMemberRequest,
      responses: { 200: Member },
      handler: ({ actor, params, body }) => changeMemberRole(ctx, actor, uuidOf('member', params.id), body.role),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/members/:id',
      stepUp: true,
      whileClosing: true,
      summary: 'Remove a member',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:write',
      params: memberParams,
      responses: { 204: null },
      handler: ({ actor, params }) => removeMember(ctx, actor, uuidOf('member', params.id)),
    }),
  ];
}

function invitationRoutes(ctx: WorkspacesContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/invitations',
      summary: 'List invitations',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:write',
      query: PageQuery,
      responses: { 200: pageOf(Invitation) },
      handler: ({ actor, query }) => listInvitations(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/invitations',
      stepUp: true,
      summary: 'Invite somebody',
      description: 'Mails a link that works for 7 days, for this address only.',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:write',
      body: CreateInvitationRequest,
      responses: { 201: Invitation },
      handler: ({ actor, body }) => inviteMember(ctx, actor, body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/invitations/:id',
      summary: 'Withdraw an invitation',
      tag: 'Members',
      auth: 'workspace',
      permission: 'members:write',
      params: invitationParams,
      responses: { 204: null },
      handler: ({ actor, params }) => withdrawInvitation(ctx, actor, uuidOf('invitation', params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/invitations/preview',
      summary: 'See what an invitation is for',
      description: 'Takes the token of the mail; needs no session.',
      tag: 'Members',
      auth: 'public',
      body: InvitationToken,
      responses: { 200: InvitationPreview },
      handler: async ({ body, clientIp }) => {
        await countFlow(ctx.users, clientIp);
        return previewInvitation(ctx, body.token);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/invitations/accept',
      summary: 'Accept an invitation',
      description: 'Joins the workspace as the signed-in person, whose e-mail must be the invited one.',
      tag: 'Members',
      auth: 'person',
      body: InvitationToken,
      responses: { 204: null },
      handler: ({ actor, body }) => acceptInvitation(ctx, actor, body.token),
    }),
  ];
}

function uuidOf(kind: 'member' | 'invitation', id: string): string {
  const uuid = fromPublicId(ID_PREFIXES[kind], id);
  if (uuid === null) throw new AppError('not_found');
  return uuid;
}
