import type { EpisodeList, SatisfactionSettings, ServiceLevelSettings, ServiceTargets, StoredSatisfactionSettings } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** What customers may expect, and how each turn of a conversation did. */
export function createServiceLevels(http: Transport) {
  return {
    /** Of the workspace and of the teams and numbers that have their own. */
    get: (options?: CallOptions) => http.json<ServiceLevelSettings>({ method: 'GET', path: '/v1/service-levels', ...options }),
    update: (body: Input<typeof ServiceTargets>, options?: CallOptions) =>
      http.json<ServiceLevelSettings>({ method: 'PUT', path: '/v1/service-levels', json: body, ...options }),
    updateTeam: (teamId: string, body: Input<typeof ServiceTargets>, options?: CallOptions) =>
      http.json<ServiceLevelSettings>({ method: 'PUT', path: pathOf`/v1/service-levels/teams/${teamId}`, json: body, ...options }),
    removeTeam: (teamId: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/service-levels/teams/${teamId}`, ...options }),
    updateNumber: (numberId: string, body: Input<typeof ServiceTargets>, options?: CallOptions) =>
      http.json<ServiceLevelSettings>({ method: 'PUT', path: pathOf`/v1/service-levels/numbers/${numberId}`, json: body, ...options }),
    removeNumber: (numberId: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/service-levels/numbers/${numberId}`, ...options }),
    /** Turns of a conversation, newest first. */
    episodes: (conversationId: string, options?: CallOptions) =>
      http.json<EpisodeList>({ method: 'GET', path: pathOf`/v1/conversations/${conversationId}/episodes`, ...options }),
  };
}

/** The question after a conversation was resolved. */
export function createSatisfaction(http: Transport) {
  return {
    get: (options?: CallOptions) => http.json<StoredSatisfactionSettings>({ method: 'GET', path: '/v1/satisfaction', ...options }),
    update: (body: Input<typeof SatisfactionSettings>, options?: CallOptions) =>
      http.json<StoredSatisfactionSettings>({ method: 'PUT', path: '/v1/satisfaction', json: body, ...options }),
  };
}
