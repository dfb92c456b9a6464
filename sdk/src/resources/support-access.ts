import type {
  AskForSupportRequest,
  CurrentSupportAccess,
  EnteredWorkspace,
  GrantSupportRequest,
  OperatorSupportAccess,
  Page,
  PageQuery,
  SupportAccess,
  SupportSettings,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Operators of the installation in the workspace: letting them in for a time, and ending that. For people, never for keys. */
export function createSupportAccess(http: Transport) {
  const path = '/v1/support-access';
  const list = (query?: Query<PageQuery>, options?: CallOptions) =>
    http.json<Page<SupportAccess>>({ method: 'GET', path, query, ...options });
  return {
    list,
    each: (query?: Query<PageQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** What goes on now, and which operators ask. */
    current: (options?: CallOptions) => http.json<CurrentSupportAccess>({ method: 'GET', path: `${path}/current`, ...options }),
    /** Lets operators in. Errors: `step_up_required`, `support_request_needed`, `support_access_open`. */
    grant: (body: Input<typeof GrantSupportRequest>, options?: CallOptions) =>
      http.json<SupportAccess>({ method: 'POST', path, json: body, ...options }),
    decline: (id: string, options?: CallOptions) =>
      http.done({ method: 'POST', path: pathOf`/v1/support-access/${id}/decline`, ...options }),
    /** Ends it at once, with open streams and downloads. */
    end: (id: string, options?: CallOptions) =>
      http.json<SupportAccess>({ method: 'POST', path: pathOf`/v1/support-access/${id}/end`, ...options }),
    settings: (options?: CallOptions) => http.json<SupportSettings>({ method: 'GET', path: `${path}/settings`, ...options }),
    changeSettings: (body: Input<typeof SupportSettings>, options?: CallOptions) =>
      http.json<SupportSettings>({ method: 'PUT', path: `${path}/settings`, json: body, ...options }),
  };
}

/** For operators: asking a workspace to be let in, and going in and out of those that did. */
export function createOperatorSupport(http: Transport) {
  const path = '/v1/operator/support-access';
  return {
    list: (options?: CallOptions) => http.json<{ data: OperatorSupportAccess[] }>({ method: 'GET', path, ...options }),
    /** The workspaces that this session is inside. */
    entered: (options?: CallOptions) => http.json<{ data: EnteredWorkspace[] }>({ method: 'GET', path: `${path}/entered`, ...options }),
    ask: (body: Input<typeof AskForSupportRequest>, options?: CallOptions) =>
      http.json<OperatorSupportAccess>({ method: 'POST', path, json: body, ...options }),
    /** Goes in with this session. Errors: `step_up_required`, `second_factor_required`, `not_found` when it is not open. */
    enter: (id: string, options?: CallOptions) =>
      http.json<EnteredWorkspace>({ method: 'POST', path: pathOf`/v1/operator/support-access/${id}/enter`, ...options }),
    leave: (id: string, options?: CallOptions) =>
      http.done({ method: 'POST', path: pathOf`/v1/operator/support-access/${id}/leave`, ...options }),
    /** Ends the access before its time. */
    finish: (id: string, options?: CallOptions) =>
      http.done({ method: 'POST', path: pathOf`/v1/operator/support-access/${id}/finish`, ...options }),
    /** Takes a request back. */
    withdraw: (id: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/operator/support-access/${id}`, ...options }),
  };
}
