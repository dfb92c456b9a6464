import { BusinessTransfer, BusinessTransferBanner, BusinessTransferList, CreateBusinessTransferRequest, idSchema } from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import type { ProcessorsContext } from '../processors-context.ts';
import {
  announceBusinessTransfer,
  cancelBusinessTransfer,
  completeBusinessTransfer,
  createBusinessTransfer,
  getBanner,
  listBusinessTransfers,
} from './business-transfers.ts';

const params = z.object({ id: idSchema('businessTransfer') });
const operates = { tag: 'Business transfers', auth: 'operator' } as const;

/** Routes of the change of hands of the business that runs the installation. */
export function businessTransferRoutes(ctx: ProcessorsContext): Route[] {
  return [
    defineRoute({
      tag: 'Business transfers',
      auth: 'person',
      method: 'GET',
      path: '/v1/business-transfer',
      summary: 'Get the change of hands that people are told of',
      responses: { 200: BusinessTransferBanner },
      handler: () => getBanner(ctx),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/business-transfers',
      summary: 'List changes of hands',
      responses: { 200: BusinessTransferList },
      handler: () => listBusinessTransfers(ctx),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/business-transfers',
      summary: 'Record a change of hands',
      description: 'With what the successor is bound to. Nobody is told before it is announced.',
      body: CreateBusinessTransferRequest,
      responses: { 201: BusinessTransfer },
      handler: ({ actor, body }) => createBusinessTransfer(ctx, actor.userId, body),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/business-transfers/:id/announce',
      stepUp: true,
      summary: 'Announce a change of hands',
      description: 'Mails every owner, each once, and shows everybody a banner.',
      params,
      responses: { 200: BusinessTransfer },
      handler: ({ actor, params: { id } }) => announceBusinessTransfer(ctx, actor.userId, id),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/business-transfers/:id/complete',
      stepUp: true,
      summary: 'Say that the change of hands is done',
      description: 'Mails every owner again.',
      params,
      responses: { 200: BusinessTransfer },
      handler: ({ actor, params: { id } }) => completeBusinessTransfer(ctx, actor.userId, id),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/business-transfers/:id/cancel',
      summary: 'Take a change of hands back',
      params,
      responses: { 200: BusinessTransfer },
      handler: ({ actor, params: { id } }) => cancelBusinessTransfer(ctx, actor.userId, id),
    }),
  ];
}
