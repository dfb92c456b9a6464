import type { Member, Page, UpdateMemberLimitsRequest, UpdateMemberRequest } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, PageRequest } from '../wire-types.ts';

/** People of the workspace. */
export function createMembers(http: Transport) {
  const list = (query?: PageRequest, options?: CallOptions) =>
    http.json<Page<Member>>({ method: 'GET', path: '/v1/members', query, ...options });
  return {
    list,
    each: (query?: PageRequest, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** Changes the role. Errors: `role_too_high`, `last_owner`. */
    update: (id: string, body: Input<typeof UpdateMemberRequest>, options?: CallOptions) =>
      http.json<Member>({ method: 'PATCH', path: pathOf`/v1/members/${id}`, json: body, ...options }),
    /** Limits what they see to chosen numbers and teams, beside what their role says; null lifts that. Errors: `role_too_high`. */
    setLimits: (id: string, body: Input<typeof UpdateMemberLimitsRequest>, options?: CallOptions) =>
      http.json<Member>({ method: 'PUT', path: pathOf`/v1/members/${id}/limits`, json: body, ...options }),
    /** Takes the person out of the workspace. Errors: `role_too_high`, `last_owner`. */
    remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/members/${id}`, ...options }),
  };
}
