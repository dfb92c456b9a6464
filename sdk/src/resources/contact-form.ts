import type {
  ContactForm,
  FormMessage,
  ListFormMessagesQuery,
  Page,
  PublicContactForm,
  SubmitContactFormRequest,
  UpdateContactFormRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** The form on the workspace's public page, and what visitors wrote in it. */
export function createContactForm(http: Transport) {
  const list = (query?: Query<ListFormMessagesQuery>, options?: CallOptions) =>
    http.json<Page<FormMessage>>({ method: 'GET', path: '/v1/contact-form/messages', query, ...options });
  return {
    get: (options?: CallOptions) => http.json<ContactForm>({ method: 'GET', path: '/v1/contact-form', ...options }),
    update: (body: Input<typeof UpdateContactFormRequest>, options?: CallOptions) =>
      http.json<ContactForm>({ method: 'PATCH', path: '/v1/contact-form', json: body, ...options }),
    /** What a visitor sees. Errors: `not_found` where the form is off. */
    view: (workspace: string, options?: CallOptions) =>
      http.json<PublicContactForm>({ method: 'GET', path: '/v1/public/contact-form', query: { workspace }, ...options }),
    /** Sends the form as a visitor. */
    submit: (body: Input<typeof SubmitContactFormRequest>, options?: CallOptions) =>
      http.done({ method: 'POST', once: true, path: '/v1/public/contact-form', json: body, ...options }),
    messages: {
      list,
      each: (query?: Query<ListFormMessagesQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
      get: (id: string, options?: CallOptions) =>
        http.json<FormMessage>({ method: 'GET', path: pathOf`/v1/contact-form/messages/${id}`, ...options }),
      markAnswered: (id: string, options?: CallOptions) =>
        http.json<FormMessage>({ method: 'POST', path: pathOf`/v1/contact-form/messages/${id}/answered`, ...options }),
      markNew: (id: string, options?: CallOptions) =>
        http.json<FormMessage>({ method: 'DELETE', path: pathOf`/v1/contact-form/messages/${id}/answered`, ...options }),
      /** Makes the writer a contact. Errors: `recipient_invalid` without a phone number, `conflict` when it was done before. */
      convert: (id: string, options?: CallOptions) =>
        http.json<FormMessage>({ method: 'POST', path: pathOf`/v1/contact-form/messages/${id}/contact`, ...options }),
      remove: (id: string, options?: CallOptions) =>
        http.done({ method: 'DELETE', path: pathOf`/v1/contact-form/messages/${id}`, ...options }),
    },
  };
}
