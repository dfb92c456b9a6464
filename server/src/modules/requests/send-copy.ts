import type { FastifyReply } from 'fastify';
import { requestPublicId, type Actor } from './acting.ts';
import { openCopy } from './read-requests.ts';
import type { RequestsContext } from './requests-context.ts';

/** Hands out the copy of somebody's data as a download. Errors: as `openCopy`. */
export async function sendCopy(ctx: RequestsContext, actor: Actor, id: string, reply: FastifyReply): Promise<unknown> {
  const copy = await openCopy(ctx, actor, id);
  const name = `${requestPublicId(id)}.${copy.isAccount ? 'json' : 'zip'}`;
  reply.headers({
    'content-type': copy.isAccount ? 'application/json; charset=utf-8' : 'application/zip',
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  return copy.isAccount ? copy.text : copy.stream;
}
