import { ContactMerge, idSchema, MergeContactsRequest, MergePreview, PreviewMergeQuery, UndoMergeResponse } from '@kabar/contract';
import { z } from 'zod';
import { appendAudit } from '#modules/audit';
import { withEngine, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route } from '#platform/http/route';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { auditActorOf, doerOf, uuidOf } from '../record/acting.ts';
import { requireContact } from '../record/current-contact.ts';
import { loadRecord } from '../record/load-records.ts';
import { listMerges, previewMerge } from './list-merges.ts';
import { mergeContacts } from './merge-contacts.ts';
import type { MergeKeep } from './merge-record.ts';
import { undoMerge } from './undo-merge.ts';

const params = z.object({ id: idSchema('contact') });
const common = { tag: 'Contacts', auth: 'workspace', permission: 'contacts:manage' } as const;

/** Routes of merging contacts and taking merges apart. */
export function mergeRoutes(ctx: ContactsContext): Route[] {
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/contacts/:id/merge-preview',
      summary: 'See what a merge would do',
      description: 'What of the other contact would move, and where both have a value.',
      params,
      query: PreviewMergeQuery,
      responses: { 200: MergePreview },
      handler: ({ actor, params: { id }, query }) => previewMerge(ctx, actor, id, query.other),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/contacts/:id/merge',
      summary: 'Merge another contact into this one',
      description: 'Everything of the other goes over and its id leads here. Can be undone.',
      params,
      body: MergeContactsRequest,
      responses: { 200: ContactMerge },
      handler: ({ actor, params: { id }, body }) => mergeByHand(ctx, actor, id, body.other, body.keep),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/contacts/:id/merges',
      summary: 'List the merges of a contact',
      permission: 'contacts:read',
      params,
      responses: { 200: z.object({ data: z.array(ContactMerge) }) },
      handler: async ({ actor, params: { id } }) => ({ data: await listMerges(ctx, actor, id) }),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/contacts/:id/merges/:merge_id/undo',
      summary: 'Take a merge apart',
      description:
        'The merged contact stands for itself again. Messages that came since go with the identifier they came by; what was changed since stays.',
      params: z.object({ id: idSchema('contact'), merge_id: idSchema('merge') }),
      responses: { 200: UndoMergeResponse },
      handler: async ({ actor, params: { id, merge_id } }) => {
        const done = await undoMerge(ctx, actor, await requireContact(ctx, actor, id), uuidOf('merge', merge_id));
        return {
          contact: await loadRecord(ctx, actor.workspaceId, done.contactId),
          other: await loadRecord(ctx, actor.workspaceId, done.otherId),
        };
      },
    }),
  ];
}

async function mergeByHand(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  publicId: string,
  otherPublicId: string,
  keep: MergeKeep,
): Promise<ContactMerge> {
  const { workspaceId } = actor;
  const intoContactId = await requireContact(ctx, actor, publicId);
  const fromContactId = await requireContact(ctx, actor, otherPublicId);
  if (intoContactId === fromContactId) throw new AppError('conflict');
  const pair = { workspaceId, fromContactId, intoContactId };
  const mergeId = await withEngine(
    ctx.db,
    'merge two contacts by the word of a member, with everything that hangs on them',
    (tx) =>
      mergeContacts(ctx, tx, { ...pair, evidence: { kind: 'manual' }, actor: doerOf(actor), keep }, () => ctx.merging.moveRest(tx, pair)),
    { retries: 3 },
  );
  if (mergeId === null) throw new AppError('conflict');
  ctx.cache.forget(fromContactId);
  ctx.cache.forget(intoContactId);
  await withTenant(ctx.db, workspaceId, (tx) =>
    appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'contact.merged',
      target: { kind: 'contact', id: toPublicId('ctc', intoContactId) },
      after: { merge_id: toPublicId('mrg', mergeId) },
    }),
  );
  const merge = (await listMerges(ctx, actor, publicId)).find((one) => uuidOf('merge', one.id) === mergeId);
  if (merge === undefined) throw new AppError('conflict');
  return merge;
}
