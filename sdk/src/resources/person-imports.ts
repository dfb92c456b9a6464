import type { Page, PageQuery, PersonImport, StartPersonImportRequest } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** A person out of the export of another Kabar: upload, look, start. */
export function createPersonImports(http: Transport) {
  const list = (query?: Query<PageQuery>, options?: CallOptions) =>
    http.json<Page<PersonImport>>({ method: 'GET', path: '/v1/person-imports', query, ...options });
  return {
    list,
    each: (query?: Query<PageQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** The ZIP of `exports.person`; nothing is imported before `start`. Errors: `validation_failed`, `body_too_large`. */
    upload: (file: Blob, options: CallOptions & { filename?: string | undefined } = {}) => {
      const { filename, ...call } = options;
      const form = new FormData();
      form.append('file', file, filename ?? (file instanceof File ? file.name : 'person.zip'));
      return http.json<PersonImport>({ method: 'POST', path: '/v1/person-imports', form, ...call });
    },
    get: (id: string, options?: CallOptions) =>
      http.json<PersonImport>({ method: 'GET', path: pathOf`/v1/person-imports/${id}`, ...options }),
    /** Errors: `contact_erased` without `after_erasure` for somebody who was erased; `conflict`. */
    start: (id: string, body: Input<typeof StartPersonImportRequest> = {}, options?: CallOptions) =>
      http.json<PersonImport>({ method: 'POST', path: pathOf`/v1/person-imports/${id}/start`, json: body, ...options }),
    /** Only before it is started. */
    drop: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/person-imports/${id}`, ...options }),
  };
}
