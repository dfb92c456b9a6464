import {
  AddSignInDomainRequest,
  BeginSingleSignOnRequest,
  ID_PREFIXES,
  PutSingleSignOnProviderRequest,
  SignInDomain,
  SingleSignOn,
  SingleSignOnReturn,
  SingleSignOnStart,
  StepUpBySingleSignOnRequest,
  UpdateSingleSignOnOnlyRequest,
  idSchema,
} from '@kabar/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { challengeOf, readCaller, requireOwnPage, setChallenge, welcome } from '#modules/users';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { beginSingleSignOn, beginStepUp, type BegunVisit } from './begin-single-sign-on.ts';
import { finishSingleSignOn, type VisitOutcome } from './finish-single-sign-on.ts';
import {
  addDomain,
  getSingleSignOn,
  putProvider,
  removeDomain,
  removeProvider,
  setSingleSignOnOnly,
  verifyDomain,
} from './manage-single-sign-on.ts';
import type { SingleSignOnContext } from './single-sign-on-context.ts';

const account = { tag: 'Account' } as const;
const owners = { tag: 'Single sign-on', auth: 'workspace', permission: 'workspace:sign_in' } as const;
const domainParams = z.object({ id: idSchema('signInDomain') });

/** Routes of single sign-on: for visitors, for whoever comes back from a provider, and for owners who set it up. */
export function singleSignOnRoutes(ctx: SingleSignOnContext): Route[] {
  const start = (reply: FastifyReply, begun: BegunVisit | null): { url: string | null } => {
    if (begun !== null) setChallenge(ctx.users, reply, begun.visitToken);
    return { url: begun?.url ?? null };
  };
  return [
    defineRoute({
      ...account,
      method: 'POST',
      path: '/v1/auth/single-sign-on',
      summary: 'Begin to sign in at a company’s provider',
      description:
        'Looks at the domain of the address only. Gives where the browser has to go, or null when no provider speaks for the domain.',
      auth: 'public',
      body: BeginSingleSignOnRequest,
      responses: { 200: SingleSignOnStart },
      handler: async ({ body, raw, clientIp, reply }) => {
        requireOwnPage(ctx.users, raw);
        const input = { email: body.email, next: body.next ?? null };
        return start(reply, await beginSingleSignOn(ctx, input, readCaller(ctx.users, raw, clientIp)));
      },
    }),
    defineRoute({
      ...account,
      method: 'GET',
      path: '/v1/auth/single-sign-on/callback/:id',
      summary: 'Come back from a company’s provider',
      description: 'Where the provider sends the browser. It goes on to the dashboard, signed in or with the reason why not.',
      auth: 'public',
      hidden: true,
      params: z.object({ id: idSchema('workspace') }),
      query: SingleSignOnReturn,
      responses: { 303: null },
      handler: async ({ params, query, raw, clientIp, reply }) => {
        const workspaceId = fromPublicId(ID_PREFIXES.workspace, params.id);
        const outcome =
          workspaceId === null
            ? ({ kind: 'failed', reason: 'expired', next: '/' } as const)
            : await finishSingleSignOn(
                ctx,
                { workspaceId, visitToken: challengeOf(ctx.users, raw), query },
                readCaller(ctx.users, raw, clientIp),
              );
        if (outcome.kind === 'signed_in') welcome(ctx.users, reply, outcome.signedIn);
        reply.header('location', wayOn(outcome));
      },
    }),
    defineRoute({
      ...account,
      method: 'POST',
      path: '/v1/auth/step-up/single-sign-on',
      summary: 'Confirm a dangerous act at the company’s provider',
      auth: 'person',
      body: StepUpBySingleSignOnRequest,
      responses: { 200: SingleSignOnStart },
      handler: async ({ actor, body, reply }) => start(reply, await beginStepUp(ctx, actor, body.next)),
    }),
    defineRoute({
      ...owners,
      method: 'GET',
      path: '/v1/workspace/single-sign-on',
      summary: 'See how members sign in at the company’s provider',
      responses: { 200: SingleSignOn },
      handler: ({ actor }) => getSingleSignOn(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...owners,
      method: 'PUT',
      path: '/v1/workspace/single-sign-on',
      summary: 'Set the company’s provider',
      description: 'The provider is asked what it is before anything is stored.',
      stepUp: true,
      body: PutSingleSignOnProviderRequest,
      responses: { 200: SingleSignOn },
      handler: ({ actor, body }) => putProvider(ctx, personOf(actor), body),
    }),
    defineRoute({
      ...owners,
      method: 'DELETE',
      path: '/v1/workspace/single-sign-on',
      summary: 'Remove the company’s provider',
      stepUp: true,
      responses: { 204: null },
      handler: ({ actor }) => removeProvider(ctx, ownerOf(actor)),
    }),
    defineRoute({
      ...owners,
      method: 'PUT',
      path: '/v1/workspace/single-sign-on/only',
      summary: 'Make single sign-on the only way in, or one of several',
      description: 'Owners can always come with their own second factor.',
      stepUp: true,
      body: UpdateSingleSignOnOnlyRequest,
      responses: { 204: null },
      handler: ({ actor, body }) => setSingleSignOnOnly(ctx, ownerOf(actor), body.is_on),
    }),
    defineRoute({
      ...owners,
      method: 'POST',
      path: '/v1/workspace/single-sign-on/domains',
      summary: 'Add a domain',
      description: 'Gives the TXT record that shows it is the workspace’s.',
      body: AddSignInDomainRequest,
      responses: { 201: SignInDomain },
      handler: ({ actor, body }) => addDomain(ctx, ownerOf(actor), body.domain),
    }),
    defineRoute({
      ...owners,
      method: 'POST',
      path: '/v1/workspace/single-sign-on/domains/:id/verify',
      summary: 'Check a domain in DNS',
      stepUp: true,
      params: domainParams,
      responses: { 200: SignInDomain },
      handler: ({ actor, params }) => verifyDomain(ctx, ownerOf(actor), uuidOf(params.id)),
    }),
    defineRoute({
      ...owners,
      method: 'DELETE',
      path: '/v1/workspace/single-sign-on/domains/:id',
      summary: 'Remove a domain',
      stepUp: true,
      params: domainParams,
      responses: { 204: null },
      handler: ({ actor, params }) => removeDomain(ctx, ownerOf(actor), uuidOf(params.id)),
    }),
  ];
}

/** A path of our own dashboard: what came from outside was held to one when the visit began. */
function wayOn(outcome: VisitOutcome): string {
  if (outcome.kind === 'failed') return `/sign-in?single_sign_on=${outcome.reason}&next=${encodeURIComponent(outcome.next)}`;
  return outcome.next;
}

function ownerOf(actor: WorkspaceActor): { workspaceId: string; userId: string } {
  const { workspaceId, userId } = personOf(actor);
  return { workspaceId, userId };
}

function personOf(actor: WorkspaceActor): WorkspaceActor & { kind: 'user' } {
  if (actor.kind !== 'user') throw new Error('an API key got where only people may be');
  return actor;
}

function uuidOf(id: string): string {
  const uuid = fromPublicId(ID_PREFIXES.signInDomain, id);
  if (uuid === null) throw new AppError('not_found');
  return uuid;
}
