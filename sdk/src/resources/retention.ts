import type {
  AskSealedOpeningRequest,
  CreateHoldRequest,
  DecideSealedOpeningRequest,
  ListHoldsQuery,
  ListRetentionRunsQuery,
  ListSealedOpeningsQuery,
  Page,
  PreviewRetentionRequest,
  ReleaseHoldRequest,
  RetentionHold,
  RetentionPreview,
  RetentionRun,
  RetentionState,
  SaveRetentionRequest,
  SealedOpening,
  UpdateHoldRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** How long what is kept, what was removed, and what is held. */
export function createRetention(http: Transport) {
  const listRuns = (query?: Query<ListRetentionRunsQuery>, options?: CallOptions) =>
    http.json<Page<RetentionRun>>({ method: 'GET', path: '/v1/privacy/retention/runs', query, ...options });
  const listHolds = (query?: Query<ListHoldsQuery>, options?: CallOptions) =>
    http.json<Page<RetentionHold>>({ method: 'GET', path: '/v1/privacy/holds', query, ...options });
  const listOpenings = (query?: Query<ListSealedOpeningsQuery>, options?: CallOptions) =>
    http.json<Page<SealedOpening>>({ method: 'GET', path: '/v1/privacy/sealed/openings', query, ...options });
  return {
    get: (options?: CallOptions) => http.json<RetentionState>({ method: 'GET', path: '/v1/privacy/retention', ...options }),
    /** Refused with `retention_impossible` and both rules when it cannot be true. What it removes does not come back. */
    save: (body: Input<typeof SaveRetentionRequest>, options?: CallOptions) =>
      http.json<RetentionState>({ method: 'PUT', path: '/v1/privacy/retention', json: body, ...options }),
    /** What a policy would mean and remove; changes nothing. */
    preview: (body: Input<typeof PreviewRetentionRequest>, options?: CallOptions) =>
      http.json<RetentionPreview>({ method: 'POST', path: '/v1/privacy/retention/preview', json: body, reads: true, ...options }),
    /** Receipts of sweeps. */
    runs: {
      list: listRuns,
      each: (query?: Query<ListRetentionRunsQuery>, options?: CallOptions) => eachRow(query, (page) => listRuns(page, options)),
      get: (id: string, options?: CallOptions) =>
        http.json<RetentionRun>({ method: 'GET', path: pathOf`/v1/privacy/retention/runs/${id}`, ...options }),
    },
    /** Opening records of the sealed tier: one member asks, another approves, the one who asked downloads. */
    openings: {
      list: listOpenings,
      each: (query?: Query<ListSealedOpeningsQuery>, options?: CallOptions) => eachRow(query, (page) => listOpenings(page, options)),
      ask: (body: Input<typeof AskSealedOpeningRequest>, options?: CallOptions) =>
        http.json<SealedOpening>({ method: 'POST', path: '/v1/privacy/sealed/openings', json: body, ...options }),
      decide: (id: string, body: Input<typeof DecideSealedOpeningRequest>, options?: CallOptions) =>
        http.json<SealedOpening>({ method: 'POST', path: pathOf`/v1/privacy/sealed/openings/${id}/decide`, json: body, ...options }),
      /** JSON lines, for whoever asked, for 24 hours after the approval. */
      file: (id: string, options?: CallOptions) =>
        http.blob({ method: 'GET', path: pathOf`/v1/privacy/sealed/openings/${id}/file`, accept: '*/*', ...options }),
    },
    holds: {
      list: listHolds,
      each: (query?: Query<ListHoldsQuery>, options?: CallOptions) => eachRow(query, (page) => listHolds(page, options)),
      create: (body: Input<typeof CreateHoldRequest>, options?: CallOptions) =>
        http.json<RetentionHold>({ method: 'POST', path: '/v1/privacy/holds', json: body, ...options }),
      update: (id: string, body: Input<typeof UpdateHoldRequest>, options?: CallOptions) =>
        http.json<RetentionHold>({ method: 'PATCH', path: pathOf`/v1/privacy/holds/${id}`, json: body, ...options }),
      release: (id: string, body: Input<typeof ReleaseHoldRequest>, options?: CallOptions) =>
        http.json<RetentionHold>({ method: 'POST', path: pathOf`/v1/privacy/holds/${id}/release`, json: body, ...options }),
    },
  };
}
