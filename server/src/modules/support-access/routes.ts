import {
  AskForSupportRequest,
  CurrentSupportAccess,
  EnteredWorkspace,
  GrantSupportRequest,
  ID_PREFIXES,
  idSchema,
  OperatorSupportAccess,
  pageOf,
  PageQuery,
  SupportAccess,
  SupportSettings,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { declineAccess, endAccess, getCurrent, getSettings, grantAccess, listAccess, putSettings } from './grant-access.ts';
import {
  askForAccess,
  enterWorkspace,
  finishAccess,
  leaveWorkspace,
  listEntered,
  listForOperator,
  withdrawRequest,
} from './operator-side.ts';
import type { SupportContext } from './support-context.ts';

const params = z.object({ id: idSchema('supportAccess') });

/** Routes by which a workspace lets operators in, and by which operators come in. */
export function supportRoutes(ctx: SupportContext): Route[] {
  return [...workspaceRoutes(ctx), ...operatorRoutes(ctx)];
}

function workspaceRoutes(ctx: SupportContext): Route[] {
  const common = { tag: 'Support access', auth: 'workspace', permission: 'support:grant' } as const;
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/support-access/current',
      summary: 'See whether operators are let in now',
      description: 'And which of them ask to be. Every member sees this.',
      permission: 'workspace:read',
      responses: { 200: CurrentSupportAccess },
      handler: ({ actor }) => getCurrent(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/support-access',
      summary: 'List every time that operators were let in',
      description:
        'Newest first, with who was inside and how much they read. What they read stands in the audit log under the id of the access.',
      query: PageQuery,
      responses: { 200: pageOf(SupportAccess) },
      handler: ({ actor, query }) => listAccess(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/support-access',
      stepUp: true,
      summary: 'Let operators in for some hours',
      description:
        'Any operator of the installation, or only the one whose request this answers. They see what an admin sees, without keys, exports and the audit log, and every request of theirs stands in the audit log. Owners get a mail. The address list of the workspace does not hold for them.',
      body: GrantSupportRequest,
      responses: { 201: SupportAccess },
      handler: ({ actor, body }) => grantAccess(ctx, actor, body),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/support-access/:id/decline',
      summary: 'Say no to an operator who asks',
      whileClosing: true,
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => declineAccess(ctx, actor, uuidOf(id)),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/support-access/:id/end',
      summary: 'End support access',
      description: 'At once: whoever is inside is out, with their open streams and downloads.',
      whileClosing: true,
      params,
      responses: { 200: SupportAccess },
      handler: ({ actor, params: { id } }) => endAccess(ctx, actor, uuidOf(id)),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/support-access/settings',
      summary: 'Get the rule for letting operators in',
      responses: { 200: SupportSettings },
      handler: ({ actor }) => getSettings(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...common,
      method: 'PUT',
      path: '/v1/support-access/settings',
      stepUp: true,
      summary: 'Change the rule for letting operators in',
      body: SupportSettings,
      responses: { 200: SupportSettings },
      handler: ({ actor, body }) => putSettings(ctx, actor, body),
    }),
  ];
}

function operatorRoutes(ctx: SupportContext): Route[] {
  const common = { tag: 'Operators', auth: 'operator' } as const;
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/operator/support-access',
      summary: 'List the workspaces that let you in, and what you asked for',
      description: 'Nothing of a workspace but its name. Newest first, at most 100.',
      responses: { 200: z.object({ data: z.array(OperatorSupportAccess) }) },
      handler: async ({ actor }) => ({ data: await listForOperator(ctx, actor) }),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/operator/support-access',
      summary: 'Ask a workspace to be let in',
      description: 'Its owners get a mail with your name and reason. An owner or admin answers.',
      body: AskForSupportRequest,
      responses: { 201: OperatorSupportAccess },
      handler: ({ actor, body }) => askForAccess(ctx, actor, body),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/operator/support-access/entered',
      summary: 'List the workspaces this session is inside',
      responses: { 200: z.object({ data: z.array(EnteredWorkspace) }) },
      handler: async ({ actor }) => ({ data: await listEntered(ctx, actor) }),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/operator/support-access/:id/enter',
      stepUp: true,
      summary: 'Go into a workspace that lets you in',
      description: 'With this session alone, and only with a second factor. From then on the header `Kabar-Workspace` opens it to reading.',
      params,
      responses: { 200: EnteredWorkspace },
      handler: ({ actor, params: { id } }) => enterWorkspace(ctx, actor, uuidOf(id)),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/operator/support-access/:id/leave',
      summary: 'Go out of a workspace',
      description: 'With this session. The access itself goes on until its end.',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => leaveWorkspace(ctx, actor, uuidOf(id)),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/operator/support-access/:id/finish',
      summary: 'End an access before its time',
      description: 'Because the work is done. Nobody comes in by it any more.',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => finishAccess(ctx, actor, uuidOf(id)),
    }),
    defineRoute({
      ...common,
      method: 'DELETE',
      path: '/v1/operator/support-access/:id',
      summary: 'Take a request back',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => withdrawRequest(ctx, actor, uuidOf(id)),
    }),
  ];
}

function uuidOf(id: string): string {
  const uuid = fromPublicId(ID_PREFIXES.supportAccess, id);
  if (uuid === null) throw new AppError('not_found');
  return uuid;
}
