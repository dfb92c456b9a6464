import type {
  Closure,
  CloseWorkspaceRequest,
  CreateWorkspaceRequest,
  Export,
  GetClosureResponse,
  SignInRules,
  UpdateSecondFactorRuleRequest,
  UpdateWorkspaceRequest,
  Workspace,
} from '@kabar/contract';
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
    /** What the workspace asks of sign-ins, and which members have no second factor. */
    getSignInRules: (options?: CallOptions) => http.json<SignInRules>({ method: 'GET', path: '/v1/workspace/sign-in-rules', ...options }),
    /** Errors: `second_factor_required` for whoever has none, `step_up_required`. */
    requireSecondFactor: (body: Input<typeof UpdateSecondFactorRuleRequest>, options?: CallOptions) =>
      http.json<SignInRules>({ method: 'PUT', path: '/v1/workspace/sign-in-rules/second-factor', json: body, ...options }),
    /** When the workspace will be deleted; `closure` is null while it is open. */
    closure: (options?: CallOptions) => http.json<GetClosureResponse>({ method: 'GET', path: '/v1/workspace/closure', ...options }),
    /** From now on it can be read and exported only; after 30 days everything in it is deleted. */
    close: (body: Input<typeof CloseWorkspaceRequest>, options?: CallOptions) =>
      http.json<Closure>({ method: 'POST', path: '/v1/workspace/closure', json: body, ...options }),
    /** Takes the closing back. Errors: `not_found` when it is open, or its deletion has begun. */
    reopen: (options?: CallOptions) => http.done({ method: 'DELETE', path: '/v1/workspace/closure', ...options }),
    /** Orders a ZIP of everything in the workspace; see `exports` for the rest. */
    export: (options?: CallOptions) => http.json<Export>({ method: 'POST', path: '/v1/workspace/exports', ...options }),
  };
}
