import { Closure, CloseWorkspaceRequest, GetClosureResponse } from '@kabar/contract';
import { defineRoute, type Route } from '#platform/http/route';
import { closeWorkspace, getClosure, reopenWorkspace } from './close-workspace.ts';
import type { ClosuresContext } from './closures-context.ts';

const common = { tag: 'Workspaces', auth: 'workspace' } as const;

/** Routes of closing a workspace. */
export function closuresRoutes(ctx: ClosuresContext): Route[] {
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/workspace/closure',
      summary: 'Get the closing of the workspace',
      description: 'When the workspace will be deleted; null while it is open.',
      permission: 'workspace:read',
      responses: { 200: GetClosureResponse },
      handler: async ({ actor }) => ({ closure: await getClosure(ctx, actor.workspaceId) }),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/workspace/closure',
      stepUp: true,
      summary: 'Close the workspace',
      description:
        'From now on it can be read and exported only, and nothing is sent. After 30 days everything in it is deleted; until then an owner can take it back.',
      permission: 'workspace:close',
      whileClosing: true,
      body: CloseWorkspaceRequest,
      responses: { 200: Closure },
      handler: ({ actor, body }) => closeWorkspace(ctx, actor, body),
    }),
    defineRoute({
      ...common,
      method: 'DELETE',
      path: '/v1/workspace/closure',
      summary: 'Reopen the workspace',
      description: 'Takes the closing back; everything works again as before.',
      permission: 'workspace:close',
      whileClosing: true,
      responses: { 204: null },
      handler: ({ actor }) => reopenWorkspace(ctx, actor),
    }),
  ];
}
