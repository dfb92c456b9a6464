import { KEY_ERRORS } from './key-errors.ts';
import { SIGN_IN_ERRORS } from './sign-in-errors.ts';
import { SUPPORT_ERRORS } from './support-errors.ts';

/** One refusal that the API can answer with. `message` is safe to show and says what to do next. */
export type ErrorEntry = {
  readonly status: number;
  readonly title: string;
  readonly message: string;
  /** True when the very same request may succeed later without any change. */
  readonly retryable: boolean;
};

/**
 * The only place where refusals are defined; server, SDK, dashboard and docs read it. A code is never renamed and a
 * retired code is never used again.
 */
export const ERRORS = {
  // Who is asking
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    message: 'Send an API key as "Authorization: Bearer …" or sign in first.',
    retryable: false,
  },
  ...KEY_ERRORS,
  permission_denied: {
    status: 403,
    title: 'Not permitted',
    message: 'Your role or API key does not include the permission this needs. Ask an admin of the workspace.',
    retryable: false,
  },
  workspace_closing: {
    status: 409,
    title: 'The workspace is closing',
    message: 'It can be read and exported, but not changed. An owner can reopen it under Settings until it is deleted.',
    retryable: false,
  },
  workspace_required: {
    status: 400,
    title: 'Workspace missing',
    message: 'Name the workspace in the header "Kabar-Workspace".',
    retryable: false,
  },
  csrf_refused: {
    status: 403,
    title: 'Request refused',
    message: 'The request did not come from the dashboard. Reload the page and try again.',
    retryable: false,
  },
  sign_in_failed: {
    status: 401,
    title: 'Sign-in failed',
    message: 'E-mail or password is not right, or the e-mail is not confirmed yet.',
    retryable: false,
  },
  ...SIGN_IN_ERRORS,
  ...SUPPORT_ERRORS,
  email_taken: {
    status: 409,
    title: 'E-mail already used',
    message: 'There is already an account with this e-mail. Sign in or reset the password.',
    retryable: false,
  },
  password_refused: {
    status: 400,
    title: 'Password refused',
    message:
      'Choose a password of at least 15 characters (8 beside a second factor) that is not a common or breached one, a pattern or your name; "details.reason" says which.',
    retryable: false,
  },
  token_invalid: {
    status: 400,
    title: 'Link not valid',
    message: 'This link was used before or has expired. Ask for a new one.',
    retryable: false,
  },
  // What is asked
  validation_failed: {
    status: 400,
    title: 'Request not valid',
    message: 'Some fields are missing or wrong; "details.issues" names each one.',
    retryable: false,
  },
  malformed_json: {
    status: 400,
    title: 'Body is not JSON',
    message: 'The body could not be read as JSON. Check that it is complete and sent as application/json.',
    retryable: false,
  },
  unsupported_media_type: {
    status: 415,
    title: 'Content type not supported',
    message: 'Send the body as application/json, or as multipart/form-data where the reference says so.',
    retryable: false,
  },
  upload_cut_short: {
    status: 400,
    title: 'The upload broke off',
    message: 'The form ended before its last boundary. Nothing of it was kept. Send it again, whole.',
    retryable: true,
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    message: 'The body is larger than this endpoint accepts; "details.limit_bytes" is the limit.',
    retryable: false,
  },
  not_found: { status: 404, title: 'Not found', message: 'There is nothing with this id in this workspace.', retryable: false },
  route_not_found: {
    status: 404,
    title: 'No such endpoint',
    message: 'There is no endpoint at this path. All are listed at /docs/api.',
    retryable: false,
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    message: 'This path exists but not with this method. All are listed at /docs/api.',
    retryable: false,
  },
  contact_erased: {
    status: 409,
    title: 'This person was erased',
    message:
      'Somebody with this number or id was erased here. Add them only when they came back by their own wish: send "after_erasure" with what shows it. What they had stopped stays stopped.',
    retryable: false,
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    message: 'The thing was changed meanwhile or already exists. Load it again and retry.',
    retryable: false,
  },
  in_use: {
    status: 409,
    title: 'Still in use',
    message: 'Something still has this; "details.count" says how many. Change those first.',
    retryable: false,
  },
  identifier_taken: {
    status: 409,
    title: 'Belongs to another contact',
    message: 'Another contact has this number; "details.contact_id" says which. Merge the two if they are one person.',
    retryable: false,
  },
  cursor_invalid: { status: 400, title: 'Cursor not valid', message: 'Start the list again without a cursor.', retryable: false },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    message: 'This Idempotency-Key was used with a different request. Use a new key for a new request.',
    retryable: false,
  },
  idempotency_in_progress: {
    status: 409,
    title: 'Still in progress',
    message: 'A request with this Idempotency-Key is being processed. Retry in a moment.',
    retryable: true,
  },
  idempotency_outcome_unknown: {
    status: 409,
    title: 'Outcome unknown',
    message:
      'An earlier request with this Idempotency-Key was cut off after it had changed something, and its answer cannot be told. Look at what it was about before you ask again with a new key.',
    retryable: false,
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    message: 'Wait for the time in the Retry-After header, then retry.',
    retryable: true,
  },
  // People and workspaces
  slug_taken: {
    status: 409,
    title: 'Address already used',
    message: 'Another workspace has this short name. Choose another.',
    retryable: false,
  },
  already_member: { status: 409, title: 'Already a member', message: 'They are a member of the workspace already.', retryable: false },
  invitation_invalid: {
    status: 400,
    title: 'Invitation not valid',
    message: 'The invitation was used, withdrawn or has expired, or is meant for another e-mail. Ask for a new one.',
    retryable: false,
  },
  role_too_high: {
    status: 403,
    title: 'Role too high',
    message: 'You cannot give, change or remove a role above your own.',
    retryable: false,
  },
  role_in_use: {
    status: 409,
    title: 'Role in use',
    message: 'Members or open invitations have this role, or single sign-on gives it. Say with "move_to" which role they get instead.',
    retryable: false,
  },
  last_owner: {
    status: 409,
    title: 'Last owner',
    message: 'A workspace needs an owner. Make another member owner first.',
    retryable: false,
  },
  // Numbers
  number_credentials_refused: {
    status: 422,
    title: 'Meta refused the credentials',
    message:
      'Meta did not accept the token or it cannot see this number. Check the token, its permissions and the ids; "details.reason" is the answer in words.',
    retryable: false,
  },
  number_taken: {
    status: 409,
    title: 'Number already connected',
    message: 'This number is already connected. Disconnect it there first.',
    retryable: false,
  },
  number_not_connected: {
    status: 409,
    title: 'Number not connected',
    message: 'This number is disconnected. Connect it again before sending.',
    retryable: false,
  },
  emulator_unavailable: {
    status: 409,
    title: 'Emulator not running',
    message: 'The emulator is not running on this system. Connect a Cloud API number instead.',
    retryable: false,
  },
  upstream_unavailable: {
    status: 503,
    title: 'Meta cannot be reached',
    message: 'Meta did not answer. Nothing was changed; try again in a minute.',
    retryable: true,
  },
  // Messages
  recipient_invalid: {
    status: 400,
    title: 'Recipient not valid',
    message:
      'Give exactly one of "to" (a whole phone number with country code, such as +62 812-0000-0101), "contact_id" or "recipient" (business-scoped user id).',
    retryable: false,
  },
  content_invalid: {
    status: 400,
    title: 'Message content not valid',
    message: 'WhatsApp would refuse this content; "details.issues" names each field and the limit.',
    retryable: false,
  },
  message_not_cancellable: {
    status: 409,
    title: 'Too late to cancel',
    message: 'Only messages that are queued or held can be cancelled.',
    retryable: false,
  },
  message_not_unknown: {
    status: 409,
    title: 'Nothing to decide',
    message: 'Only messages whose outcome is unknown wait for a decision.',
    retryable: false,
  },
  media_not_usable: {
    status: 422,
    title: 'Media not usable',
    message: 'WhatsApp does not accept this kind or size of file for this message type; "details" says what is allowed.',
    retryable: false,
  },
  media_gone: {
    status: 410,
    title: 'Media no longer available',
    message: 'The file could not be fetched in time or its retention has ended.',
    retryable: false,
  },
  // Requests about personal data
  request_not_possible: { status: 409, title: 'Not possible now', message: 'The request has moved on. Load it again.', retryable: false },
  code_wrong: { status: 400, title: 'Code not right', message: 'The code is wrong, used or outdated. Send a new one.', retryable: false },
  code_not_sendable: { status: 409, title: 'No way to send a code', message: 'It needs an open window or a known mail.', retryable: false },
  same_member: { status: 409, title: 'Second member needed', message: 'Two different members have to agree.', retryable: false },
  // Intake
  signature_missing: {
    status: 401,
    title: 'Signature missing',
    message: 'Webhook deliveries must carry X-Hub-Signature-256.',
    retryable: false,
  },
  signature_invalid: {
    status: 401,
    title: 'Signature not valid',
    message: 'The signature does not fit the body and the app secret of this connection.',
    retryable: false,
  },
  webhook_unknown: {
    status: 404,
    title: 'No such webhook address',
    message: 'This webhook address does not belong to a connected number.',
    retryable: false,
  },
  verify_token_invalid: {
    status: 403,
    title: 'Verify token not valid',
    message: 'The verify token is not the one shown when the number was connected.',
    retryable: false,
  },
  delivery_expired: {
    status: 410,
    title: 'Delivery no longer kept',
    message: 'The payload of this delivery was destroyed at the end of its retention and cannot be replayed.',
    retryable: false,
  },
  retention_impossible: {
    status: 422,
    title: 'Two rules collide',
    message:
      'This policy cannot be true: one rule asks to keep data longer than another allows. See details for both rules and the ways out.',
    retryable: false,
  },
  policy_changed: {
    status: 409,
    title: 'The policy changed meanwhile',
    message: 'Somebody saved another policy since you loaded this one. Load it again and repeat your change.',
    retryable: false,
  },
  // The system
  internal_error: {
    status: 500,
    title: 'Something went wrong',
    message: 'The fault is ours and was recorded under the request id. Nothing of your request was kept unless a later answer says so.',
    retryable: false,
  },
  unavailable: {
    status: 503,
    title: 'Not available right now',
    message: 'The system is starting, stopping or its database is out of reach. Retry in a moment.',
    retryable: true,
  },
  processor_incomplete: {
    status: 409,
    title: 'Recipient not complete',
    message: 'This recipient may not get data yet: "details.problems" says what is missing. Complete it, then activate it.',
    retryable: false,
  },
  processor_configured: {
    status: 409,
    title: 'Named by the configuration',
    message: 'The running configuration names this recipient. Change the setting and restart; its hosts, purposes and end follow that.',
    retryable: false,
  },
  incident_closed: {
    status: 409,
    title: 'Incident closed',
    message: 'This incident is closed. Open it again to change it.',
    retryable: false,
  },
  incident_unfinished: {
    status: 409,
    title: 'Incident not finished',
    message: 'Something is still to be done or written: "details.left" says what.',
    retryable: false,
  },
  disclosure_required: {
    status: 409,
    title: 'Disclosure record needed',
    message: 'Data for an authority is handed out by an approved disclosure record only. Record the request under Privacy, Disclosures.',
    retryable: false,
  },
  disclosure_not_open: {
    status: 409,
    title: 'Not possible in this state',
    message: 'The disclosure is not in the state that this needs. Load it again to see how it stands.',
    retryable: false,
  },
  second_person_required: {
    status: 403,
    title: 'Second person needed',
    message: 'Whoever recorded this cannot approve it. Ask another owner or admin.',
    retryable: false,
  },
  processor_ended: {
    status: 409,
    title: 'Recipient ended',
    message: 'This recipient gets nothing any more and cannot be changed. Record a new one.',
    retryable: false,
  },
  // Webhook endpoints
  webhook_url_refused: {
    status: 400,
    title: 'Address not possible',
    message: 'Events cannot be sent to this address; "details.reason" says why. Use https on a public host.',
    retryable: false,
  },
  webhook_challenge_failed: {
    status: 400,
    title: 'Endpoint did not prove itself',
    message:
      'An endpoint in Meta’s format has to answer the verification request with the challenge; "details.failure" says what came instead.',
    retryable: true,
  },
  webhook_endpoint_disabled: { status: 409, title: 'Endpoint is off', message: 'Switch the webhook endpoint on first.', retryable: false },
  webhook_endpoint_limit: { status: 409, title: 'Too many endpoints', message: 'Remove a webhook endpoint first.', retryable: false },
} as const satisfies Record<string, ErrorEntry>;

/** Stable name of a refusal. */
export type ErrorCode = keyof typeof ERRORS;

export type { ErrorBody, ErrorDetails } from './error-body.ts';

/** Path of the page about `code`, relative to the server's address. */
export function errorDocsPath(code: ErrorCode): string {
  return `/docs/errors/${code}`;
}
