import type { CreateTeamRequest, Team, TeamList, UpdateTeamRequest, UpdateVisibilityRuleRequest, VisibilityRule } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Teams of members, and how much of the inbox agents see. */
export function createTeams(http: Transport) {
  return {
    /** All teams by name; at most 200. */
    list: (options?: CallOptions) => http.json<TeamList>({ method: 'GET', path: '/v1/teams', ...options }),
    get: (id: string, options?: CallOptions) => http.json<Team>({ method: 'GET', path: pathOf`/v1/teams/${id}`, ...options }),
    create: (body: Input<typeof CreateTeamRequest>, options?: CallOptions) =>
      http.json<Team>({ method: 'POST', path: '/v1/teams', json: body, ...options }),
    update: (id: string, body: Input<typeof UpdateTeamRequest>, options?: CallOptions) =>
      http.json<Team>({ method: 'PATCH', path: pathOf`/v1/teams/${id}`, json: body, ...options }),
    /** Its conversations belong to no team from then on. */
    remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/teams/${id}`, ...options }),
    visibility: (options?: CallOptions) => http.json<VisibilityRule>({ method: 'GET', path: '/v1/visibility', ...options }),
    setVisibility: (body: Input<typeof UpdateVisibilityRuleRequest>, options?: CallOptions) =>
      http.json<VisibilityRule>({ method: 'PUT', path: '/v1/visibility', json: body, ...options }),
  };
}
