import type { CreateEvidenceRequest, Evidence, EvidenceList, PromiseBoard, UpdateEvidenceRequest } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Every sentence that a notice may contain, what shows that it is true, and dated evidence. */
export function createPromises(http: Transport) {
  return {
    /** All 297, each with its proofs and what came of them. */
    get: (options?: CallOptions) => http.json<PromiseBoard>({ method: 'GET', path: '/v1/promises', ...options }),
    /** Looks into the installation now. */
    check: (options?: CallOptions) => http.json<PromiseBoard>({ method: 'POST', path: '/v1/promises/check', ...options }),
    evidence: {
      list: (options?: CallOptions) => http.json<EvidenceList>({ method: 'GET', path: '/v1/evidence', ...options }),
      add: (body: Input<typeof CreateEvidenceRequest>, options?: CallOptions) =>
        http.json<Evidence>({ method: 'POST', path: '/v1/evidence', json: body, ...options }),
      change: (id: string, body: Input<typeof UpdateEvidenceRequest>, options?: CallOptions) =>
        http.json<Evidence>({ method: 'PATCH', path: pathOf`/v1/evidence/${id}`, json: body, ...options }),
      remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/evidence/${id}`, ...options }),
    },
  };
}

/** The same for the installation itself; for operators. */
export function createOperatorPromises(http: Transport) {
  return {
    get: (options?: CallOptions) => http.json<PromiseBoard>({ method: 'GET', path: '/v1/operator/promises', ...options }),
    check: (options?: CallOptions) => http.json<PromiseBoard>({ method: 'POST', path: '/v1/operator/promises/check', ...options }),
    evidence: {
      list: (options?: CallOptions) => http.json<EvidenceList>({ method: 'GET', path: '/v1/operator/evidence', ...options }),
      add: (body: Input<typeof CreateEvidenceRequest>, options?: CallOptions) =>
        http.json<Evidence>({ method: 'POST', path: '/v1/operator/evidence', json: body, ...options }),
      change: (id: string, body: Input<typeof UpdateEvidenceRequest>, options?: CallOptions) =>
        http.json<Evidence>({ method: 'PATCH', path: pathOf`/v1/operator/evidence/${id}`, json: body, ...options }),
      remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/operator/evidence/${id}`, ...options }),
    },
  };
}
