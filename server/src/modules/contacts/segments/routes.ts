import { ContactCount, CreateSegmentRequest, idSchema, Segment, UpdateSegmentRequest } from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import type { ContactsContext } from '../contacts-context.ts';
import { uuidOf } from '../record/acting.ts';
import { changeSegment, createSegment, getSegment, listSegments, removeSegment } from './segments.ts';
import { conditionsFor, countSelection } from './select-contacts.ts';

/** Routes of segments. */
export function segmentRoutes(ctx: ContactsContext): Route[] {
  const params = z.object({ id: idSchema('segment') });
  const common = { tag: 'Segments', auth: 'workspace', permission: 'contacts:write' } as const;
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/segments',
      summary: 'List segments',
      description: 'The shared ones and one’s own.',
      permission: 'contacts:read',
      responses: { 200: z.object({ data: z.array(Segment) }) },
      handler: async ({ actor }) => ({ data: await listSegments(ctx, actor) }),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/segments',
      summary: 'Save a segment',
      description: 'A filter under a name. Sharing it needs `contacts:manage`; a segment of an API key is shared.',
      body: CreateSegmentRequest,
      responses: { 201: Segment },
      handler: ({ actor, body }) => createSegment(ctx, actor, body),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/segments/:id',
      summary: 'Get a segment',
      permission: 'contacts:read',
      params,
      responses: { 200: Segment },
      handler: ({ actor, params: { id } }) => getSegment(ctx, actor, uuidOf('segment', id)),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/segments/:id/count',
      summary: 'Count the contacts of a segment',
      description: 'As they are now: exact up to 10,000.',
      permission: 'contacts:read',
      params,
      responses: { 200: ContactCount },
      handler: async ({ actor, params: { id } }) =>
        countSelection(ctx, actor.workspaceId, await conditionsFor(ctx, actor, { segmentId: id })),
    }),
    defineRoute({
      ...common,
      method: 'PATCH',
      path: '/v1/segments/:id',
      summary: 'Change a segment',
      params,
      body: UpdateSegmentRequest,
      responses: { 200: Segment },
      handler: ({ actor, params: { id }, body }) => changeSegment(ctx, actor, uuidOf('segment', id), body),
    }),
    defineRoute({
      ...common,
      method: 'DELETE',
      path: '/v1/segments/:id',
      summary: 'Delete a segment',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => removeSegment(ctx, actor, uuidOf('segment', id)),
    }),
  ];
}
