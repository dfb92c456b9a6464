import type { ListTemplatesQuery, Page, SyncTemplatesResponse, Template } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import type { Transport } from '../transport.ts';
import type { CallOptions, Output, Query } from '../wire-types.ts';

/** Message templates as WhatsApp knows them. */
export function createTemplates(http: Transport) {
  const list = (query?: Query<ListTemplatesQuery>, options?: CallOptions) =>
    http.json<Page<Template>>({ method: 'GET', path: '/v1/templates', query, ...options });
  return {
    list,
    each: (query?: Query<ListTemplatesQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** Reads the templates of the number's account from WhatsApp now. Errors: `upstream_unavailable`. */
    sync: (body: { number_id: string }, options?: CallOptions) =>
      http.json<Output<typeof SyncTemplatesResponse>>({ method: 'POST', path: '/v1/templates/sync', json: body, ...options }),
  };
}
