import {
  CreateDisclosureRequest,
  DecideDisclosureRequest,
  Disclosure,
  HandOverDisclosureRequest,
  idSchema,
  ListDisclosuresQuery,
  pageOf,
} from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import type { DisclosuresContext } from './disclosures-context.ts';
import {
  createDisclosure,
  decideDisclosure,
  exportDisclosure,
  getDisclosure,
  handOver,
  listDisclosures,
  withdrawDisclosure,
} from './work-on-disclosure.ts';

const params = z.object({ id: idSchema('disclosure') });
const shared = { tag: 'Disclosures', auth: 'workspace' } as const;
const reads = { ...shared, permission: 'privacy:read' } as const;
const writes = { ...shared, permission: 'privacy:write' } as const;

/** Routes of disclosures to authorities. */
export function disclosuresRoutes(ctx: DisclosuresContext): Route[] {
  return [
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/disclosures',
      summary: 'List disclosures to authorities',
      query: ListDisclosuresQuery,
      responses: { 200: pageOf(Disclosure) },
      handler: ({ actor, query }) => listDisclosures(ctx, actor, query),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/disclosures',
      summary: 'Record the request of an authority',
      description: 'Nothing is exported before a second person has approved it.',
      body: CreateDisclosureRequest,
      responses: { 201: Disclosure },
      handler: ({ actor, body }) => createDisclosure(ctx, actor, body),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/disclosures/:id',
      summary: 'Get a disclosure',
      params,
      responses: { 200: Disclosure },
      handler: ({ actor, params: { id } }) => getDisclosure(ctx, actor, id),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/disclosures/:id/decide',
      stepUp: true,
      summary: 'Approve or refuse a disclosure',
      description: 'By another person than the one who recorded it.',
      params,
      body: DecideDisclosureRequest,
      responses: { 200: Disclosure },
      handler: ({ actor, params: { id }, body }) => decideDisclosure(ctx, actor, id, body),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/disclosures/:id/exports',
      stepUp: true,
      summary: 'Write the files of a disclosure',
      description: 'In the background; who asked downloads them by the routes of exports.',
      params,
      responses: { 202: Disclosure },
      handler: ({ actor, params: { id } }) => exportDisclosure(ctx, actor, id),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/disclosures/:id/hand-over',
      summary: 'Record that the authority has the data',
      description: 'Keeps the hash of each file.',
      params,
      body: HandOverDisclosureRequest,
      responses: { 200: Disclosure },
      handler: ({ actor, params: { id }, body }) => handOver(ctx, actor, id, body),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/disclosures/:id/withdraw',
      summary: 'Take a disclosure back',
      params,
      responses: { 200: Disclosure },
      handler: ({ actor, params: { id } }) => withdrawDisclosure(ctx, actor, id),
    }),
  ];
}
