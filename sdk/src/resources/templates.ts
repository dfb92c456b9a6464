import type {
  CreateTemplateRequest,
  DeleteTemplateQuery,
  DeleteTemplateResponse,
  DuplicateTemplateRequest,
  ListTemplatesQuery,
  Page,
  SyncTemplatesResponse,
  Template,
  TemplateChange,
  TemplateDraft,
  TemplateGroup,
  TemplateUsage,
  TemplateUsageQuery,
  UpdateTemplateRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Output, PageRequest, Query } from '../wire-types.ts';

/** Message templates as WhatsApp knows them. */
export function createTemplates(http: Transport) {
  const list = (query?: Query<ListTemplatesQuery>, options?: CallOptions) =>
    http.json<Page<Template>>({ method: 'GET', path: '/v1/templates', query, ...options });
  return {
    list,
    each: (query?: Query<ListTemplatesQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** Templates by name, all languages of a name together. */
    groups: (query?: Query<ListTemplatesQuery>, options?: CallOptions) =>
      http.json<Page<TemplateGroup>>({ method: 'GET', path: '/v1/template-groups', query, ...options }),
    get: (id: string, options?: CallOptions) => http.json<Template>({ method: 'GET', path: pathOf`/v1/templates/${id}`, ...options }),
    /** Checks it, hands it to WhatsApp and gives it in review. Errors: `validation_failed`, `conflict`. */
    create: (body: Input<typeof CreateTemplateRequest>, options?: CallOptions) =>
      http.json<Template>({ method: 'POST', path: '/v1/templates', json: body, ...options }),
    /** Hands the new content to WhatsApp; it goes back to review. Errors: `validation_failed`, `conflict`. */
    update: (id: string, body: Input<typeof UpdateTemplateRequest>, options?: CallOptions) =>
      http.json<Template>({ method: 'PATCH', path: pathOf`/v1/templates/${id}`, json: body, ...options }),
    /** Deletes one language or, with `all_languages`, the whole name. */
    remove: (id: string, query?: Query<Output<typeof DeleteTemplateQuery>>, options?: CallOptions) =>
      http.json<Output<typeof DeleteTemplateResponse>>({ method: 'DELETE', path: pathOf`/v1/templates/${id}`, query, ...options }),
    /** Ends a pause that WhatsApp does not end by itself. Errors: `conflict` when it is not paused. */
    unpause: (id: string, options?: CallOptions) =>
      http.json<Template>({ method: 'POST', path: pathOf`/v1/templates/${id}/unpause`, ...options }),
    /** Makes a draft with its content, under another name or in another language. */
    duplicate: (id: string, body: Input<typeof DuplicateTemplateRequest>, options?: CallOptions) =>
      http.json<TemplateDraft>({ method: 'POST', path: pathOf`/v1/templates/${id}/duplicate`, json: body, ...options }),
    /** What changed, newest first. */
    history: (id: string, query?: PageRequest, options?: CallOptions) =>
      http.json<Page<TemplateChange>>({ method: 'GET', path: pathOf`/v1/templates/${id}/history`, query, ...options }),
    /** What became of the messages of some days. */
    usage: (id: string, query?: Query<TemplateUsageQuery>, options?: CallOptions) =>
      http.json<TemplateUsage>({ method: 'GET', path: pathOf`/v1/templates/${id}/usage`, query, ...options }),
    /** Reads the templates of the number's account from WhatsApp now. Errors: `upstream_unavailable`. */
    sync: (body: { number_id: string }, options?: CallOptions) =>
      http.json<Output<typeof SyncTemplatesResponse>>({ method: 'POST', path: '/v1/templates/sync', json: body, ...options }),
  };
}
