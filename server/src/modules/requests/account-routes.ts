import {
  CreateOwnPrivacyRequest,
  idSchema,
  ListPrivacyRequestsQuery,
  pageOf,
  PrivacyReceipt,
  PrivacyRequest,
  PrivacyRequestCounts,
  PrivacyRequestHistory,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { actOnRequest, acts, type Act } from './act-on-request.ts';
import { operatorOf, operatorQueue, requestUuid } from './acting.ts';
import { openRequest } from './open-request.ts';
import { countAllRequests, getHistory, getReceipt, getRequest, listRequests, requestsOfUser, requireRow } from './read-requests.ts';
import type { RequestsContext } from './requests-context.ts';
import { sendCopy } from './send-copy.ts';

const tag = 'Privacy requests';
const operates = { tag, auth: 'operator' } as const;
const params = z.object({ id: idSchema('privacyRequest') });

/** What somebody can ask about their own account. */
export function ownRoutes(ctx: RequestsContext): Route[] {
  const own = { tag, auth: 'person' } as const;
  return [
    defineRoute({
      ...own,
      method: 'GET',
      path: '/v1/me/privacy-requests',
      summary: 'List the requests about one’s own account',
      responses: { 200: z.object({ data: z.array(PrivacyRequest) }) },
      handler: async ({ actor }) => ({ data: await requestsOfUser(ctx, operatorQueue, actor.userId) }),
    }),
    defineRoute({
      ...own,
      method: 'POST',
      path: '/v1/me/privacy-requests',
      summary: 'Ask for something about one’s own account',
      description: 'Goes to whoever runs the installation, who decides about accounts. Being signed in proves who asks.',
      body: CreateOwnPrivacyRequest,
      responses: { 201: PrivacyRequest },
      handler: async ({ actor, body: { kind, note } }) => {
        const id = await openRequest(
          ctx,
          { workspaceId: operatorQueue, kind: 'person', id: null, audit: { kind: 'user', id: actor.userId } },
          {
            kind,
            channel: 'customer',
            userId: actor.userId,
            proof: 'account',
            subject: { name: actor.name, email: actor.email, note: note ?? null },
          },
        );
        return getRequest(ctx, operatorQueue, id);
      },
    }),
    defineRoute({
      ...own,
      method: 'GET',
      path: '/v1/me/privacy-requests/:id/file',
      summary: 'Download the copy of one’s own account',
      params,
      responses: { 200: 'application/octet-stream' },
      handler: async ({ actor, params: { id }, reply }) => {
        const row = await requireRow(ctx, operatorQueue, requestUuid(id));
        if (row.userId !== actor.userId) throw new AppError('not_found');
        return sendCopy(ctx, { ...operatorOf(actor), kind: 'person', id: null }, row.id, reply);
      },
    }),
  ];
}

/** The queue of the operator: requests about accounts. */
export function operatorRoutes(ctx: RequestsContext): Route[] {
  const names = Object.keys(acts) as Act[]; // the keys of a literal
  return [
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/privacy-requests',
      summary: 'List requests about accounts',
      query: ListPrivacyRequestsQuery,
      responses: { 200: pageOf(PrivacyRequest) },
      handler: ({ query }) => listRequests(ctx, operatorQueue, query),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/privacy-requests/counts',
      summary: 'Count requests about accounts',
      responses: { 200: PrivacyRequestCounts },
      handler: () => countAllRequests(ctx, operatorQueue),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/privacy-requests/:id',
      summary: 'Get a request about an account',
      params,
      responses: { 200: PrivacyRequest },
      handler: ({ params: { id } }) => getRequest(ctx, operatorQueue, requestUuid(id)),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/privacy-requests/:id/history',
      summary: 'Get what happened to a request about an account',
      params,
      responses: { 200: PrivacyRequestHistory },
      handler: ({ params: { id } }) => getHistory(ctx, operatorQueue, requestUuid(id)),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/privacy-requests/:id/receipt',
      summary: 'Get the signed receipt of a request about an account',
      params,
      responses: { 200: PrivacyReceipt },
      handler: ({ params: { id } }) => getReceipt(ctx, operatorQueue, requestUuid(id)),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/privacy-requests/:id/act',
      stepUp: true,
      summary: 'Do something about a request about an account',
      description: 'The same acts as in a workspace, by name.',
      params,
      body: z.strictObject({ act: z.enum(names as [Act, ...Act[]]), with: z.record(z.string(), z.unknown()).optional() }),
      responses: { 200: PrivacyRequest },
      handler: async ({ actor, params: { id }, body }) => {
        const given = acts[body.act]?.safeParse(body.with ?? {});
        if (given?.success === false)
          throw new AppError('validation_failed', {
            details: { issues: given.error.issues.map(({ path, message }) => ({ path: ['body', 'with', ...path].join('.'), message })) },
          });
        await actOnRequest(ctx, operatorOf(actor), body.act, requestUuid(id), given?.data);
        return getRequest(ctx, operatorQueue, requestUuid(id));
      },
    }),
  ];
}
