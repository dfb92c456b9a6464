import type { AuditEntry, AuditState, AuditVerification, ListAuditQuery, Page } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import type { Transport } from '../transport.ts';
import type { CallOptions, Query } from '../wire-types.ts';

/** The audit log of the workspace, newest first. */
export function createAudit(http: Transport) {
  const list = (query?: Query<ListAuditQuery>, options?: CallOptions) =>
    http.json<Page<AuditEntry>>({ method: 'GET', path: '/v1/audit', query, ...options });
  return {
    list,
    each: (query?: Query<ListAuditQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** How many entries there are, what the last verification found, and the newest signed checkpoint. */
    state: (options?: CallOptions) => http.json<AuditState>({ method: 'GET', path: '/v1/audit/state', ...options }),
    /** Recomputes the chain and compares it with every checkpoint outside the database. */
    verify: (options?: CallOptions) => http.json<AuditVerification>({ method: 'POST', path: '/v1/audit/verify', ...options }),
    /** The narrowed log as a file. */
    export: (query?: Omit<Query<ListAuditQuery>, 'cursor' | 'limit'> & { format?: 'csv' | 'jsonl' }, options?: CallOptions) =>
      http.blob({ method: 'GET', path: '/v1/audit/export', query, accept: '*/*', ...options }),
  };
}
