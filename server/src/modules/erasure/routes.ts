import {
  AccountErasurePlan,
  AccountErasureReceipt,
  EraseAccountRequest,
  EraseContactRequest,
  Erasure,
  ErasureCheck,
  ErasurePlan,
  ID_PREFIXES,
  idSchema,
  ListErasuresQuery,
  pageOf,
} from '@kabar/contract';
import { z } from 'zod';
import { auditActorOf, doerOf, requireContact, uuidOf } from '#modules/contacts';
import { engineQuery, tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { eraseAccount, planAccountErasure } from './erase-account.ts';
import { cancelErasure, orderErasure } from './erase-contact.ts';
import type { ErasureContext } from './erasure-context.ts';
import { selectErasure, selectErasures, selectLastCheck, type ErasureRow } from './erasures.sql.ts';
import { runErasureJob } from './jobs.ts';
import { planErasure } from './plan-erasure.ts';
import { presentErasure, presentPlan } from './present-erasure.ts';

const contact = z.object({ id: idSchema('contact') });
const params = z.object({ id: idSchema('erasure') });
const common = { tag: 'Privacy', auth: 'workspace' } as const;

/** Routes of erasing people. */
export function erasureRoutes(ctx: ErasureContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/me/erasure',
      tag: 'Account',
      auth: 'person',
      summary: 'See what erasing one’s own account would do',
      description: 'The workspaces one would leave, those that need another owner first, and what stays and why. Changes nothing.',
      responses: { 200: AccountErasurePlan },
      handler: ({ actor }) => planAccountErasure(ctx, actor.userId),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/erasure',
      tag: 'Account',
      auth: 'person',
      stepUp: true,
      summary: 'Erase one’s own account',
      description:
        'At once and for good: one leaves every workspace, all sessions end, and everything about the account goes but what has to stay. Answers with the signed receipt, which is mailed, too.',
      body: EraseAccountRequest,
      responses: { 200: AccountErasureReceipt },
      handler: async ({ actor, body }) => {
        if (body.email.trim().toLowerCase() !== actor.email.toLowerCase()) {
          throw new AppError('validation_failed', {
            details: { issues: [{ path: 'body.email', message: 'is not the address of this account' }] },
          });
        }
        return eraseAccount(ctx, actor.userId);
      },
    }),
    defineRoute({
      ...common,
      permission: 'privacy:read',
      method: 'GET',
      path: '/v1/contacts/:id/erasure',
      summary: 'See what erasing a contact would do',
      description: 'What goes, with counts; what stays, why and until when; legal holds that would stop it. Changes nothing.',
      params: contact,
      responses: { 200: ErasurePlan },
      handler: async ({ actor, params: { id } }) => {
        const contactId = await requireContact(ctx, actor, id);
        return presentPlan(contactId, await planErasure(ctx, actor.workspaceId, contactId));
      },
    }),
    defineRoute({
      ...common,
      permission: 'privacy:requests',
      method: 'POST',
      path: '/v1/contacts/:id/erasure',
      stepUp: true,
      summary: 'Erase a contact',
      description:
        'Begins after `wait_minutes`, until when it can be taken back. Then the person’s keys are destroyed at once, so that nothing about them can be read any more, here or in any backup, and everything else is removed step by step. A second call while one is under way answers with that one.',
      params: contact,
      body: EraseContactRequest,
      responses: { 202: Erasure },
      handler: async ({ actor, params: { id }, body }) => {
        const { workspaceId } = actor;
        const contactId = await requireContact(ctx, actor, id);
        const order = { reason: body.reason, actor: doerOf(actor), auditActor: auditActorOf(actor), waitMs: body.wait_minutes * 60_000 };
        const row = await orderErasure(ctx, workspaceId, contactId, order);
        if (row.startsAt <= ctx.clock.now())
          await ctx.jobs.enqueue(null, runErasureJob, { workspaceId, erasureId: row.id }, { key: row.id });
        return presentErasure(ctx, row);
      },
    }),
    defineRoute({
      ...common,
      permission: 'privacy:read',
      method: 'GET',
      path: '/v1/erasures',
      summary: 'List erasures',
      query: ListErasuresQuery,
      responses: { 200: pageOf(Erasure) },
      handler: async ({ actor: { workspaceId }, query: { limit, cursor, status, contact_id: of } }) => {
        const [position] = decodeCursor(cursor, 1) ?? [];
        const before = position === undefined ? null : fromPublicId(ID_PREFIXES.erasure, String(position));
        if (position !== undefined && before === null) throw new AppError('cursor_invalid');
        const only = { status: status ?? null, contactId: of === undefined ? null : uuidOf('contact', of) };
        const rows = await tenantQuery<ErasureRow>(ctx.db, workspaceId, selectErasures(workspaceId, only, before, limit + 1));
        const data = await Promise.all(rows.slice(0, limit).map((row) => presentErasure(ctx, row)));
        const last = data.at(-1);
        return { data, next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null };
      },
    }),
    defineRoute({
      ...common,
      permission: 'privacy:read',
      method: 'GET',
      path: '/v1/erasures/check',
      summary: 'See whether anything of erased people is left',
      description: 'The last nightly search through every table of this installation. Anything but 0 is a failure.',
      responses: { 200: ErasureCheck },
      handler: async () => {
        type Row = { at: Date; contactCount: number; findingCount: number; findings: { table: string; count: number }[] };
        const [row] = await engineQuery<Row>(ctx.db, selectLastCheck);
        return row === undefined
          ? { at: null, contact_count: 0, finding_count: 0, findings: [] }
          : { at: row.at.toISOString(), contact_count: row.contactCount, finding_count: row.findingCount, findings: row.findings };
      },
    }),
    defineRoute({
      ...common,
      permission: 'privacy:read',
      method: 'GET',
      path: '/v1/erasures/:id',
      summary: 'Get an erasure',
      params,
      responses: { 200: Erasure },
      handler: async ({ actor: { workspaceId }, params: { id } }) => {
        const [row] = await tenantQuery<ErasureRow>(ctx.db, workspaceId, selectErasure(workspaceId, uuidOf('erasure', id)));
        if (row === undefined) throw new AppError('not_found');
        return presentErasure(ctx, row);
      },
    }),
    defineRoute({
      ...common,
      permission: 'privacy:requests',
      method: 'POST',
      path: '/v1/erasures/:id/cancel',
      summary: 'Take an erasure back',
      description: 'Only while it waits. Once it has begun there is no way back.',
      params,
      responses: { 200: Erasure },
      handler: async ({ actor, params: { id } }) =>
        presentErasure(ctx, await cancelErasure(ctx, actor.workspaceId, uuidOf('erasure', id), auditActorOf(actor))),
    }),
  ];
}
