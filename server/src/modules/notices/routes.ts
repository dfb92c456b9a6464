import {
  AcceptNoticeRequest,
  idSchema,
  NOTICE_LANGUAGES,
  NOTICE_PAGES,
  NoticeDraft,
  NoticeForMe,
  NoticeVersionDetail,
  PublicNotice,
  PublishNoticeRequest,
  UpdateNoticeFactsRequest,
  WorkspaceSlug,
} from '@kabar/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { installationId } from '#modules/keyring';
import type { UserActor, WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route } from '#platform/http/route';
import { acceptNotice, noticeFor, publicNotice } from './accept-notice.ts';
import { changeFacts, getDraft, getVersion, publishNotice, type NoticeScope } from './manage-notice.ts';
import type { NoticesContext } from './notices-context.ts';
import { noticeCss } from './pages/notice-css.ts';
import { showPage } from './pages/show-page.ts';

const params = z.object({ id: idSchema('notice') });
const pageQuery = z.object({
  lang: z.enum(NOTICE_LANGUAGES).optional().catch(undefined),
  version: z.coerce.number().int().positive().optional().catch(undefined),
});
const reads = { tag: 'Notices', auth: 'workspace', permission: 'privacy:read' } as const;
const writes = { tag: 'Notices', auth: 'workspace', permission: 'privacy:write' } as const;
const operates = { tag: 'Operators', auth: 'operator' } as const;

function scopeOf(actor: WorkspaceActor): NoticeScope {
  return {
    workspaceId: actor.workspaceId,
    actor: actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId },
  };
}

function operatorScope(actor: UserActor): NoticeScope {
  return { workspaceId: installationId, actor: { kind: 'user', id: actor.userId } };
}

/** Routes of notices: drafts and versions, what account holders accept, and the public pages. */
export function noticesRoutes(ctx: NoticesContext): Route[] {
  return [
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/notice',
      summary: 'Get the notice as it would be published now',
      description:
        'Facts, what is missing, every sentence that is true at this moment, what changed since the last version, and the versions.',
      responses: { 200: NoticeDraft },
      handler: ({ actor }) => getDraft(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...writes,
      method: 'PATCH',
      path: '/v1/notice/facts',
      summary: 'Say who is responsible and how to reach them',
      description: 'Changes the draft; what is published stays as it is.',
      body: UpdateNoticeFactsRequest,
      responses: { 200: NoticeDraft },
      handler: ({ actor, body }) => changeFacts(ctx, scopeOf(actor), body),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/notice/versions',
      summary: 'Publish the notice',
      description:
        'Refused while something is missing. A material change counts 30 days after it is told, at the earliest, and is mailed to those concerned. A published version is never changed.',
      body: PublishNoticeRequest,
      responses: { 201: NoticeVersionDetail },
      handler: ({ actor, body }) => publishNotice(ctx, scopeOf(actor), body),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/notice/versions/:id',
      summary: 'Get a published version',
      params,
      responses: { 200: NoticeVersionDetail },
      handler: ({ actor, params: { id } }) => getVersion(ctx, actor.workspaceId, id),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/notice',
      summary: 'Get the notice of the installation as it would be published now',
      responses: { 200: NoticeDraft },
      handler: () => getDraft(ctx, installationId),
    }),
    defineRoute({
      ...operates,
      method: 'PATCH',
      path: '/v1/operator/notice/facts',
      summary: 'Say who runs the installation and how to reach them',
      body: UpdateNoticeFactsRequest,
      responses: { 200: NoticeDraft },
      handler: ({ actor, body }) => changeFacts(ctx, operatorScope(actor), body),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/notice/versions',
      summary: 'Publish the notice of the installation',
      body: PublishNoticeRequest,
      responses: { 201: NoticeVersionDetail },
      handler: ({ actor, body }) => publishNotice(ctx, operatorScope(actor), body),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/notice/versions/:id',
      summary: 'Get a published version of the installation’s notice',
      params,
      responses: { 200: NoticeVersionDetail },
      handler: ({ params: { id } }) => getVersion(ctx, installationId, id),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/me/notice',
      summary: 'Get what you should know of the notice',
      description: 'A version that counts and that you have not accepted, and one that is coming.',
      tag: 'Notices',
      auth: 'person',
      responses: { 200: NoticeForMe },
      handler: ({ actor }) => noticeFor(ctx, actor.userId),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/notice',
      summary: 'Accept the notice',
      description: 'Records who accepted which version, when, and from where. It is never taken for consent to processing.',
      tag: 'Notices',
      auth: 'person',
      body: AcceptNoticeRequest,
      responses: { 200: NoticeForMe },
      handler: async ({ actor, body, clientIp }) => {
        await acceptNotice(ctx, actor.userId, body.notice_id, { ip: clientIp, surface: 'dashboard' });
        return noticeFor(ctx, actor.userId);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/legal/notice',
      summary: 'Get which notice counts for people who sign up',
      tag: 'Notices',
      auth: 'public',
      responses: { 200: PublicNotice },
      handler: () => publicNotice(ctx),
    }),
    defineRoute({
      method: 'GET',
      path: '/legal/notice.css',
      summary: 'The style sheet of the public pages',
      tag: 'Notices',
      auth: 'public',
      hidden: true,
      responses: { 200: 'text/css' },
      handler: async ({ reply }) => {
        reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600');
        return noticeCss;
      },
    }),
    ...NOTICE_PAGES.flatMap((page) => [
      defineRoute({
        method: 'GET',
        path: `/p/:slug/${page}`,
        summary: `The page "${page}" of a workspace's notice`,
        tag: 'Notices',
        auth: 'public',
        hidden: true,
        params: z.object({ slug: WorkspaceSlug }),
        query: pageQuery,
        responses: { 200: 'text/html', 404: 'text/html' },
        handler: async ({ params: { slug }, query, raw, reply }) => {
          const { status, html } = await showPage(ctx, {
            slug,
            page,
            language: query.lang ?? languageOf(raw),
            version: query.version ?? null,
          });
          void reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store');
          return html;
        },
      }),
      defineRoute({
        method: 'GET',
        path: `/legal/${page}`,
        summary: `The page "${page}" of the installation's notice`,
        tag: 'Notices',
        auth: 'public',
        hidden: true,
        query: pageQuery,
        responses: { 200: 'text/html', 404: 'text/html' },
        handler: async ({ query, raw, reply }) => {
          const { status, html } = await showPage(ctx, {
            slug: null,
            page,
            language: query.lang ?? languageOf(raw),
            version: query.version ?? null,
          });
          void reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store');
          return html;
        },
      }),
    ]),
  ];
}

/** Indonesian where the browser asks for it before English; English otherwise. */
function languageOf(raw: FastifyRequest): 'en' | 'id' {
  const first = (raw.headers['accept-language'] ?? '')
    .toLowerCase()
    .split(',')
    .find((tag) => /^\s*(?:id|en)\b/.test(tag));
  return first?.trim().startsWith('id') === true ? 'id' : 'en';
}
