import type {
  AddIdentifierRequest,
  ChangeTagsRequest,
  Contact,
  ContactBlock,
  ContactCount,
  ContactMerge,
  ContactNote,
  CountContactsQuery,
  CreateContactRequest,
  ListContactsQuery,
  MergeContactsRequest,
  MergePreview,
  ImportedMessage,
  Page,
  PageQuery,
  PreviewMergeQuery,
  TimelineItem,
  UndoMergeResponse,
  UpdateContactRequest,
  WriteContactNoteRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Customers. A contact has a set of identifiers; a phone number is one of them and may be absent. */
export function createContacts(http: Transport) {
  const list = (query?: Query<ListContactsQuery>, options?: CallOptions) =>
    http.json<Page<Contact>>({ method: 'GET', path: '/v1/contacts', query, ...options });
  return {
    /** `phone` finds one exact phone number in any usual spelling. */
    list,
    each: (query?: Query<ListContactsQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    create: (body: Input<typeof CreateContactRequest>, options?: CallOptions) =>
      http.json<Contact>({ method: 'POST', path: '/v1/contacts', json: body, ...options }),
    get: (id: string, options?: CallOptions) => http.json<Contact>({ method: 'GET', path: pathOf`/v1/contacts/${id}`, ...options }),
    update: (id: string, body: Input<typeof UpdateContactRequest>, options?: CallOptions) =>
      http.json<Contact>({ method: 'PATCH', path: pathOf`/v1/contacts/${id}`, json: body, ...options }),
    count: (query?: Query<CountContactsQuery>, options?: CallOptions) =>
      http.json<ContactCount>({ method: 'GET', path: '/v1/contacts/count', query, ...options }),
    changeTags: (id: string, body: Input<typeof ChangeTagsRequest>, options?: CallOptions) =>
      http.json<Contact>({ method: 'POST', path: pathOf`/v1/contacts/${id}/tags`, json: body, ...options }),
    /** Errors: `identifier_taken` with the contact that has the number. */
    addPhone: (id: string, body: Input<typeof AddIdentifierRequest>, options?: CallOptions) =>
      http.json<Contact>({ method: 'POST', path: pathOf`/v1/contacts/${id}/identifiers`, json: body, ...options }),
    removeIdentifier: (id: string, identifierId: string, options?: CallOptions) =>
      http.json<Contact>({ method: 'DELETE', path: pathOf`/v1/contacts/${id}/identifiers/${identifierId}`, ...options }),
    timeline: (id: string, query?: Query<PageQuery>, options?: CallOptions) =>
      http.json<Page<TimelineItem>>({ method: 'GET', path: pathOf`/v1/contacts/${id}/timeline`, query, ...options }),
    /** What came with the person from another Kabar; it was never sent or received here. */
    importedMessages: (id: string, query?: Query<PageQuery>, options?: CallOptions) =>
      http.json<Page<ImportedMessage>>({ method: 'GET', path: pathOf`/v1/contacts/${id}/imported-messages`, query, ...options }),
    notes: (id: string, query?: Query<PageQuery>, options?: CallOptions) =>
      http.json<Page<ContactNote>>({ method: 'GET', path: pathOf`/v1/contacts/${id}/notes`, query, ...options }),
    addNote: (id: string, body: Input<typeof WriteContactNoteRequest>, options?: CallOptions) =>
      http.json<ContactNote>({ method: 'POST', path: pathOf`/v1/contacts/${id}/notes`, json: body, ...options }),
    updateNote: (id: string, noteId: string, body: Input<typeof WriteContactNoteRequest>, options?: CallOptions) =>
      http.json<ContactNote>({ method: 'PATCH', path: pathOf`/v1/contacts/${id}/notes/${noteId}`, json: body, ...options }),
    removeNote: (id: string, noteId: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/contacts/${id}/notes/${noteId}`, ...options }),
    previewMerge: (id: string, query: Query<PreviewMergeQuery>, options?: CallOptions) =>
      http.json<MergePreview>({ method: 'GET', path: pathOf`/v1/contacts/${id}/merge-preview`, query, ...options }),
    /** The other goes into this one; can be undone. */
    merge: (id: string, body: Input<typeof MergeContactsRequest>, options?: CallOptions) =>
      http.json<ContactMerge>({ method: 'POST', path: pathOf`/v1/contacts/${id}/merge`, json: body, ...options }),
    merges: (id: string, options?: CallOptions) =>
      http.json<{ data: ContactMerge[] }>({ method: 'GET', path: pathOf`/v1/contacts/${id}/merges`, ...options }),
    undoMerge: (id: string, mergeId: string, options?: CallOptions) =>
      http.json<UndoMergeResponse>({ method: 'POST', path: pathOf`/v1/contacts/${id}/merges/${mergeId}/undo`, ...options }),
    blockState: (id: string, options?: CallOptions) =>
      http.json<ContactBlock>({ method: 'GET', path: pathOf`/v1/contacts/${id}/block`, ...options }),
    block: (id: string, options?: CallOptions) =>
      http.json<ContactBlock>({ method: 'POST', path: pathOf`/v1/contacts/${id}/block`, ...options }),
    unblock: (id: string, options?: CallOptions) =>
      http.json<ContactBlock>({ method: 'POST', path: pathOf`/v1/contacts/${id}/unblock`, ...options }),
  };
}
