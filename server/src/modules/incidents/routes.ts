import {
  CloseIncidentRequest,
  CreateIncidentRequest,
  idSchema,
  Incident,
  IncidentDraft,
  IncidentDraftQuery,
  IncidentList,
  IncidentNoteRequest,
  IncidentPerson,
  IncidentTimeline,
  ListIncidentPersonsQuery,
  pageOf,
  SettleClockRequest,
  TellPersonsRequest,
  TellPreview,
  TellQuery,
  TellWorkspacesResponse,
  UpdateIncidentRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { installationId } from '#modules/keyring';
import type { UserActor, WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route } from '#platform/http/route';
import { assessIncident, listPersons } from './assess-incident.ts';
import { getTimeline } from './get-timeline.ts';
import type { IncidentScopeOf, IncidentsContext } from './incidents-context.ts';
import { getIncident, listIncidents } from './present-incident.ts';
import { changeIncident, closeIncident, createIncident, noteIncident, reopenIncident, settleClock } from './record-incident.ts';
import { draftFor, orderTelling, previewTelling } from './tell-persons.ts';
import { tellWorkspaces } from './tell-workspaces.ts';

const ofIncident = z.object({ id: idSchema('incident') });
const shared = { tag: 'Incidents', auth: 'workspace' } as const;
const reads = { ...shared, permission: 'privacy:read' } as const;
const writes = { ...shared, permission: 'privacy:write' } as const;
const operates = { tag: 'Incidents', auth: 'operator' } as const;

/** Routes of incidents: those of a workspace, and those of the installation, which span workspaces. */
export function incidentsRoutes(ctx: IncidentsContext): Route[] {
  return [...workspaceRoutes(ctx), ...operatorRoutes(ctx)];
}

function ofWorkspace(actor: WorkspaceActor): IncidentScopeOf {
  return { ownerId: actor.workspaceId, isOperator: false, userId: actor.kind === 'user' ? actor.userId : null };
}

function ofInstallation(actor: UserActor): IncidentScopeOf {
  return { ownerId: installationId, isOperator: true, userId: actor.userId };
}

function workspaceRoutes(ctx: IncidentsContext): Route[] {
  return [
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/incidents',
      summary: 'List incidents',
      description: 'Open ones first.',
      responses: { 200: IncidentList },
      handler: ({ actor }) => listIncidents(ctx, ofWorkspace(actor)),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/incidents',
      summary: 'Record an incident',
      description: 'The clocks of the laws run from `known_at`.',
      body: CreateIncidentRequest,
      responses: { 201: Incident },
      handler: ({ actor, body }) => createIncident(ctx, ofWorkspace(actor), body),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/incidents/:id',
      summary: 'Get an incident',
      params: ofIncident,
      responses: { 200: Incident },
      handler: ({ actor, params }) => getIncident(ctx, ofWorkspace(actor), params.id),
    }),
    defineRoute({
      ...writes,
      method: 'PATCH',
      path: '/v1/incidents/:id',
      summary: 'Change an incident',
      params: ofIncident,
      body: UpdateIncidentRequest,
      responses: { 200: Incident },
      handler: ({ actor, params, body }) => changeIncident(ctx, ofWorkspace(actor), params.id, body),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/incidents/:id/assess',
      summary: 'Find who is concerned',
      description: 'One question over everything that is stored; who was told stays told.',
      params: ofIncident,
      responses: { 200: Incident },
      handler: ({ actor, params }) => assessIncident(ctx, ofWorkspace(actor), params.id),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/incidents/:id/persons',
      summary: 'List who is concerned',
      description: 'With what became of telling them.',
      params: ofIncident,
      query: ListIncidentPersonsQuery,
      responses: { 200: pageOf(IncidentPerson) },
      handler: ({ actor, params, query }) => listPersons(ctx, ofWorkspace(actor), params.id, query),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/incidents/:id/timeline',
      summary: 'Get the timeline of an incident',
      params: ofIncident,
      responses: { 200: IncidentTimeline },
      handler: ({ actor, params }) => getTimeline(ctx, ofWorkspace(actor), params.id),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/incidents/:id/notes',
      summary: 'Add to the timeline',
      params: ofIncident,
      body: IncidentNoteRequest,
      responses: { 204: null },
      handler: ({ actor, params, body }) => noteIncident(ctx, ofWorkspace(actor), params.id, body.text),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/incidents/:id/clocks',
      summary: 'Settle a clock',
      description: 'Say when and how it was met, or why the law does not ask for it.',
      params: ofIncident,
      body: SettleClockRequest,
      responses: { 200: Incident },
      handler: ({ actor, params, body }) => settleClock(ctx, ofWorkspace(actor), params.id, body),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/incidents/:id/draft',
      summary: 'Draft a notice',
      description: 'For an authority, a workspace or a person, with every fact the laws want. What nobody wrote yet stands as a gap.',
      params: ofIncident,
      query: IncidentDraftQuery,
      responses: { 200: IncidentDraft },
      handler: ({ actor, params, query }) => draftFor(ctx, ofWorkspace(actor), params.id, query),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/incidents/:id/tell',
      summary: 'See what telling the persons would do',
      params: ofIncident,
      query: TellQuery,
      responses: { 200: TellPreview },
      handler: ({ actor, params, query }) => previewTelling(ctx, ofWorkspace(actor), params.id, query),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/incidents/:id/tell',
      stepUp: true,
      summary: 'Tell the persons concerned',
      description: 'By WhatsApp within the service window or with a utility template, members by mail. Nobody is told twice.',
      params: ofIncident,
      body: TellPersonsRequest,
      responses: { 202: null },
      handler: ({ actor, params, body }) => orderTelling(ctx, ofWorkspace(actor), params.id, body),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/incidents/:id/close',
      summary: 'Close an incident',
      description: 'With what was learned; every clock must be settled.',
      params: ofIncident,
      body: CloseIncidentRequest,
      responses: { 200: Incident },
      handler: ({ actor, params, body }) => closeIncident(ctx, ofWorkspace(actor), params.id, body.lessons),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/incidents/:id/reopen',
      summary: 'Open an incident again',
      params: ofIncident,
      responses: { 200: Incident },
      handler: ({ actor, params }) => reopenIncident(ctx, ofWorkspace(actor), params.id),
    }),
  ];
}

