import type { CreateWorkspaceRequest, UpdateWorkspaceRequest, Workspace } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Workspaces; `get` and `update` mean the one this client works in. */
export function createWorkspaces(http: Transport) {
  return {
    /** Makes a workspace with the signed-in person as its owner. Errors: `slug_taken`. */
    create: (body: Input<typeof CreateWorkspaceRequest>, options?: CallOptions) =>
      http.json<Workspace>({ method: 'POST', path: '/v1/workspaces', json: body, ...options }),
    get: (options?: CallOptions) => http.json<Workspace>({ method: 'GET', path: '/v1/workspace', ...options }),
    update: (body: Input<typeof UpdateWorkspaceRequest>, options?: CallOptions) =>
      http.json<Workspace>({ method: 'PATCH', path: '/v1/workspace', json: body, ...options }),
  };
}
