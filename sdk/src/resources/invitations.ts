import type { CreateInvitationRequest, Invitation, InvitationPreview, InvitationToken, Page } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Output, PageRequest } from '../wire-types.ts';

/** Invitations into the workspace. `preview` and `accept` are for the invited person and take the token of the mail. */
export function createInvitations(http: Transport) {
  const list = (query?: PageRequest, options?: CallOptions) =>
    http.json<Page<Invitation>>({ method: 'GET', path: '/v1/invitations', query, ...options });
  return {
    list,
    each: (query?: PageRequest, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** Sends an invitation by mail. Errors: `role_too_high`, `already_member`. */
    create: (body: Input<typeof CreateInvitationRequest>, options?: CallOptions) =>
      http.json<Invitation>({ method: 'POST', path: '/v1/invitations', json: body, ...options }),
    withdraw: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/invitations/${id}`, ...options }),
    /** What the invitation is for, before signing in. Errors: `invitation_invalid`. */
    preview: (body: Input<typeof InvitationToken>, options?: CallOptions) =>
      http.json<Output<typeof InvitationPreview>>({ method: 'POST', path: '/v1/invitations/preview', json: body, reads: true, ...options }),
    /** Joins the workspace as the signed-in person. Errors: `invitation_invalid`, `already_member`. */
    accept: (body: Input<typeof InvitationToken>, options?: CallOptions) =>
      http.done({ method: 'POST', path: '/v1/invitations/accept', json: body, ...options }),
  };
}
