import {
  AddIdentifierRequest,
  ChangeTagsRequest,
  Contact,
  ContactCount,
  ContactNote,
  CountContactsQuery,
  CreateContactRequest,
  idSchema,
  ListContactsQuery,
  pageOf,
  PageQuery,
  TimelineItem,
  UpdateContactRequest,
  WriteContactNoteRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import { blockRoutes } from './block/routes.ts';
import type { ContactsContext } from './contacts-context.ts';
import { listContacts } from './list-contacts.ts';
import { mergeRoutes } from './merge/routes.ts';
import { doerOf, uuidOf } from './record/acting.ts';
import { createContact } from './record/create-contact.ts';
import { requireContact } from './record/current-contact.ts';
import { attributeRoutes } from './record/definition-routes.ts';
import { addPhone, removeIdentifier } from './record/identifiers.ts';
import { createRecordMemory, loadRecord } from './record/load-records.ts';
import { addNote, editNote, listNotes, removeNote } from './record/notes.ts';
import { changeContactTags } from './record/tags.ts';
import { updateContact } from './record/update-contact.ts';
import { segmentRoutes } from './segments/routes.ts';
import { conditionsFor, countSelection, readFilter } from './segments/select-contacts.ts';
import { readTimeline } from './timeline.ts';

const tag = 'Contacts';
const params = z.object({ id: idSchema('contact') });
const noteParams = z.object({ id: idSchema('contact'), note_id: idSchema('contactNote') });
const identifierParams = z.object({ id: idSchema('contact'), identifier_id: idSchema('identifier') });

/** Routes of contacts and of everything that describes them. */
export function contactRoutes(ctx: ContactsContext): Route[] {
  return [
    ...listRoutes(ctx),
    ...recordRoutes(ctx),
    ...noteRoutes(ctx),
    ...attributeRoutes(ctx),
    ...segmentRoutes(ctx),
    ...mergeRoutes(ctx),
    ...blockRoutes(ctx),
  ];
}

function listRoutes(ctx: ContactsContext): Route[] {
  const lister = { ...ctx, memory: createRecordMemory() };
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/contacts',
      summary: 'List contacts',
      description:
        'Who wrote last comes first, or the newest with `sort=created`. `phone` finds the contact with one exact number, in any usual spelling; `filter` and `segment_id` narrow the list.',
      tag,
      auth: 'workspace',
      permission: 'contacts:read',
      query: ListContactsQuery,
      responses: { 200: pageOf(Contact) },
      handler: ({ actor, query }) => listContacts(lister, actor, query),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/contacts/count',
      summary: 'Count contacts',
      description: 'How many contacts fit a filter or segment: exact up to 10,000.',
      tag,
      auth: 'workspace',
      permission: 'contacts:read',
      query: CountContactsQuery,
      responses: { 200: ContactCount },
      handler: async ({ actor, query }) => {
        const selection = { filter: readFilter(query.filter), segmentId: query.segment_id };
        return countSelection(ctx, actor.workspaceId, await conditionsFor(ctx, actor, selection));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/contacts',
      summary: 'Create a contact',
      description: 'Answers 201 for a new contact and 200 with the one that has this phone number or BSUID already.',
      tag,
      auth: 'workspace',
      permission: 'contacts:write',
      body: CreateContactRequest,
      responses: { 200: Contact, 201: Contact },
      handler: async ({ actor, body, reply }) => {
        const { contactId, isNew } = await createContact(ctx, actor, body);
        reply.code(isNew ? 201 : 200);
        return loadRecord(ctx, actor.workspaceId, contactId);
      },
    }),
  ];
}

