import { Contact, CreateContactRequest, ID_PREFIXES, idSchema, ListContactsQuery, pageOf, UpdateContactRequest } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { getContact, listContacts } from './list-contacts.ts';
import { createContact, nameContact } from './name-contact.ts';
import type { PeopleDeps } from './resolve-people.ts';

const ContactParams = z.object({ id: idSchema('contact') });

/** Routes under `/v1/contacts`. */
export function contactRoutes(deps: PeopleDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/contacts',
      summary: 'List contacts',
      description: 'Newest first. `phone` finds the contact with one exact number, in any usual spelling.',
      tag: 'Contacts',
      auth: 'workspace',
      permission: 'contacts:read',
      query: ListContactsQuery,
      responses: { 200: pageOf(Contact) },
      handler: ({ actor, query }) => listContacts(deps, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/contacts',
      summary: 'Create a contact',
      description: 'Answers 201 for a new contact and 200 with the one that has this phone number or BSUID already.',
      tag: 'Contacts',
      auth: 'workspace',
      permission: 'contacts:write',
      body: CreateContactRequest,
      responses: { 200: Contact, 201: Contact },
      handler: async ({ actor, body, reply }) => {
        const { contact, isNew } = await createContact(deps, actor.workspaceId, body);
        reply.code(isNew ? 201 : 200);
        return contact;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/contacts/:id',
      summary: 'Get a contact',
      description: 'The id of a contact that was merged into another gives the other.',
      tag: 'Contacts',
      auth: 'workspace',
      permission: 'contacts:read',
      params: ContactParams,
      responses: { 200: Contact },
      handler: ({ actor, params }) => getContact(deps, actor.workspaceId, contactId(params.id)),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/contacts/:id',
      summary: 'Name a contact',
      description: '`name: null` takes the given name away, so that the name from WhatsApp shows again.',
      tag: 'Contacts',
      auth: 'workspace',
      permission: 'contacts:write',
      params: ContactParams,
      body: UpdateContactRequest,
      responses: { 200: Contact },
      handler: async ({ actor, params, body }) => {
        const current = await getContact(deps, actor.workspaceId, contactId(params.id));
        await nameContact(deps, actor.workspaceId, contactId(current.id), body.name);
        return getContact(deps, actor.workspaceId, contactId(current.id));
      },
    }),
  ];
}

function contactId(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.contact, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
