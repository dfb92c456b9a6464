import type { WebhookDeliveryStatus, WebhookDisabledReason, WebhookEventType, WebhookFailure } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** States of a delivery. */
export const deliveryWords: Readonly<Record<WebhookDeliveryStatus, MessageDescriptor>> = {
  pending: msg`Waiting`,
  succeeded: msg`Arrived`,
  failed: msg`Did not arrive`,
  cancelled: msg`Cancelled`,
};

/** Why a try failed. */
export const failureWords: Readonly<Record<WebhookFailure, MessageDescriptor>> = {
  status: msg`Your server answered with an error.`,
  redirect: msg`Your server answered with a redirect, which is not followed.`,
  gone: msg`Your server answered 410: it wants nothing more.`,
  address_refused: msg`The name leads to an address that may not be reached.`,
  dns: msg`The name could not be found.`,
  connect: msg`No connection to your server.`,
  tls: msg`The certificate of your server was not accepted.`,
  timeout: msg`Your server did not answer in time.`,
  lost: msg`The connection broke before the answer was there.`,
  expired: msg`It waited too long and was given up.`,
  endpoint_disabled: msg`The endpoint was switched off.`,
  endpoint_removed: msg`The endpoint was removed.`,
  not_rendered: msg`What it was about is no longer there.`,
};

/** Why an endpoint is off. */
export const disabledWords: Readonly<Record<WebhookDisabledReason, MessageDescriptor>> = {
  member: msg`Somebody switched it off.`,
  failing: msg`Nothing arrived for days, so it was switched off.`,
  gone: msg`It answered 410, so it was switched off.`,
};

/** Families of events. What a newer server adds is shown under its own name. */
export const familyWords: Readonly<Record<string, MessageDescriptor>> = {
  message: msg`Messages`,
  conversation: msg`Conversations`,
  contact: msg`Contacts`,
  consent: msg`Consent`,
  number: msg`Numbers`,
  account_event: msg`WhatsApp account`,
  template: msg`Templates`,
  media: msg`Files`,
  import: msg`Imports`,
  export: msg`Exports`,
  form_message: msg`Contact form`,
  privacy_request: msg`Privacy requests`,
  webhook_endpoint: msg`Webhook endpoints`,
};

/** What each event tells of. */
export const eventWords: Readonly<Record<WebhookEventType, MessageDescriptor>> = {
  'message.received': msg`A customer wrote.`,
  'message.accepted': msg`A message of yours was accepted and will be sent.`,
  'message.sent': msg`WhatsApp has taken a message of yours.`,
  'message.delivered': msg`A message of yours has reached the phone.`,
  'message.read': msg`A message of yours was read.`,
  'message.failed': msg`A message of yours could not be delivered.`,
  'message.skipped': msg`A message of yours was not sent, because it must not be: a stop, a missing consent, a closed window.`,
  'message.held': msg`A message of yours waits for somebody or something.`,
  'message.unknown': msg`It is not known whether a message of yours was sent; it is not sent again by itself.`,
  'message.cancelled': msg`A message of yours was cancelled before it was sent.`,
  'message.edited': msg`A customer changed a message.`,
  'message.revoked': msg`A customer took a message back.`,
  'conversation.assigned': msg`A conversation was given to a member.`,
  'conversation.unassigned': msg`A conversation was taken from a member.`,
  'conversation.team_changed': msg`A conversation went to another team.`,
  'conversation.resolved': msg`A conversation was resolved.`,
  'conversation.reopened': msg`A resolved conversation is open again.`,
  'conversation.snoozed': msg`A conversation was put off until a time.`,
  'conversation.tagged': msg`A conversation got a tag.`,
  'conversation.untagged': msg`A conversation lost a tag.`,
  'conversation.rated': msg`A customer said how a conversation went.`,
  'contact.updated': msg`A contact was made or changed.`,
  'contact.merged': msg`Two contacts turned out to be one person.`,
  'contact.erased': msg`A person was erased. Erase what you hold of them, too.`,
  'consent.updated': msg`What a customer agreed to or stopped has changed.`,
  'template.updated': msg`A template was reviewed, paused or changed.`,
  'number.updated': msg`A number was connected, or its health, limit or settings changed.`,
  'account_event.created': msg`WhatsApp told of something about an account: a restriction, a violation, a changed limit.`,
  'media.updated': msg`A file was stored, checked or removed.`,
  'import.updated': msg`An import of contacts went on or ended.`,
  'export.updated': msg`An export went on or ended.`,
  'form_message.updated': msg`The contact form was used, or its message was handled.`,
  'privacy_request.updated': msg`A request of a person about their data has moved.`,
  'webhook_endpoint.disabled': msg`Kabar switched a webhook endpoint off, because it failed for days or asked for it.`,
  'webhook.test': msg`You asked for it, to see whether your endpoint answers.`,
};
