import {
  AutomaticReplySettings,
  AwayMessage,
  ID_PREFIXES,
  idSchema,
  PreviewAwayMessageRequest,
  PreviewAwayMessageResponse,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import type { AutomaticRepliesContext } from './automatic-replies-context.ts';
import { listAwayMessages, previewAwayMessage, removeAwayMessage, setAwayMessage } from './set-away-message.ts';

const tag = 'Automatic replies';
const params = z.object({ number_id: idSchema('number') });

/** Routes under `/v1/automatic-replies`. */
export function automaticReplyRoutes(ctx: AutomaticRepliesContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/automatic-replies',
      summary: 'Get the away messages',
      description: 'Of the workspace and of the numbers that have their own.',
      tag,
      auth: 'workspace',
      permission: 'workspace:read',
      responses: { 200: AutomaticReplySettings },
      handler: ({ actor }) => listAwayMessages(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/automatic-replies',
      summary: 'Set the away message of the workspace',
      description: 'Sent to customers who write outside the working hours, marked as automatic.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      body: AwayMessage,
      responses: { 200: AutomaticReplySettings },
      handler: ({ actor, body }) => setAwayMessage(ctx, actor, null, body),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/automatic-replies/preview',
      summary: 'Preview an away message',
      description: 'As a customer would read it now. Nothing is stored or sent.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      body: PreviewAwayMessageRequest,
      responses: { 200: PreviewAwayMessageResponse },
      handler: ({ actor, body }) => previewAwayMessage(ctx, actor.workspaceId, body),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/automatic-replies/numbers/:number_id',
      summary: 'Set the away message of a number',
      description: 'Instead of that of the workspace.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params,
      body: AwayMessage,
      responses: { 200: AutomaticReplySettings },
      handler: ({ actor, params: { number_id }, body }) => setAwayMessage(ctx, actor, numberUuid(number_id), body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/automatic-replies/numbers/:number_id',
      summary: 'Remove the away message of a number',
      description: 'It follows the workspace again.',
      tag,
      auth: 'workspace',
      permission: 'inbox:configure',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { number_id } }) => removeAwayMessage(ctx, actor, numberUuid(number_id)),
    }),
  ];
}

function numberUuid(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.number, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
