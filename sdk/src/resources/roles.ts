import type { CreateRoleRequest, DeleteRoleQuery, RoleList, UpdateRoleRequest, WorkspaceRole } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** What members may do and see: the four built-in roles, and those a workspace makes. */
export function createRoles(http: Transport) {
  return {
    /** The built-in roles first, then those of the workspace by name; at most 54. */
    list: (options?: CallOptions) => http.json<RoleList>({ method: 'GET', path: '/v1/roles', ...options }),
    get: (id: string, options?: CallOptions) => http.json<WorkspaceRole>({ method: 'GET', path: pathOf`/v1/roles/${id}`, ...options }),
    /** Errors: `role_too_high` for something you may not do yourself. */
    create: (body: Input<typeof CreateRoleRequest>, options?: CallOptions) =>
      http.json<WorkspaceRole>({ method: 'POST', path: '/v1/roles', json: body, ...options }),
    /** Counts at once for everybody who has it. Errors: `role_too_high`. */
    update: (id: string, body: Input<typeof UpdateRoleRequest>, options?: CallOptions) =>
      http.json<WorkspaceRole>({ method: 'PATCH', path: pathOf`/v1/roles/${id}`, json: body, ...options }),
    /** Errors: `role_in_use` without `move_to` while somebody has it. */
    remove: (id: string, query?: Input<typeof DeleteRoleQuery>, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/roles/${id}`, query, ...options }),
  };
}
