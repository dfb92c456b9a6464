import type {
  CreateHoldRequest,
  ListHoldsQuery,
  ListRetentionRunsQuery,
  Page,
  PreviewRetentionRequest,
  ReleaseHoldRequest,
  RetentionHold,
  RetentionPreview,
  RetentionRun,
  RetentionState,
  SaveRetentionRequest,
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
  return {
    get: (options?: CallOptions) => http.json<RetentionState>({ method: 'GET', path: '/v1/privacy/retention', ...options }),
    /** Refused with `retention_impossible` and both rules when it cannot be true. What it removes does not come back. */
    save: (body: Input<typeof SaveRetentionRequest>, options?: CallOptions) =>
      http.json<RetentionState>({ method: 'PUT', path: '/v1/privacy/retention', json: body, ...options }),
    /** What a policy would mean and remove; changes nothing. */
    preview: (body: Input<typeof PreviewRetentionRequest>, options?: CallOptions) =>
      http.json<RetentionPreview>({ method: 'POST', path: '/v1/privacy/retention/preview', json: body, ...options }),
    /** Receipts of sweeps. */
    runs: {
      list: listRuns,
      each: (query?: Query<ListRetentionRunsQuery>, options?: CallOptions) => eachRow(query, (page) => listRuns(page, options)),
      get: (id: string, options?: CallOptions) =>
        http.json<RetentionRun>({ method: 'GET', path: pathOf`/v1/privacy/retention/runs/${id}`, ...options }),
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