function recordRoutes(ctx: ContactsContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/contacts/:id',
      summary: 'Get a contact',
      description: 'The id of a contact that was merged into another gives the other.',
      tag,
      auth: 'workspace',
      permission: 'contacts:read',
      params,
      responses: { 200: Contact },
      handler: async ({ actor, params: { id } }) => loadRecord(ctx, actor.workspaceId, await requireContact(ctx, actor, id)),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/contacts/:id',
      summary: 'Change a contact',
      description:
        'Only what is named changes. `name: null` takes the given name away, so that the name from WhatsApp shows again; `null` for an attribute takes its value away.',
      tag,
      auth: 'workspace',
      permission: 'contacts:write',
      params,
      body: UpdateContactRequest,
      responses: { 200: Contact },
      handler: async ({ actor, params: { id }, body }) => {
        const contactId = await requireContact(ctx, actor, id);
        const stageId = typeof body.stage_id === 'string' ? uuidOf('stage', body.stage_id) : body.stage_id;
        await updateContact(ctx, actor.workspaceId, doerOf(actor), contactId, { name: body.name, stageId, attributes: body.attributes });
        return loadRecord(ctx, actor.workspaceId, contactId);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/contacts/:id/tags',
      summary: 'Change the tags of a contact',
      tag,
      auth: 'workspace',
      permission: 'contacts:write',
      params,
      body: ChangeTagsRequest,
      responses: { 200: Contact },
      handler: async ({ actor, params: { id }, body }) => {
        const contactId = await requireContact(ctx, actor, id);
        const ids = (list: readonly string[]) => list.map((one) => uuidOf('tag', one));
        await changeContactTags(ctx, actor, contactId, { add: ids(body.add), remove: ids(body.remove) });
        return loadRecord(ctx, actor.workspaceId, contactId);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/contacts/:id/identifiers',
      summary: 'Add a phone number',
      description: '`identifier_taken` names the contact that has the number already; merge the two if they are one person.',
      tag,
      auth: 'workspace',
      permission: 'contacts:write',
      params,
      body: AddIdentifierRequest,
      responses: { 200: Contact },
      handler: async ({ actor, params: { id }, body }) => {
        const contactId = await requireContact(ctx, actor, id);
        await addPhone(ctx, actor, contactId, body.phone);
        return loadRecord(ctx, actor.workspaceId, contactId);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/contacts/:id/identifiers/:identifier_id',
      summary: 'Remove an identifier',
      description: 'The last one cannot be removed.',
      tag,
      auth: 'workspace',
      permission: 'contacts:manage',
      params: identifierParams,
      responses: { 200: Contact },
      handler: async ({ actor, params: { id, identifier_id } }) => {
        const contactId = await requireContact(ctx, actor, id);
        await removeIdentifier(ctx, actor, contactId, uuidOf('identifier', identifier_id));
        return loadRecord(ctx, actor.workspaceId, contactId);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/contacts/:id/timeline',
      summary: 'Read what happened to a contact',
      description: 'Newest first, also of contacts that were merged into this one. `data` holds ids and words of ours, never content.',
      tag,
      auth: 'workspace',
      permission: 'contacts:read',
      params,
      query: PageQuery,
      responses: { 200: pageOf(TimelineItem) },
      handler: ({ actor, params: { id }, query }) => readTimeline(ctx, actor, id, query),
    }),
  ];
}

function noteRoutes(ctx: ContactsContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/contacts/:id/notes',
      summary: 'List notes about a contact',
      tag,
      auth: 'workspace',
      permission: 'contacts:read',
      params,
      query: PageQuery,
      responses: { 200: pageOf(ContactNote) },
      handler: ({ actor, params: { id }, query }) => listNotes(ctx, actor, id, query),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/contacts/:id/notes',
      summary: 'Write a note about a contact',
      tag,
      auth: 'workspace',
      permission: 'contacts:write',
      params,
      body: WriteContactNoteRequest,
      responses: { 201: ContactNote },
      handler: ({ actor, params: { id }, body }) => addNote(ctx, actor, id, body.text),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/contacts/:id/notes/:note_id',
      summary: 'Change a note',
      description: 'One’s own; with `contacts:manage` anybody’s.',
      tag,
      auth: 'workspace',
      permission: 'contacts:write',
      params: noteParams,
      body: WriteContactNoteRequest,
      responses: { 200: ContactNote },
      handler: ({ actor, params: { id, note_id }, body }) => editNote(ctx, actor, id, uuidOf('contactNote', note_id), body.text),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/contacts/:id/notes/:note_id',
      summary: 'Delete a note',
      description: 'One’s own; with `contacts:manage` anybody’s.',
      tag,
      auth: 'workspace',
      permission: 'contacts:write',
      params: noteParams,
      responses: { 204: null },
      handler: ({ actor, params: { id, note_id } }) => removeNote(ctx, actor, id, uuidOf('contactNote', note_id)),
    }),
  ];
}
