import {
  DeletionStatus,
  HeldData,
  OpenPublicSessionRequest,
  OpenSelfRequest,
  PublicPage,
  PublicPhoneRequest,
  PublicSession,
  RefusePurposeRequest,
  RequestStatus,
  SelfRequestList,
  WorkspaceSlug,
  type SelfServiceLanguage,
} from '@kabar/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { countUse, networkOf } from '#modules/users';
import { AppError } from '#platform/errors';
import { requireOwnOrigin } from '#platform/http/authenticate';
import { defineRoute, type Route } from '#platform/http/route';
import { answerDeletion, readDeletionCode } from './data-deletion.ts';
import { heldData } from './held-data.ts';
import { askCode, beginVisit, endVisit, findVisitor, limits } from './prove.ts';
import { publicPage } from './public-page.ts';
import { refusePurpose, stopByNumber } from './refuse-purpose.ts';
import { endedSelfCookie, readSelfToken, selfCookie } from './self-cookie.ts';
import type { SelfServiceContext, Visitor } from './self-service-context.ts';
import { requirePage, type Page } from './settings.ts';

const tag = 'Pages for customers';
const params = z.object({ slug: WorkspaceSlug });
const requestParams = z.object({
  slug: WorkspaceSlug,
  reference: z.string().regex(/^prq_[0-9a-z]{26}$/, 'must be a reference such as prq_…'),
});

/**
 * Routes under `/v1/public/:slug`, for anybody. What belongs to a person needs the cookie of their visit; whatever changes something must come
 * from our own pages. No answer tells whether a number is known.
 */
