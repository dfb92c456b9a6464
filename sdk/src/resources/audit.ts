import type { AuditEntry, Page } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import type { Transport } from '../transport.ts';
import type { CallOptions, PageRequest } from '../wire-types.ts';

/** The audit log of the workspace, newest first. */
export function createAudit(http: Transport) {
  const list = (query?: PageRequest, options?: CallOptions) =>
    http.json<Page<AuditEntry>>({ method: 'GET', path: '/v1/audit', query, ...options });
  return {
    list,
    each: (query?: PageRequest, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
  };
}
