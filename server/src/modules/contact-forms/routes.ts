import {
  ContactForm,
  FormMessage,
  idSchema,
  ListFormMessagesQuery,
  pageOf,
  PublicContactForm,
  PublicContactFormQuery,
  SubmitContactFormRequest,
  UpdateContactFormRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route } from '#platform/http/route';
import type { ContactFormsContext } from './contact-forms-context.ts';
import { convertFormMessage, getFormMessage, listFormMessages, markAnswered, removeFormMessage } from './form-messages.ts';
import { getForm, getPublicForm, updateForm } from './form-settings.ts';
import { submitForm } from './submit-form.ts';

const params = z.object({ id: idSchema('formMessage') });
const tag = 'Contact form';
const reading = { tag, auth: 'workspace', permission: 'contacts:read' } as const;
const writing = { tag, auth: 'workspace', permission: 'contacts:write' } as const;

/** Routes of the contact form: the visitor's two, and those of the people who answer. */
export function contactFormRoutes(ctx: ContactFormsContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/public/contact-form',
      summary: 'Get the contact form of a workspace',
      tag,
      auth: 'public',
      query: PublicContactFormQuery,
      responses: { 200: PublicContactForm },
      handler: ({ query }) => getPublicForm(ctx, query.workspace),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/public/contact-form',
      summary: 'Send the contact form',
      description: 'For visitors without an account. Kept for 12 months at most, unless the workspace makes the writer a contact.',
      tag,
      auth: 'public',
      body: SubmitContactFormRequest,
      bodyLimitBytes: 32_768,
      responses: { 202: null },
      handler: ({ body, clientIp }) => submitForm(ctx, body, clientIp),
    }),
    defineRoute({
      ...reading,
      method: 'GET',
      path: '/v1/contact-form',
      summary: 'Get the settings of the contact form',
      responses: { 200: ContactForm },
      handler: ({ actor }) => getForm(ctx, actor.workspaceId),
    }),
    defineRoute({
      tag,
      auth: 'workspace',
      permission: 'privacy:write',
      method: 'PATCH',
      path: '/v1/contact-form',
      summary: 'Change the contact form',
      body: UpdateContactFormRequest,
      responses: { 200: ContactForm },
      handler: ({ actor, body }) => updateForm(ctx, actor, body),
    }),
    defineRoute({
      ...reading,
      method: 'GET',
      path: '/v1/contact-form/messages',
      summary: 'List messages of the contact form',
      query: ListFormMessagesQuery,
      responses: { 200: pageOf(FormMessage) },
      handler: async ({ actor, query }) => {
        const page = await listFormMessages(ctx, actor.workspaceId, query);
        return (await seesAll(ctx, actor)) ? page : { data: [], next_cursor: null };
      },
    }),
    defineRoute({
      ...reading,
      method: 'GET',
      path: '/v1/contact-form/messages/:id',
      summary: 'Get a message of the contact form',
      params,
      responses: { 200: FormMessage },
      handler: async ({ actor, params: { id } }) => {
        await requireSight(ctx, actor);
        return getFormMessage(ctx, actor.workspaceId, id);
      },
    }),
    defineRoute({
      ...writing,
      method: 'POST',
      path: '/v1/contact-form/messages/:id/answered',
      summary: 'Mark a message as answered',
      params,
      responses: { 200: FormMessage },
      handler: async ({ actor, params: { id } }) => {
        await requireSight(ctx, actor);
        return markAnswered(ctx, actor.workspaceId, id, true);
      },
    }),
    defineRoute({
      ...writing,
      method: 'DELETE',
      path: '/v1/contact-form/messages/:id/answered',
      summary: 'Take back that a message was answered',
      params,
      responses: { 200: FormMessage },
      handler: async ({ actor, params: { id } }) => {
        await requireSight(ctx, actor);
        return markAnswered(ctx, actor.workspaceId, id, false);
      },
    }),
    defineRoute({
      ...writing,
      method: 'POST',
      path: '/v1/contact-form/messages/:id/contact',
      summary: 'Make the writer a contact',
      description: 'Needs a phone number. What was typed becomes a note about the contact and is gone from here.',
      params,
      responses: { 200: FormMessage },
      handler: async ({ actor, params: { id } }) => {
        await requireSight(ctx, actor);
        return convertFormMessage(ctx, actor, id);
      },
    }),
    defineRoute({
      ...writing,
      method: 'DELETE',
      path: '/v1/contact-form/messages/:id',
      summary: 'Delete a message of the contact form',
      params,
      whileClosing: true,
      responses: { 204: null },
      handler: async ({ actor, params: { id } }) => {
        await requireSight(ctx, actor);
        return removeFormMessage(ctx, actor, id);
      },
    }),
  ];
}

/** A message of the form is on no number and of no team: whoever sees chosen conversations only sees none of them. */
async function seesAll(ctx: ContactFormsContext, actor: WorkspaceActor): Promise<boolean> {
  return (await ctx.scopeOf(actor)) === null;
}

/** Errors: `not_found` for whoever does not see all. */
async function requireSight(ctx: ContactFormsContext, actor: WorkspaceActor): Promise<void> {
  if (!(await seesAll(ctx, actor))) throw new AppError('not_found');
}
