import { ID_PREFIXES, idSchema, TranscriptQuery } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { makeTranscript } from './make-transcript.ts';
import type { TranscriptsContext } from './transcripts-context.ts';

/** Routes of transcripts. */
export function transcriptsRoutes(ctx: TranscriptsContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/conversations/:id/transcript',
      summary: 'Export a conversation as a file',
      description:
        'Streams plain text, HTML, JSON or CSV, oldest first, in the time zone of the workspace. Files are named and linked, not included.',
      tag: 'Conversations',
      auth: 'workspace',
      permission: 'conversations:export',
      params: z.object({ id: idSchema('conversation') }),
      query: TranscriptQuery,
      responses: { 200: 'application/octet-stream' },
      handler: async ({ actor, params, query, reply }) => {
        const id = fromPublicId(ID_PREFIXES.conversation, params.id);
        if (id === null) throw new AppError('not_found');
        const transcript = await makeTranscript(ctx, actor, id, query);
        reply.headers({
          'content-type': transcript.mimeType,
          'content-disposition': `attachment; filename="${transcript.filename}"`,
          'x-content-type-options': 'nosniff',
          'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
          'cache-control': 'private, no-store',
        });
        return transcript.content;
      },
    }),
  ];
}
