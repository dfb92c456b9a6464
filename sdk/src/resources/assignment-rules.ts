import type { AssignmentRule, AssignmentSettings } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Who gets conversations that belong to nobody. */
export function createAssignmentRules(http: Transport) {
  return {
    /** Of the workspace and of the teams that have their own. */
    get: (options?: CallOptions) => http.json<AssignmentSettings>({ method: 'GET', path: '/v1/assignment-rules', ...options }),
    update: (body: Input<typeof AssignmentRule>, options?: CallOptions) =>
      http.json<AssignmentSettings>({ method: 'PUT', path: '/v1/assignment-rules', json: body, ...options }),
    updateTeam: (teamId: string, body: Input<typeof AssignmentRule>, options?: CallOptions) =>
      http.json<AssignmentSettings>({ method: 'PUT', path: pathOf`/v1/assignment-rules/teams/${teamId}`, json: body, ...options }),
    /** It follows the workspace again. */
    removeTeam: (teamId: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/assignment-rules/teams/${teamId}`, ...options }),
  };
}
