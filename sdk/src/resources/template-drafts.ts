import type { CreateTemplateDraftRequest, Page, Template, TemplateDraft, UpdateTemplateDraftRequest } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, PageRequest } from '../wire-types.ts';

/** Templates that are being written; one draft per language. */
export function createTemplateDrafts(http: Transport) {
  const list = (query?: PageRequest, options?: CallOptions) =>
    http.json<Page<TemplateDraft>>({ method: 'GET', path: '/v1/template-drafts', query, ...options });
  return {
    list,
    each: (query?: PageRequest, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    get: (id: string, options?: CallOptions) =>
      http.json<TemplateDraft>({ method: 'GET', path: pathOf`/v1/template-drafts/${id}`, ...options }),
    create: (body: Input<typeof CreateTemplateDraftRequest>, options?: CallOptions) =>
      http.json<TemplateDraft>({ method: 'POST', path: '/v1/template-drafts', json: body, ...options }),
    /** Saves. Errors: `conflict` when somebody else saved after `expected_updated_at`. */
    update: (id: string, body: Input<typeof UpdateTemplateDraftRequest>, options?: CallOptions) =>
      http.json<TemplateDraft>({ method: 'PATCH', path: pathOf`/v1/template-drafts/${id}`, json: body, ...options }),
    remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/template-drafts/${id}`, ...options }),
    /** Hands it to WhatsApp; the draft is gone then. Errors: `validation_failed`, `upstream_unavailable`. */
    submit: (id: string, options?: CallOptions) =>
      http.json<Template>({ method: 'POST', path: pathOf`/v1/template-drafts/${id}/submit`, ...options }),
  };
}
