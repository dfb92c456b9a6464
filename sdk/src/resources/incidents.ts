import type {
  CloseIncidentRequest,
  CreateIncidentRequest,
  Incident,
  IncidentDraft,
  IncidentDraftQuery,
  IncidentList,
  IncidentNoteRequest,
  IncidentPerson,
  IncidentTimeline,
  ListIncidentPersonsQuery,
  Page,
  SettleClockRequest,
  TellPersonsRequest,
  TellPreview,
  TellQuery,
  TellWorkspacesResponse,
  UpdateIncidentRequest,
} from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Output, Query } from '../wire-types.ts';

/** Incidents and breaches: who is concerned, by when whom to tell, and telling them. */
export function createIncidents(http: Transport) {
  return {
    list: (options?: CallOptions) => http.json<Output<typeof IncidentList>>({ method: 'GET', path: '/v1/incidents', ...options }),
    record: (body: Input<typeof CreateIncidentRequest>, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: '/v1/incidents', json: body, ...options }),
    get: (id: string, options?: CallOptions) => http.json<Incident>({ method: 'GET', path: pathOf`/v1/incidents/${id}`, ...options }),
    change: (id: string, body: Input<typeof UpdateIncidentRequest>, options?: CallOptions) =>
      http.json<Incident>({ method: 'PATCH', path: pathOf`/v1/incidents/${id}`, json: body, ...options }),
    assess: (id: string, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: pathOf`/v1/incidents/${id}/assess`, ...options }),
    persons: (id: string, query?: Query<ListIncidentPersonsQuery>, options?: CallOptions) =>
      http.json<Page<IncidentPerson>>({ method: 'GET', path: pathOf`/v1/incidents/${id}/persons`, query, ...options }),
    timeline: (id: string, options?: CallOptions) =>
      http.json<Output<typeof IncidentTimeline>>({ method: 'GET', path: pathOf`/v1/incidents/${id}/timeline`, ...options }),
    note: (id: string, body: Input<typeof IncidentNoteRequest>, options?: CallOptions) =>
      http.done({ method: 'POST', path: pathOf`/v1/incidents/${id}/notes`, json: body, ...options }),
    settleClock: (id: string, body: Input<typeof SettleClockRequest>, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: pathOf`/v1/incidents/${id}/clocks`, json: body, ...options }),
    draft: (id: string, query: Input<typeof IncidentDraftQuery>, options?: CallOptions) =>
      http.json<IncidentDraft>({ method: 'GET', path: pathOf`/v1/incidents/${id}/draft`, query, ...options }),
    preview: (id: string, query: Query<TellQuery>, options?: CallOptions) =>
      http.json<Output<typeof TellPreview>>({ method: 'GET', path: pathOf`/v1/incidents/${id}/tell`, query, ...options }),
    tell: (id: string, body: Input<typeof TellPersonsRequest>, options?: CallOptions) =>
      http.done({ method: 'POST', path: pathOf`/v1/incidents/${id}/tell`, json: body, ...options }),
    close: (id: string, body: Input<typeof CloseIncidentRequest>, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: pathOf`/v1/incidents/${id}/close`, json: body, ...options }),
    reopen: (id: string, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: pathOf`/v1/incidents/${id}/reopen`, ...options }),
  };
}

/** The same for the installation as a whole, for people who run it. */
export function createOperatorIncidents(http: Transport) {
  return {
    list: (options?: CallOptions) => http.json<Output<typeof IncidentList>>({ method: 'GET', path: '/v1/operator/incidents', ...options }),
    record: (body: Input<typeof CreateIncidentRequest>, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: '/v1/operator/incidents', json: body, ...options }),
    get: (id: string, options?: CallOptions) =>
      http.json<Incident>({ method: 'GET', path: pathOf`/v1/operator/incidents/${id}`, ...options }),
    change: (id: string, body: Input<typeof UpdateIncidentRequest>, options?: CallOptions) =>
      http.json<Incident>({ method: 'PATCH', path: pathOf`/v1/operator/incidents/${id}`, json: body, ...options }),
    assess: (id: string, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: pathOf`/v1/operator/incidents/${id}/assess`, ...options }),
    persons: (id: string, query?: Query<ListIncidentPersonsQuery>, options?: CallOptions) =>
      http.json<Page<IncidentPerson>>({ method: 'GET', path: pathOf`/v1/operator/incidents/${id}/persons`, query, ...options }),
    timeline: (id: string, options?: CallOptions) =>
      http.json<Output<typeof IncidentTimeline>>({ method: 'GET', path: pathOf`/v1/operator/incidents/${id}/timeline`, ...options }),
    note: (id: string, body: Input<typeof IncidentNoteRequest>, options?: CallOptions) =>
      http.done({ method: 'POST', path: pathOf`/v1/operator/incidents/${id}/notes`, json: body, ...options }),
    settleClock: (id: string, body: Input<typeof SettleClockRequest>, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: pathOf`/v1/operator/incidents/${id}/clocks`, json: body, ...options }),
    draft: (id: string, query: Input<typeof IncidentDraftQuery>, options?: CallOptions) =>
      http.json<IncidentDraft>({ method: 'GET', path: pathOf`/v1/operator/incidents/${id}/draft`, query, ...options }),
    tellWorkspaces: (id: string, options?: CallOptions) =>
      http.json<Output<typeof TellWorkspacesResponse>>({
        method: 'POST',
        path: pathOf`/v1/operator/incidents/${id}/tell-workspaces`,
        ...options,
      }),
    close: (id: string, body: Input<typeof CloseIncidentRequest>, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: pathOf`/v1/operator/incidents/${id}/close`, json: body, ...options }),
    reopen: (id: string, options?: CallOptions) =>
      http.json<Incident>({ method: 'POST', path: pathOf`/v1/operator/incidents/${id}/reopen`, ...options }),
  };
}