export function publicRoutes(ctx: SelfServiceContext): Route[] {
  const isHttps = ctx.publicUrl.startsWith('https:');
  const origins = [new URL(ctx.publicUrl).origin];
  const tokenOf = (raw: FastifyRequest): string | null => readSelfToken(isHttps, raw.headers.cookie ?? '');

  /** The person of a visit. Errors: `not_found` without such a page; `unauthenticated` without a visit. */
  async function requireVisitor(raw: FastifyRequest, slug: string): Promise<{ page: Page; visitor: Visitor }> {
    if (raw.method !== 'GET') requireOwnOrigin(raw, origins);
    const page = await requirePage(ctx, slug);
    const visitor = await findVisitor(ctx, page, tokenOf(raw));
    if (visitor === null) throw new AppError('unauthenticated');
    return { page, visitor };
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/v1/public/:slug',
      summary: 'Get the page of a business for its customers',
      tag,
      auth: 'public',
      params,
      responses: { 200: PublicPage },
      handler: async ({ params: { slug }, raw }) => {
        const page = await requirePage(ctx, slug);
        return publicPage(ctx, page, (await findVisitor(ctx, page, tokenOf(raw))) !== null);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/public/:slug/codes',
      summary: 'Ask for a code over WhatsApp',
      description:
        'The answer is the same for every number. A code goes to customers who wrote in the last 24 hours; others write the word of the page.',
      tag,
      auth: 'public',
      params,
      body: PublicPhoneRequest,
      responses: { 202: null },
      handler: async ({ params: { slug }, body, raw, clientIp }) => {
        requireOwnOrigin(raw, origins);
        const page = await requirePage(ctx, slug);
        await askCode(ctx, page, { phone: body.phone, clientIp, language: languageOf(raw, page) });
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/public/:slug/session',
      summary: 'Begin a visit with a code or a link',
      description: 'Sets a cookie for 30 minutes.',
      tag,
      auth: 'public',
      params,
      body: OpenPublicSessionRequest,
      responses: { 200: PublicSession },
      handler: async ({ params: { slug }, body, raw, reply, clientIp }) => {
        requireOwnOrigin(raw, origins);
        const page = await requirePage(ctx, slug);
        const { token, expiresAt } = await beginVisit(ctx, page, body, clientIp);
        reply.header('set-cookie', selfCookie(isHttps, token));
        return { expires_at: expiresAt.toISOString() };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/public/:slug/session',
      summary: 'End the visit',
      tag,
      auth: 'public',
      params,
      responses: { 204: null },
      handler: async ({ params: { slug }, raw, reply }) => {
        requireOwnOrigin(raw, origins);
        await endVisit(ctx, await requirePage(ctx, slug), tokenOf(raw));
        reply.header('set-cookie', endedSelfCookie(isHttps));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/public/:slug/stop',
      summary: 'Stop marketing for a number',
      description: 'Without a code, because stopping shall be easy. The answer is the same for every number.',
      tag,
      auth: 'public',
      params,
      body: PublicPhoneRequest,
      responses: { 202: null },
      handler: async ({ params: { slug }, body, raw, clientIp }) => {
        requireOwnOrigin(raw, origins);
        await stopByNumber(ctx, await requirePage(ctx, slug), { phone: body.phone, clientIp });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/public/:slug/me',
      summary: 'See what is held about oneself',
      tag,
      auth: 'public',
      params,
      responses: { 200: HeldData },
      handler: async ({ params: { slug }, raw }) => heldData(ctx, (await requireVisitor(raw, slug)).visitor),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/public/:slug/me/consents',
      summary: 'Withdraw consent or object, for one purpose',
      description: 'Takes effect at once.',
      tag,
      auth: 'public',
      params,
      body: RefusePurposeRequest,
      responses: { 200: HeldData },
      handler: async ({ params: { slug }, body, raw }) => {
        const { visitor } = await requireVisitor(raw, slug);
        await refusePurpose(ctx, visitor, body.purpose);
        return heldData(ctx, visitor);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/public/:slug/me/requests',
      summary: 'List own requests',
      tag,
      auth: 'public',
      params,
      responses: { 200: SelfRequestList },
      handler: async ({ params: { slug }, raw }) => {
        const { visitor } = await requireVisitor(raw, slug);
        return { data: await ctx.requests.list(visitor.workspaceId, visitor.contactId) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/public/:slug/me/requests',
      summary: 'Ask for a copy, a correction, erasure or restriction',
      tag,
      auth: 'public',
      params,
      body: OpenSelfRequest,
      responses: { 201: z.object({ reference: z.string() }) },
      handler: async ({ params: { slug }, body, raw }) => {
        const { page, visitor } = await requireVisitor(raw, slug);
        if (body.kind === 'rectify' && body.note === undefined)
          throw new AppError('validation_failed', { details: { issues: [{ path: 'body.note', message: 'says what is wrong' }] } });
        const { workspaceId, contactId, proof } = visitor;
        const reference = await ctx.requests.open({
          workspaceId,
          contactId,
          kind: body.kind,
          note: body.note ?? null,
          channel: 'customer',
          proof,
          language: languageOf(raw, page),
        });
        return { reference };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/public/:slug/me/requests/:reference/cancel',
      summary: 'Take an own request back',
      description: 'While it has not begun.',
      tag,
      auth: 'public',
      params: requestParams,
      responses: { 204: null },
      handler: async ({ params: { slug, reference }, raw }) => {
        const { visitor } = await requireVisitor(raw, slug);
        await ctx.requests.cancel(visitor.workspaceId, visitor.contactId, reference);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/public/:slug/me/requests/:reference/file',
      summary: 'Download the copy of own data',
      description: 'A ZIP with JSON, CSV, a page to read, and files.',
      tag,
      auth: 'public',
      params: requestParams,
      responses: { 200: 'application/zip' },
      handler: async ({ params: { slug, reference }, raw, reply }) => {
        const { visitor } = await requireVisitor(raw, slug);
        const copy = await ctx.requests.openCopy(visitor.workspaceId, visitor.contactId, reference);
        if (copy === null) throw new AppError('not_found');
        reply.headers({
          'content-type': 'application/zip',
          'content-disposition': 'attachment; filename="my-data.zip"',
          'cache-control': 'private, no-store',
          'x-content-type-options': 'nosniff',
        });
        return copy;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/public/:slug/requests/:reference',
      summary: 'See how far a request is, by its reference',
      description: 'Says nothing about the person.',
      tag,
      auth: 'public',
      params: requestParams,
      responses: { 200: RequestStatus },
      handler: async ({ params: { slug, reference }, clientIp }) => {
        await countUse(ctx.throttle, 'self.look.network', networkOf(clientIp), limits.lookPerNetwork);
        const page = await requirePage(ctx, slug);
        const request = await ctx.requests.find(page.workspaceId, reference);
        if (request === null) throw new AppError('not_found');
        const { can_cancel: _own, file: _file, refusal: _refusal, kept: _kept, ...status } = request;
        return status;
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/public/:slug/deletions/:code',
      summary: 'See a confirmation that nothing was stored',
      description: 'For codes that Meta was given when somebody asked it to have their data deleted.',
      tag,
      auth: 'public',
      params: z.object({ slug: WorkspaceSlug, code: z.string().max(60) }),
      responses: { 200: DeletionStatus },
      handler: async ({ params: { slug, code }, clientIp }) => {
        await countUse(ctx.throttle, 'self.look.network', networkOf(clientIp), limits.lookPerNetwork);
        return { code, asked_on: await readDeletionCode(ctx, await requirePage(ctx, slug), code) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/webhooks/data-deletion/:key',
      summary: "Answer Meta's data deletion callback",
      tag,
      auth: 'public',
      hidden: true,
      bodyKind: 'raw',
      bodyLimitBytes: 10_000,
      params: z.object({ key: z.string().max(64) }),
      responses: { 200: z.object({ url: z.string(), confirmation_code: z.string() }) },
      handler: async ({ params: { key }, raw }) => answerDeletion(ctx, key, Buffer.isBuffer(raw.body) ? raw.body.toString('utf8') : ''),
    }),
  ];
}

/** The language the pages are shown in says itself in the header that browsers send; else the one of the page. */
function languageOf(raw: FastifyRequest, page: Page): SelfServiceLanguage {
  for (const wish of (raw.headers['accept-language'] ?? '').split(',')) {
    const language = wish.trim().slice(0, 2).toLowerCase();
    if (language === 'en' || language === 'id') return language;
  }
  return page.language;
}
