import type { MemberPresence, MemberPresenceList, ReportPresenceRequest } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Where members are. */
export function createMemberPresence(http: Transport) {
  return {
    /** Every member of the workspace, with how many open conversations they have. */
    list: (options?: CallOptions) => http.json<MemberPresenceList>({ method: 'GET', path: '/v1/member-presence', ...options }),
    /** Says that one is there; an open dashboard repeats it every 25 seconds. Null for an API key, which is nobody. */
    report: (body: Input<typeof ReportPresenceRequest> = {}, options?: CallOptions) =>
      http.json<MemberPresence | null>({ method: 'POST', path: '/v1/me/presence', json: body, ...options }),
  };
}
