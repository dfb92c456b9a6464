import {
  AskSealedOpeningRequest,
  CreateHoldRequest,
  DecideSealedOpeningRequest,
  idSchema,
  ListHoldsQuery,
  ListRetentionRunsQuery,
  ListSealedOpeningsQuery,
  pageOf,
  PreviewRetentionRequest,
  ReleaseHoldRequest,
  RetentionHold,
  RetentionPreview,
  RetentionRun,
  RetentionState,
  SaveRetentionRequest,
  SealedOpening,
  UpdateHoldRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { uuidOf } from '#modules/contacts';
import { defineRoute, type Route } from '#platform/http/route';
import { changeHold, createHold, endHold, listHolds } from './holds.ts';
import { getRun, listRuns } from './list-runs.ts';
import type { RetentionContext } from './retention-context.ts';
import { getRetention, previewRetention, saveRetention } from './retention-state.ts';
import { answerOpening, askOpening, downloadOpening, listOpenings } from './sealed-openings.ts';

const reads = { tag: 'Privacy', auth: 'workspace', permission: 'privacy:read' } as const;
const writes = { tag: 'Privacy', auth: 'workspace', permission: 'privacy:write' } as const;
const holdParams = z.object({ id: idSchema('hold') });
const openingParams = z.object({ id: idSchema('sealedOpening') });

/** Routes of retention: policy, receipts, holds. */
export function retentionRoutes(ctx: RetentionContext): Route[] {
  return [
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/retention',
      summary: 'Get what is kept for how long',
      description: 'The policy, what holds for each class of data and by which rule, and how old its oldest row is.',
      responses: { 200: RetentionState },
      handler: ({ actor }) => getRetention(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...writes,
      method: 'PUT',
      path: '/v1/privacy/retention',
      stepUp: true,
      summary: 'Decide what is kept for how long',
      description:
        'A policy that cannot be true is refused with the two rules that collide. What becomes shorter is swept at once; what was removed does not come back.',
      body: SaveRetentionRequest,
      responses: { 200: RetentionState },
      handler: ({ actor, body }) => saveRetention(ctx, actor, body),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/privacy/retention/preview',
      summary: 'Try a policy',
      description: 'What would hold, what would collide, and how many rows the next sweep would remove. Changes nothing.',
      body: PreviewRetentionRequest,
      responses: { 200: RetentionPreview },
      handler: ({ actor, body }) => previewRetention(ctx, actor.workspaceId, body.policy),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/retention/runs',
      summary: 'List receipts of sweeps',
      description: 'What was removed, by which rule, and what stayed and why. Newest first; a sweep that found nothing leaves none.',
      query: ListRetentionRunsQuery,
      responses: { 200: pageOf(RetentionRun) },
      handler: ({ actor, query }) => listRuns(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/retention/runs/:id',
      summary: 'Get a receipt',
      params: z.object({ id: idSchema('retentionRun') }),
      responses: { 200: RetentionRun },
      handler: ({ actor, params: { id } }) => getRun(ctx, actor.workspaceId, uuidOf('retentionRun', id)),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/privacy/holds',
      summary: 'List holds',
      query: ListHoldsQuery,
      responses: { 200: pageOf(RetentionHold) },
      handler: ({ actor, query }) => listHolds(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/privacy/holds',
      summary: 'Put a hold on data',
      description: 'What it covers is neither swept nor erased until it is released. Conditions that are left out cover everything.',
      body: CreateHoldRequest,
      responses: { 201: RetentionHold },
      handler: ({ actor, body }) => createHold(ctx, actor, body),
    }),
    defineRoute({
      ...writes,
      method: 'PATCH',
      path: '/v1/privacy/holds/:id',
      summary: 'Change who answers for a hold, or its review date',
      params: holdParams,
      body: UpdateHoldRequest,
      responses: { 200: RetentionHold },
      handler: ({ actor, params: { id }, body }) => changeHold(ctx, actor, uuidOf('hold', id), body),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/privacy/holds/:id/release',
      stepUp: true,
      summary: 'Release a hold',
      description: 'What it kept and is due goes with the next sweep.',
      params: holdParams,
      body: ReleaseHoldRequest,
      responses: { 200: RetentionHold },
      handler: ({ actor, params: { id }, body }) => endHold(ctx, actor, uuidOf('hold', id), body),
    }),
    defineRoute({
      ...writes,
      method: 'GET',
      path: '/v1/privacy/sealed/openings',
      summary: 'List openings of sealed records',
      description:
        'Who asked to open records of the sealed tier, why, who decided, and whether the file can still be downloaded. Newest first.',
      query: ListSealedOpeningsQuery,
      responses: { 200: pageOf(SealedOpening) },
      handler: ({ actor, query }) => listOpenings(ctx, actor, query),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/privacy/sealed/openings',
      summary: 'Ask to open sealed records',
      description: 'Opens nothing yet: another member who may decide about privacy has seven days to approve.',
      body: AskSealedOpeningRequest,
      responses: { 201: SealedOpening },
      handler: ({ actor, body }) => askOpening(ctx, actor, body),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/privacy/sealed/openings/:id/decide',
      stepUp: true,
      summary: 'Approve or refuse an opening',
      description: 'Never by the member who asked. Approved, it can be downloaded by whoever asked for 24 hours.',
      params: openingParams,
      body: DecideSealedOpeningRequest,
      responses: { 200: SealedOpening },
      handler: ({ actor, params: { id }, body }) => answerOpening(ctx, actor, uuidOf('sealedOpening', id), body),
    }),
    defineRoute({
      ...writes,
      method: 'GET',
      path: '/v1/privacy/sealed/openings/:id/file',
      summary: 'Download opened records',
      description: 'One JSON object per line. Only for the member who asked, within 24 hours of the approval; each download is audited.',
      params: openingParams,
      responses: { 200: 'application/octet-stream' },
      handler: async ({ actor, params: { id }, reply }) => {
        const stream = await downloadOpening(ctx, actor, uuidOf('sealedOpening', id));
        reply.headers({
          'content-type': 'application/x-ndjson; charset=utf-8',
          'content-disposition': 'attachment; filename="sealed-records.jsonl"',
          'cache-control': 'private, no-store',
          'x-content-type-options': 'nosniff',
        });
        return stream;
      },
    }),
  ];
}
