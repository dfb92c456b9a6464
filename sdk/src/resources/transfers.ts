import type {
  Export,
  ExportContactsRequest,
  Import,
  ImportPreview,
  ListExportsQuery,
  ListImportsQuery,
  Page,
  PreviewImportQuery,
  UpdateImportRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Contacts from files: upload, say what the columns are, look, start. */
export function createImports(http: Transport) {
  const list = (query?: Query<ListImportsQuery>, options?: CallOptions) =>
    http.json<Page<Import>>({ method: 'GET', path: '/v1/imports', query, ...options });
  return {
    list,
    each: (query?: Query<ListImportsQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** A CSV file; nothing is imported before `start`. Errors: `validation_failed`, `body_too_large`. */
    upload: (file: Blob, options: CallOptions & { filename?: string | undefined } = {}) => {
      const { filename, ...call } = options;
      const form = new FormData();
      form.append('file', file, filename ?? (file instanceof File ? file.name : 'contacts.csv'));
      return http.json<Import>({ method: 'POST', path: '/v1/imports', form, ...call });
    },
    get: (id: string, options?: CallOptions) => http.json<Import>({ method: 'GET', path: pathOf`/v1/imports/${id}`, ...options }),
    update: (id: string, body: Input<typeof UpdateImportRequest>, options?: CallOptions) =>
      http.json<Import>({ method: 'PATCH', path: pathOf`/v1/imports/${id}`, json: body, ...options }),
    preview: (id: string, query?: Query<PreviewImportQuery>, options?: CallOptions) =>
      http.json<ImportPreview>({ method: 'GET', path: pathOf`/v1/imports/${id}/preview`, query, ...options }),
    /** The rows with errors, CSV. */
    errors: (id: string, options?: CallOptions) =>
      http.blob({ method: 'GET', path: pathOf`/v1/imports/${id}/errors`, accept: '*/*', ...options }),
    start: (id: string, options?: CallOptions) => http.json<Import>({ method: 'POST', path: pathOf`/v1/imports/${id}/start`, ...options }),
    pause: (id: string, options?: CallOptions) => http.json<Import>({ method: 'POST', path: pathOf`/v1/imports/${id}/pause`, ...options }),
    cancel: (id: string, options?: CallOptions) =>
      http.json<Import>({ method: 'POST', path: pathOf`/v1/imports/${id}/cancel`, ...options }),
    /** Within seven days. */
    undo: (id: string, options?: CallOptions) => http.json<Import>({ method: 'POST', path: pathOf`/v1/imports/${id}/undo`, ...options }),
  };
}

/** Files written in the background for whoever asked. */
export function createExports(http: Transport) {
  const list = (query?: Query<ListExportsQuery>, options?: CallOptions) =>
    http.json<Page<Export>>({ method: 'GET', path: '/v1/exports', query, ...options });
  return {
    list,
    each: (query?: Query<ListExportsQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** Everything about one person, as a ZIP. */
    person: (contactId: string, options?: CallOptions) =>
      http.json<Export>({ method: 'POST', path: pathOf`/v1/contacts/${contactId}/export`, ...options }),
    /** Contacts as CSV, with the columns that an import takes. */
    contacts: (body: Input<typeof ExportContactsRequest> = {}, options?: CallOptions) =>
      http.json<Export>({ method: 'POST', path: '/v1/contacts/exports', json: body, ...options }),
    get: (id: string, options?: CallOptions) => http.json<Export>({ method: 'GET', path: pathOf`/v1/exports/${id}`, ...options }),
    download: (id: string, options?: CallOptions) =>
      http.blob({ method: 'GET', path: pathOf`/v1/exports/${id}/file`, accept: '*/*', ...options }),
  };
}