function operatorRoutes(ctx: IncidentsContext): Route[] {
  return [
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/incidents',
      summary: 'List incidents (installation)',
      description: 'Open ones first.',
      responses: { 200: IncidentList },
      handler: ({ actor }) => listIncidents(ctx, ofInstallation(actor)),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/incidents',
      summary: 'Record an incident (installation)',
      description: 'The clocks of the laws run from `known_at`.',
      body: CreateIncidentRequest,
      responses: { 201: Incident },
      handler: ({ actor, body }) => createIncident(ctx, ofInstallation(actor), body),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/incidents/:id',
      summary: 'Get an incident (installation)',
      params: ofIncident,
      responses: { 200: Incident },
      handler: ({ actor, params }) => getIncident(ctx, ofInstallation(actor), params.id),
    }),
    defineRoute({
      ...operates,
      method: 'PATCH',
      path: '/v1/operator/incidents/:id',
      summary: 'Change an incident (installation)',
      params: ofIncident,
      body: UpdateIncidentRequest,
      responses: { 200: Incident },
      handler: ({ actor, params, body }) => changeIncident(ctx, ofInstallation(actor), params.id, body),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/incidents/:id/assess',
      summary: 'Find who is concerned (installation)',
      description: 'One question over everything that is stored; who was told stays told.',
      params: ofIncident,
      responses: { 200: Incident },
      handler: ({ actor, params }) => assessIncident(ctx, ofInstallation(actor), params.id),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/incidents/:id/persons',
      summary: 'List who is concerned (installation)',
      description: 'With what became of telling them.',
      params: ofIncident,
      query: ListIncidentPersonsQuery,
      responses: { 200: pageOf(IncidentPerson) },
      handler: ({ actor, params, query }) => listPersons(ctx, ofInstallation(actor), params.id, query),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/incidents/:id/timeline',
      summary: 'Get the timeline of an incident (installation)',
      params: ofIncident,
      responses: { 200: IncidentTimeline },
      handler: ({ actor, params }) => getTimeline(ctx, ofInstallation(actor), params.id),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/incidents/:id/notes',
      summary: 'Add to the timeline (installation)',
      params: ofIncident,
      body: IncidentNoteRequest,
      responses: { 204: null },
      handler: ({ actor, params, body }) => noteIncident(ctx, ofInstallation(actor), params.id, body.text),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/incidents/:id/clocks',
      summary: 'Settle a clock (installation)',
      description: 'Say when and how it was met, or why the law does not ask for it.',
      params: ofIncident,
      body: SettleClockRequest,
      responses: { 200: Incident },
      handler: ({ actor, params, body }) => settleClock(ctx, ofInstallation(actor), params.id, body),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/incidents/:id/draft',
      summary: 'Draft a notice (installation)',
      description: 'For an authority, a workspace or a person, with every fact the laws want. What nobody wrote yet stands as a gap.',
      params: ofIncident,
      query: IncidentDraftQuery,
      responses: { 200: IncidentDraft },
      handler: ({ actor, params, query }) => draftFor(ctx, ofInstallation(actor), params.id, query),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/incidents/:id/tell-workspaces',
      stepUp: true,
      summary: 'Tell the workspaces concerned (installation)',
      description: 'Each gets an incident of its own with its own people, and those who decide about privacy there a mail.',
      params: ofIncident,
      responses: { 200: TellWorkspacesResponse },
      handler: ({ actor, params }) => tellWorkspaces(ctx, ofInstallation(actor), params.id),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/incidents/:id/close',
      summary: 'Close an incident (installation)',
      description: 'With what was learned; every clock must be settled.',
      params: ofIncident,
      body: CloseIncidentRequest,
      responses: { 200: Incident },
      handler: ({ actor, params, body }) => closeIncident(ctx, ofInstallation(actor), params.id, body.lessons),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/incidents/:id/reopen',
      summary: 'Open an incident again (installation)',
      params: ofIncident,
      responses: { 200: Incident },
      handler: ({ actor, params }) => reopenIncident(ctx, ofInstallation(actor), params.id),
    }),
  ];
}
