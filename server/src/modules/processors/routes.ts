import {
  AnnounceProcessorResponse,
  CreateProcessorRequest,
  CreateTransferRequest,
  EgressList,
  type EgressPlace,
  idSchema,
  Processor,
  ProcessorRegister,
  RecipientList,
  Transfer,
  UpdateProcessorRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { engineQuery } from '#platform/db/tx';
import { defineRoute, type Route } from '#platform/http/route';
import { businessTransferRoutes } from './business-transfers/routes.ts';
import { activateProcessor, announceProcessor, changeProcessor, createProcessor, endProcessor } from './change-processor.ts';
import { listRecipients } from './list-recipients.ts';
import { loadRegister } from './load-register.ts';
import { presentProcessor } from './present-processor.ts';
import type { ProcessorsContext } from './processors-context.ts';
import { selectCalls } from './processors.sql.ts';
import { createTransfer, endTransfer } from './record-transfer.ts';

const params = z.object({ id: idSchema('processor') });
const operates = { tag: 'Recipients', auth: 'operator' } as const;
const callDays = 30;

/** Routes of the register of recipients: what the operator keeps, and what a workspace sees of it. */
export function processorsRoutes(ctx: ProcessorsContext): Route[] {
  return [
    ...businessTransferRoutes(ctx),
    defineRoute({
      tag: 'Recipients',
      auth: 'workspace',
      permission: 'privacy:read',
      method: 'GET',
      path: '/v1/recipients',
      summary: 'List who receives data',
      description:
        'Processors and sub-processors of this installation, with purpose, region and what protects the data there; servers of your own that webhooks go to; and what changed in the last year.',
      responses: { 200: RecipientList },
      handler: ({ actor }) => listRecipients(ctx, actor.workspaceId, ctx.clock.now()),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/processors',
      summary: 'Get the register of recipients',
      responses: { 200: ProcessorRegister },
      handler: async () => {
        const now = ctx.clock.now();
        const { processors, transfers } = await loadRegister(ctx.db, now);
        return {
          home_region: ctx.homeRegion,
          data: processors.map((row) => presentProcessor(row, transfers, ctx.homeRegion, now)),
        };
      },
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/processors',
      summary: 'Record a recipient',
      description: 'It gets nothing before it is announced, complete and activated.',
      body: CreateProcessorRequest,
      responses: { 201: Processor },
      handler: ({ actor, body }) => createProcessor(ctx, actor, body),
    }),
    defineRoute({
      ...operates,
      method: 'PATCH',
      path: '/v1/operator/processors/:id',
      summary: 'Change a recipient',
      params,
      body: UpdateProcessorRequest,
      responses: { 200: Processor },
      handler: ({ actor, params: { id }, body }) => changeProcessor(ctx, actor, id, body),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/processors/:id/announce',
      stepUp: true,
      summary: 'Announce a recipient',
      description:
        'Mails the owners of all workspaces and tells those who decide about privacy in the product, each once. It may receive data 30 days later at the earliest and begins by itself. A complete record announces itself after an hour without a change.',
      params,
      responses: { 200: AnnounceProcessorResponse },
      handler: ({ actor, params: { id } }) => announceProcessor(ctx, actor, id),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/processors/:id/activate',
      stepUp: true,
      summary: 'Let a recipient receive data',
      description: 'Refused without region, contract, current assessment and, abroad, a transfer.',
      params,
      responses: { 200: Processor },
      handler: ({ actor, params: { id } }) => activateProcessor(ctx, actor, id),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/processors/:id/end',
      summary: 'End a recipient',
      params,
      responses: { 200: Processor },
      handler: ({ actor, params: { id } }) => endProcessor(ctx, actor, id),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/transfers',
      summary: 'Record a transfer to another country',
      body: CreateTransferRequest,
      responses: { 201: Transfer },
      handler: ({ actor, body }) => createTransfer(ctx, actor, body),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/transfers/:id/end',
      summary: 'End a transfer',
      params: z.object({ id: idSchema('transfer') }),
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => endTransfer(ctx, actor, id),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/egress',
      summary: 'List connections to other servers',
      description: 'By day, host and purpose, for 30 days: what was allowed, and what the register refused.',
      responses: { 200: EgressList },
      handler: async () => {
        const since = new Date(ctx.clock.now().getTime() - callDays * 86_400_000).toISOString().slice(0, 10);
        const rows = await engineQuery<Omit<EgressPlace, 'last_at'> & { lastAt: Date }>(ctx.db, selectCalls(since, 500));
        return { data: rows.map(({ lastAt, ...row }) => ({ ...row, last_at: lastAt.toISOString() })) };
      },
    }),
  ];
}
