import { findTemplateByMetaId } from '#modules/templates';
import type { Route } from '#platform/http/route';
import { findAccount, findNumber } from './find-objects.ts';
import { requirePermission, type GraphContext } from './graph-context.ts';
import { selectFields } from './graph-fields.ts';
import { unknownObject } from './graph-refusal.ts';
import { defineGraphRoute, nameSubject, type GraphCall } from './graph-routes.ts';
import { readGraphMediaId } from './media-ids.ts';
import { deleteMedia, mediaNode } from './media-routes.ts';
import { accountKind, accountNode, numberKind, numberNode } from './number-nodes.ts';
import { templateKind, templateNode } from './template-nodes.ts';
import { editGraphTemplate } from './template-routes.ts';

/** What is addressed by its id alone: files, numbers, accounts, templates. */
export function nodeRoutes(ctx: GraphContext): Route[] {
  return [
    defineGraphRoute({
      method: 'GET',
      path: '/:node_id',
      summary: 'Read a file, number, account or template',
      answer: (call) => readNode(ctx, call),
    }),
    defineGraphRoute({
      method: 'POST',
      path: '/:node_id',
      summary: 'Change a template',
      answer: async (call) => {
        const { node_id: id = '' } = call.ids;
        const template = await findTemplateByMetaId(ctx, call.actor.workspaceId, id);
        if (template === null) throw unknownObject('POST', id);
        nameSubject(call, 'template', template.id);
        return editGraphTemplate(ctx, call, template);
      },
    }),
    defineGraphRoute({
      method: 'DELETE',
      path: '/:node_id',
      summary: 'Remove an upload',
      answer: async (call) => {
        const { node_id: id = '' } = call.ids;
        const mediaId = readGraphMediaId(id);
        if (mediaId === null) throw unknownObject('DELETE', id);
        return deleteMedia(ctx, call, mediaId, id);
      },
    }),
  ];
}

async function readNode(ctx: GraphContext, call: GraphCall): Promise<object> {
  const { actor, query } = call;
  const { workspaceId } = actor;
  const { node_id: id = '' } = call.ids;
  const mediaId = readGraphMediaId(id);
  if (mediaId !== null) return mediaNode(ctx, call, mediaId, id);
  const number = await findNumber(ctx, actor, id);
  if (number !== null) {
    requirePermission(actor, 'numbers:read');
    nameSubject(call, 'number', number.id);
    return selectFields(numberKind, numberNode(number), query['fields']);
  }
  const account = await findAccount(ctx, workspaceId, id);
  if (account !== null) {
    requirePermission(actor, 'numbers:read');
    return selectFields(accountKind, accountNode(account), query['fields']);
  }
  const template = await findTemplateByMetaId(ctx, workspaceId, id);
  if (template === null) throw unknownObject('GET', id);
  requirePermission(actor, 'templates:read');
  nameSubject(call, 'template', template.id);
  return selectFields(templateKind, templateNode(template), query['fields']);
}
