import {
  CreatePrivacyRequest,
  idSchema,
  ListPrivacyRequestsQuery,
  MailIntakeSecret,
  pageOf,
  PrivacyOffice,
  PrivacyReceipt,
  PrivacyRequest,
  PrivacyRequestCounts,
  PrivacyRequestHistory,
  ReportChildRequest,
  UpdatePrivacyOffice,
  UpdatePrivacyRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { markAnswered } from '#modules/contact-forms';
import { requireContact } from '#modules/contacts';
import { defineRoute, type Route } from '#platform/http/route';
import { operatorRoutes, ownRoutes } from './account-routes.ts';
import { actRoutes } from './act-routes.ts';
import { actorOf, requestUuid } from './acting.ts';
import { correctRequest } from './decide.ts';
import { requestOfBody, requestOfForm } from './form-request.ts';
import { getOffice, renewMailIntake, updateOffice } from './office.ts';
import { openRequest } from './open-request.ts';
import { countAllRequests, getHistory, getReceipt, getRequest, listRequests, requireRow } from './read-requests.ts';
import { reportChild } from './report-child.ts';
import type { RequestsContext } from './requests-context.ts';
import { sendCopy } from './send-copy.ts';
import { maxMailBytes, takeMail } from './take-mail.ts';

const tag = 'Privacy requests';
const reads = { tag, auth: 'workspace', permission: 'privacy:read' } as const;
const handles = { tag, auth: 'workspace', permission: 'privacy:requests' } as const;
const rules = { tag, auth: 'workspace', permission: 'privacy:write' } as const;
const params = z.object({ id: idSchema('privacyRequest') });

/** Routes of requests, of the office, and of the operator's queue. */
export function requestsRoutes(ctx: RequestsContext): Route[] {
  return [
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/requests',
      summary: 'List requests',
      description: 'Open ones with what is due first, closed ones newest first.',
      query: ListPrivacyRequestsQuery,
      responses: { 200: pageOf(PrivacyRequest) },
      handler: ({ actor, query }) => listRequests(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/requests/counts',
      summary: 'Count requests',
      responses: { 200: PrivacyRequestCounts },
      handler: ({ actor }) => countAllRequests(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...handles,
      method: 'POST',
      path: '/v1/privacy/requests',
      summary: 'Record a request',
      description: 'The clock runs from when it was received. The same request of the same person is set aside as a duplicate.',
      body: CreatePrivacyRequest,
      responses: { 201: PrivacyRequest },
      handler: async ({ actor, body }) => {
        const { kind, purpose, contact_id: contactId, form_message_id: formMessageId, residence, is_child: isChild } = body;
        const source =
          formMessageId === undefined
            ? requestOfBody(actor.kind === 'user' ? 'member' : 'api', body)
            : await requestOfForm(ctx, actor.workspaceId, { ...body, form_message_id: formMessageId });
        const id = await openRequest(ctx, actorOf(actor), {
          ...source,
          kind,
          purpose: purpose ?? null,
          contactId: contactId === undefined ? null : await requireContact(ctx.contacts, actor, contactId),
          residence: residence ?? null,
          isChild: isChild ?? false,
        });
        if (formMessageId !== undefined) await markAnswered(ctx, actor.workspaceId, formMessageId, true);
        return getRequest(ctx, actor.workspaceId, id);
      },
    }),
    defineRoute({
      ...handles,
      method: 'POST',
      path: '/v1/contacts/:id/child-report',
      whileClosing: true,
      summary: 'Report that a contact is a child',
      description:
        'Their data is set apart at once and erased without the days in which an erasure can be stopped. Gives the request, whose receipt says what was done.',
      params: z.object({ id: idSchema('contact') }),
      body: ReportChildRequest,
      responses: { 202: PrivacyRequest },
      handler: async ({ actor, params: { id }, body }) => {
        const contactId = await requireContact(ctx.contacts, actor, id);
        const report = { contactId, age: body.age ?? null, note: body.note ?? null };
        return getRequest(ctx, actor.workspaceId, await reportChild(ctx, actorOf(actor), report));
      },
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/requests/:id',
      summary: 'Get a request',
      params,
      responses: { 200: PrivacyRequest },
      handler: ({ actor, params: { id } }) => getRequest(ctx, actor.workspaceId, requestUuid(id)),
    }),
    defineRoute({
      ...handles,
      method: 'PATCH',
      path: '/v1/privacy/requests/:id',
      summary: 'Correct a request',
      params,
      body: UpdatePrivacyRequest,
      responses: { 200: PrivacyRequest },
      handler: async ({ actor, params: { id }, body }) => {
        const change = { ...body };
        if (body.contact_id !== undefined) {
          await requireRow(ctx, actor.workspaceId, requestUuid(id));
          await requireContact(ctx.contacts, actor, body.contact_id);
        }
        await correctRequest(ctx, actorOf(actor), requestUuid(id), change);
        return getRequest(ctx, actor.workspaceId, requestUuid(id));
      },
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/requests/:id/history',
      summary: 'Get what happened to a request',
      params,
      responses: { 200: PrivacyRequestHistory },
      handler: ({ actor, params: { id } }) => getHistory(ctx, actor.workspaceId, requestUuid(id)),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/requests/:id/receipt',
      summary: 'Get the signed receipt',
      params,
      responses: { 200: PrivacyReceipt },
      handler: ({ actor, params: { id } }) => getReceipt(ctx, actor.workspaceId, requestUuid(id)),
    }),
    defineRoute({
      ...handles,
      method: 'GET',
      path: '/v1/privacy/requests/:id/file',
      summary: 'Download the copy of the person’s data',
      params,
      responses: { 200: 'application/octet-stream' },
      handler: ({ actor, params: { id }, reply }) => sendCopy(ctx, actorOf(actor), requestUuid(id), reply),
    }),
    ...actRoutes(ctx),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/office',
      summary: 'Get how the privacy office works',
      responses: { 200: PrivacyOffice },
      handler: ({ actor }) => getOffice(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...rules,
      method: 'PATCH',
      path: '/v1/privacy/office',
      summary: 'Change how the privacy office works',
      body: UpdatePrivacyOffice,
      responses: { 200: PrivacyOffice },
      handler: ({ actor, body }) => updateOffice(ctx, actorOf(actor), body),
    }),
    defineRoute({
      ...rules,
      method: 'POST',
      path: '/v1/privacy/office/mail-intake',
      stepUp: true,
      summary: 'Open the address that takes mails, or renew it',
      description: 'Gives a new address and secret; the earlier ones stop working at once. The secret is shown this once.',
      responses: { 201: MailIntakeSecret },
      handler: ({ actor }) => renewMailIntake(ctx, actorOf(actor)),
    }),
    defineRoute({
      tag,
      auth: 'public',
      method: 'POST',
      path: '/webhooks/privacy-mail/:key',
      hidden: true,
      summary: 'Hand over a mail',
      description: 'The raw mail, signed in the header `kabar-mail-signature`. See the guide on privacy requests.',
      params: z.object({ key: z.string().max(60) }),
      bodyKind: 'raw',
      bodyLimitBytes: maxMailBytes,
      responses: { 200: z.object({ taken: z.boolean() }) },
      handler: ({ params: { key }, raw }) => {
        const header = raw.headers['kabar-mail-signature'];
        return takeMail(ctx, key, Array.isArray(header) ? header[0] : header, Buffer.isBuffer(raw.body) ? raw.body : Buffer.alloc(0));
      },
    }),
    ...ownRoutes(ctx),
    ...operatorRoutes(ctx),
  ];
}
