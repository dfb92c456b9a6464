import { CreateEvidenceRequest, Evidence, EvidenceList, idSchema, PromiseBoard, UpdateEvidenceRequest } from '@kabar/contract';
import { z } from 'zod';
import { installationId } from '#modules/keyring';
import { defineRoute, type Route } from '#platform/http/route';
import { changeEvidence, createEvidence, listEvidence, removeEvidence } from './evidence/manage-evidence.ts';
import { getBoard, lookAgain } from './get-board.ts';
import { installationScope, scopeOf, type PromisesContext } from './promises-context.ts';

const params = z.object({ id: idSchema('evidence') });
const reads = { tag: 'Promises', auth: 'workspace', permission: 'privacy:read' } as const;
const writes = { tag: 'Promises', auth: 'workspace', permission: 'privacy:write' } as const;
const operates = { tag: 'Operators', auth: 'operator' } as const;

/** Routes of promises and their evidence, for a workspace and for the installation. */
export function promisesRoutes(ctx: PromisesContext): Route[] {
  return [
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/promises',
      summary: 'List every promise with its proof',
      description:
        'All 297 sentences that a notice may contain, each with what makes it true, what shows it, and when that was last found out.',
      responses: { 200: PromiseBoard },
      handler: ({ actor }) => getBoard(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/promises/check',
      summary: 'Look into the installation now',
      description: 'Runs every live check and gives the board. Tests run with the release, by `npm run promises`.',
      responses: { 200: PromiseBoard },
      handler: ({ actor }) => lookAgain(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/evidence',
      summary: 'List evidence',
      description:
        'Audits, training, certificates and contracts of the workspace and of the installation, those that run out first at the top.',
      responses: { 200: EvidenceList },
      handler: ({ actor }) => listEvidence(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/evidence',
      summary: 'Add a piece of evidence',
      description: 'Sentences that rest on it may stand in the notice until its last day.',
      body: CreateEvidenceRequest,
      responses: { 201: Evidence },
      handler: ({ actor, body }) => createEvidence(ctx, scopeOf(actor), body),
    }),
    defineRoute({
      ...writes,
      method: 'PATCH',
      path: '/v1/evidence/:id',
      summary: 'Change a piece of evidence',
      params,
      body: UpdateEvidenceRequest,
      responses: { 200: Evidence },
      handler: ({ actor, params: { id }, body }) => changeEvidence(ctx, scopeOf(actor), id, body),
    }),
    defineRoute({
      ...writes,
      method: 'DELETE',
      path: '/v1/evidence/:id',
      summary: 'Remove a piece of evidence',
      description: 'Sentences that rest on it leave the notice at once.',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => removeEvidence(ctx, scopeOf(actor), id),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/promises',
      summary: 'List every promise of the installation',
      responses: { 200: PromiseBoard },
      handler: () => getBoard(ctx, installationId),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/promises/check',
      summary: 'Look into the installation now',
      responses: { 200: PromiseBoard },
      handler: () => lookAgain(ctx, installationId),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/evidence',
      summary: 'List evidence of the installation',
      responses: { 200: EvidenceList },
      handler: () => listEvidence(ctx, installationId),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/evidence',
      summary: 'Add a piece of evidence of the installation',
      description: 'It counts for every workspace.',
      body: CreateEvidenceRequest,
      responses: { 201: Evidence },
      handler: ({ actor, body }) => createEvidence(ctx, installationScope(installationId, actor), body),
    }),
    defineRoute({
      ...operates,
      method: 'PATCH',
      path: '/v1/operator/evidence/:id',
      summary: 'Change a piece of evidence of the installation',
      params,
      body: UpdateEvidenceRequest,
      responses: { 200: Evidence },
      handler: ({ actor, params: { id }, body }) => changeEvidence(ctx, installationScope(installationId, actor), id, body),
    }),
    defineRoute({
      ...operates,
      method: 'DELETE',
      path: '/v1/operator/evidence/:id',
      summary: 'Remove a piece of evidence of the installation',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => removeEvidence(ctx, installationScope(installationId, actor), id),
    }),
  ];
}
