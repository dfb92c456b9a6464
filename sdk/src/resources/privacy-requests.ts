import type {
  CreateOwnPrivacyRequest,
  CreatePrivacyRequest,
  DenyPrivacyRequest,
  ExtendPrivacyRequest,
  FinishPrivacyTaskRequest,
  ForwardPrivacyRequest,
  JudgePrivacyIdentityRequest,
  ListPrivacyRequestsQuery,
  MailIntakeSecret,
  Page,
  PrivacyOffice,
  PrivacyReceipt,
  PrivacyRequest,
  PrivacyRequestCounts,
  PrivacyRequestHistory,
  ReportChildRequest,
  SendPrivacyCodeRequest,
  SendPrivacyCodeResponse,
  ConfirmPrivacyCodeRequest,
  UpdatePrivacyOffice,
  UpdatePrivacyRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Output, Query } from '../wire-types.ts';

/** Requests of people about their own data: clocks, identity, decisions, steps and receipts. */
export function createPrivacyRequests(http: Transport) {
  const list = (query?: Query<ListPrivacyRequestsQuery>, options?: CallOptions) =>
    http.json<Page<PrivacyRequest>>({ method: 'GET', path: '/v1/privacy/requests', query, ...options });
  return {
    /** Open ones with what is due first. */
    list,
    each: (query?: Query<ListPrivacyRequestsQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** A contact turned out to be a child: their data is set apart at once and erased. */
    reportChild: (contactId: string, body: Input<typeof ReportChildRequest> = {}, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/contacts/${contactId}/child-report`, json: body, ...options }),
    counts: (options?: CallOptions) => http.json<PrivacyRequestCounts>({ method: 'GET', path: '/v1/privacy/requests/counts', ...options }),
    create: (body: Input<typeof CreatePrivacyRequest>, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: '/v1/privacy/requests', json: body, ...options }),
    get: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'GET', path: pathOf`/v1/privacy/requests/${id}`, ...options }),
    update: (id: string, body: Input<typeof UpdatePrivacyRequest>, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'PATCH', path: pathOf`/v1/privacy/requests/${id}`, json: body, ...options }),
    history: (id: string, options?: CallOptions) =>
      http.json<Output<typeof PrivacyRequestHistory>>({ method: 'GET', path: pathOf`/v1/privacy/requests/${id}/history`, ...options }),
    /** Signed; see the reference on signed documents. */
    receipt: (id: string, options?: CallOptions) =>
      http.json<PrivacyReceipt>({ method: 'GET', path: pathOf`/v1/privacy/requests/${id}/receipt`, ...options }),
    /** The copy of the person's data, a ZIP. */
    file: (id: string, options?: CallOptions) =>
      http.blob({ method: 'GET', path: pathOf`/v1/privacy/requests/${id}/file`, accept: '*/*', ...options }),
    /** Send the person a code. */
    sendCode: (id: string, body: Input<typeof SendPrivacyCodeRequest>, options?: CallOptions) =>
      http.json<SendPrivacyCodeResponse>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/send-code`, json: body, ...options }),
    /** Take the code that the person was sent. */
    confirmCode: (id: string, body: Input<typeof ConfirmPrivacyCodeRequest>, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/confirm-code`, json: body, ...options }),
    /** Record how one knows that it is them. */
    judgeIdentity: (id: string, body: Input<typeof JudgePrivacyIdentityRequest>, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/judge-identity`, json: body, ...options }),
    /** Start the work. */
    start: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/start`, ...options }),
    /** Agree as the second member. */
    approve: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/approve`, ...options }),
    /** Begin an erasure without waiting longer. */
    beginNow: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/begin-now`, ...options }),
    /** Stop what was started and has not begun. */
    stop: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/stop`, ...options }),
    /** Record that the person took it back. */
    cancel: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/cancel`, ...options }),
    /** Refuse, with the reason and where to complain. */
    deny: (id: string, body: Input<typeof DenyPrivacyRequest>, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/deny`, json: body, ...options }),
    /** Put it off as far as the law allows. */
    extend: (id: string, body: Input<typeof ExtendPrivacyRequest>, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/extend`, json: body, ...options }),
    /** Set it aside as the same as another. */
    markDuplicate: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/mark-duplicate`, ...options }),
    /** Take it up again. */
    notDuplicate: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/not-duplicate`, ...options }),
    /** Record a step done by hand. */
    finishStep: (id: string, body: Input<typeof FinishPrivacyTaskRequest>, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/finish-step`, json: body, ...options }),
    /** Try again what failed. */
    retry: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/retry`, ...options }),
    /** End the restriction. */
    liftRestriction: (id: string, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/lift-restriction`, ...options }),
    /** Hand it to whom it concerns. */
    forward: (id: string, body: Input<typeof ForwardPrivacyRequest>, options?: CallOptions) =>
      http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/privacy/requests/${id}/forward`, json: body, ...options }),
    /** How the office works. */
    office: {
      get: (options?: CallOptions) => http.json<PrivacyOffice>({ method: 'GET', path: '/v1/privacy/office', ...options }),
      update: (body: Input<typeof UpdatePrivacyOffice>, options?: CallOptions) =>
        http.json<PrivacyOffice>({ method: 'PATCH', path: '/v1/privacy/office', json: body, ...options }),
      /** A new address and secret for mails; the secret is shown this once. */
      renewMailIntake: (options?: CallOptions) =>
        http.json<MailIntakeSecret>({ method: 'POST', path: '/v1/privacy/office/mail-intake', ...options }),
    },
    /** About one's own account, for whoever runs the installation. */
    own: {
      list: (options?: CallOptions) =>
        http.json<{ data: PrivacyRequest[] }>({ method: 'GET', path: '/v1/me/privacy-requests', ...options }),
      create: (body: Input<typeof CreateOwnPrivacyRequest>, options?: CallOptions) =>
        http.json<PrivacyRequest>({ method: 'POST', path: '/v1/me/privacy-requests', json: body, ...options }),
      file: (id: string, options?: CallOptions) =>
        http.blob({ method: 'GET', path: pathOf`/v1/me/privacy-requests/${id}/file`, accept: '*/*', ...options }),
    },
    /** The queue of whoever runs the installation. */
    operator: {
      list: (query?: Query<ListPrivacyRequestsQuery>, options?: CallOptions) =>
        http.json<Page<PrivacyRequest>>({ method: 'GET', path: '/v1/operator/privacy-requests', query, ...options }),
      counts: (options?: CallOptions) =>
        http.json<PrivacyRequestCounts>({ method: 'GET', path: '/v1/operator/privacy-requests/counts', ...options }),
      get: (id: string, options?: CallOptions) =>
        http.json<PrivacyRequest>({ method: 'GET', path: pathOf`/v1/operator/privacy-requests/${id}`, ...options }),
      history: (id: string, options?: CallOptions) =>
        http.json<Output<typeof PrivacyRequestHistory>>({
          method: 'GET',
          path: pathOf`/v1/operator/privacy-requests/${id}/history`,
          ...options,
        }),
      receipt: (id: string, options?: CallOptions) =>
        http.json<PrivacyReceipt>({ method: 'GET', path: pathOf`/v1/operator/privacy-requests/${id}/receipt`, ...options }),
      /** The same acts as in a workspace, by name. */
      act: (id: string, body: { act: string; with?: Record<string, unknown> }, options?: CallOptions) =>
        http.json<PrivacyRequest>({ method: 'POST', path: pathOf`/v1/operator/privacy-requests/${id}/act`, json: body, ...options }),
    },
  };
}
