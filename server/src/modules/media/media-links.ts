import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ID_PREFIXES, type MediaLink } from '@kabar/contract';
import { AppError } from '#platform/errors';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { MediaContext } from './media-context.ts';

/** What a link gives. */
export type LinkTarget = { workspaceId: string; mediaId: string; isThumbnail: boolean; isDownload: boolean };

const validMs = 5 * 60_000;
const macChars = 43;

/**
 * Makes an address that works for five minutes without signing in: who, what and until when, behind a keyed hash of the
 * workspace's own key. Nothing is stored; an erased file, contact or workspace ends it at once.
 */
export async function createMediaLink(ctx: Pick<MediaContext, 'keyring' | 'clock' | 'publicUrl'>, target: LinkTarget): Promise<MediaLink> {
  const until = new Date(ctx.clock.now().getTime() + validMs);
  const flags = `${target.isThumbnail ? 't' : ''}${target.isDownload ? 'd' : ''}`;
  const head = [
    toPublicId(ID_PREFIXES.workspace, target.workspaceId),
    toPublicId(ID_PREFIXES.media, target.mediaId),
    until.getTime().toString(36),
    flags,
  ].join('.');
  const mac = macOf(await linkKey(ctx, target.workspaceId), head);
  return { url: `${ctx.publicUrl}/files/${head}.${mac}`, expires_at: until.toISOString() };
}

/** Reads a link's last part. Errors: `not_found` for one that we did not make, or that is over. */
export async function readMediaLink(ctx: Pick<MediaContext, 'keyring' | 'clock'>, token: string): Promise<LinkTarget> {
  const [workspace = '', media = '', until = '', flags = '', mac = '', ...rest] = token.split('.');
  const workspaceId = fromPublicId(ID_PREFIXES.workspace, workspace);
  const mediaId = fromPublicId(ID_PREFIXES.media, media);
  if (workspaceId === null || mediaId === null || rest.length > 0 || mac.length !== macChars) throw new AppError('not_found');
  const key = await linkKey(ctx, workspaceId).catch((cause: unknown) => {
    throw new AppError('not_found', { cause }); // a workspace that is not there has no key
  });
  const expected = macOf(key, [workspace, media, until, flags].join('.'));
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(mac, 'latin1').subarray(0, macChars))) throw new AppError('not_found');
  if (Number.parseInt(until, 36) <= ctx.clock.now().getTime()) throw new AppError('not_found');
  return { workspaceId, mediaId, isThumbnail: flags.includes('t'), isDownload: flags.includes('d') };
}

function linkKey(ctx: Pick<MediaContext, 'keyring'>, workspaceId: string): Promise<KeyObject> {
  return ctx.keyring.indexKey(workspaceId, 'media_links');
}

function macOf(key: KeyObject, head: string): string {
  return createHmac('sha256', key).update(`media link 1\0${head}`).digest('base64url');
}
