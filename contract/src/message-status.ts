/**
 * States of a message. Outgoing: `queued` (accepted, durable), `held` (waits for somebody or something, reason given),
 * `skipped` (the send gate refused it for good, reason given), `sending` (handed to WhatsApp now), `unknown` (it may or may
 * not have been sent; see `next_step`), `sent`, `delivered`, `read`, `failed`, `cancelled`. Incoming messages are `received`.
 */
export const MESSAGE_STATUSES = [
  'queued',
  'held',
  'skipped',
  'sending',
  'unknown',
  'sent',
  'delivered',
  'read',
  'failed',
  'cancelled',
  'received',
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/**
 * Why a message is held, skipped, failed, unknown or cancelled, in words a person understands. `meta_refused` stands for all
 * refusals by WhatsApp itself; its entry in the message carries the words for the concrete error.
 */
export const REASONS = {
  window_closed: {
    title: 'The 24-hour window is closed',
    next_step: 'Send a template; free messages are possible again when the customer writes.',
  },
  marketing_stopped: {
    title: 'The customer stopped marketing messages',
    next_step: 'Do not send marketing to this customer until they opt in again.',
  },
  consent_missing: {
    title: 'The customer has not agreed to marketing messages',
    next_step: 'Ask for their consent and record it, then send again; your workspace sends marketing only with consent.',
  },
  contact_suppressed: {
    title: 'The customer asked not to be contacted',
    next_step: 'Do not write to this customer until they ask for it again and you have recorded how you know.',
  },
  contact_restricted: {
    title: 'The data of this customer is only stored',
    next_step: 'They asked for their data to be restricted. Open their request under Privacy, Requests to see until when.',
  },
  workspace_closing: { title: 'The workspace is closing', next_step: 'An owner can reopen it under Settings; then send again.' },
  contact_erased: { title: 'The customer was erased', next_step: 'Nothing can be sent to this customer.' },
  recipient_unreachable: { title: 'No address that WhatsApp accepts', next_step: 'Add a phone number or wait until the customer writes.' },
  template_unknown: { title: 'Template not found', next_step: 'Sync templates and check the name and language.' },
  template_not_approved: { title: 'Template is not approved', next_step: 'Wait for the review or use another template.' },
  template_paused: {
    title: 'Template is paused by WhatsApp',
    next_step: 'The message goes out when the pause ends, or cancel it and use another template.',
  },
  number_disconnected: { title: 'The number is disconnected', next_step: 'Connect the number again; held messages then go out.' },
  number_restricted: {
    title: 'WhatsApp restricted the number or account',
    next_step: 'Open the number to see the restriction and until when it lasts.',
  },
  token_refused: { title: 'WhatsApp refused the access token', next_step: 'Renew the token of the number; held messages then go out.' },
  payment_problem: {
    title: 'WhatsApp reports a payment problem',
    next_step: 'Fix the payment method in Meta Business Manager, then release the message.',
  },
  media_missing: { title: 'The file is no longer there', next_step: 'Upload the file again and send a new message.' },
  outcome_unknown: {
    title: 'Outcome unknown',
    next_step: 'Ask the customer or look at the phone, then decide: mark as sent, send again, or give up.',
  },
  resend_decided: { title: 'Sent again by decision', next_step: 'Nothing to do; a second copy may exist.' },
  meta_refused: { title: 'WhatsApp refused the message', next_step: 'See the details of the error.' },
  retries_exhausted: { title: 'WhatsApp stayed unavailable', next_step: 'Send the message again when WhatsApp works.' },
  cancelled: { title: 'Cancelled', next_step: 'Nothing to do.' },
} as const satisfies Record<string, { title: string; next_step: string }>;

export type ReasonCode = keyof typeof REASONS;
