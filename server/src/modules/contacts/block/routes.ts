import { ContactBlock, idSchema } from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import type { ContactsContext } from '../contacts-context.ts';
import { requireContact } from '../record/current-contact.ts';
import { readBlock, setBlocked } from './block-contact.ts';

const params = z.object({ id: idSchema('contact') });
const common = { tag: 'Contacts', auth: 'workspace', permission: 'contacts:write', params, responses: { 200: ContactBlock } } as const;

/** Routes of blocking. */
export function blockRoutes(ctx: ContactsContext): Route[] {
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/contacts/:id/block',
      summary: 'See how a block stands',
      description: 'By number, with the reason where WhatsApp has not taken it yet.',
      permission: 'contacts:read',
      handler: async ({ actor, params: { id } }) => readBlock(ctx, actor.workspaceId, await requireContact(ctx, actor, id)),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/contacts/:id/block',
      whileClosing: true,
      summary: 'Block a contact',
      description:
        'Nothing is sent to them from now on. WhatsApp is told for every number that talks with them; it takes a block only within 24 hours of their last message, else it waits until they write again.',
      handler: async ({ actor, params: { id } }) => setBlocked(ctx, actor, await requireContact(ctx, actor, id), true),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/contacts/:id/unblock',
      summary: 'End the block of a contact',
      handler: async ({ actor, params: { id } }) => setBlocked(ctx, actor, await requireContact(ctx, actor, id), false),
    }),
  ];
}
