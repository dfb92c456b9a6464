import type { ErrorDetails } from '@kabar/contract';
import type { KabarErrorCode } from '@kabar/sdk';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What a refusal says to a person: what happened, and what was kept or what to do. */
export interface ErrorSentence {
  title: MessageDescriptor;
  text: MessageDescriptor;
}

const signInAgain = msg`Sign in again. What you typed stays on this page.`;
const askForLink = msg`It was used before or has expired. Ask for a new one.`;
const nothingChanged = msg`Nothing was changed. Try again in a moment.`;
const developersOnly = msg`This concerns programs that use the API. Reload the page; if it stays, show the details to your administrator.`;

/**
 * One sentence pair for every code of the catalogue and of the way to the server. A code without one does not compile;
 * error-sentences.test.ts checks that every language has it.
 */
export const errorSentences: Readonly<Record<KabarErrorCode, ErrorSentence>> = {
  unauthenticated: { title: msg`You are signed out`, text: signInAgain },
  api_key_invalid: { title: msg`The API key is not valid`, text: msg`It does not exist or is mistyped. Create one under Developers.` },
  api_key_revoked: { title: msg`The API key was revoked`, text: msg`Create a new one under Developers.` },
  api_key_expired: { title: msg`The API key has expired`, text: msg`Create a new one under Developers.` },
  ip_not_allowed: {
    title: msg`Not allowed from this network`,
    text: msg`The workspace or the API key works from other addresses only. Ask an admin to add yours.`,
  },
  api_key_ended: {
    title: msg`This key has ended`,
    text: msg`It was revoked, has expired or was replaced already. Create a new one.`,
  },
  lockout_unconfirmed: {
    title: msg`This would shut somebody out`,
    text: msg`The list leaves out addresses that are in use. Add them, or say that you mean it.`,
  },
  permission_denied: {
    title: msg`Your role does not allow this`,
    text: msg`Nothing was changed. Ask an admin of the workspace to do it or to change your role.`,
  },
  workspace_closing: {
    title: msg`The workspace is closing`,
    text: msg`It can be read and downloaded, but not changed. An owner can reopen it at the top of the page.`,
  },
  workspace_required: { title: msg`No workspace chosen`, text: msg`Choose a workspace at the top left and try again.` },
  csrf_refused: { title: msg`The page is out of date`, text: msg`Reload it and try again.` },
  sign_in_failed: { title: msg`E-mail or password is not right`, text: msg`Check both, or reset the password.` },
  step_up_required: {
    title: msg`Confirm that it is you`,
    text: msg`This asks for your password, code or passkey once more. Then try again.`,
  },
  second_factor_failed: {
    title: msg`That is not right`,
    text: msg`Try again. A code works once; wait for the next one if you used it already.`,
  },
  sign_in_expired: { title: msg`This sign-in took too long`, text: msg`Start again with your e-mail and password.` },
  second_factor_required: {
    title: msg`A second factor is needed here`,
    text: msg`Set one up under your account, Security, or sign out and sign in with it.`,
  },
  other_sign_in_required: {
    title: msg`Sign in another way for this`,
    text: msg`You came in through your company, which opens its own workspace only. Sign out, then sign in with your own password or passkey.`,
  },
  single_sign_on_required: {
    title: msg`This workspace is opened through your company`,
    text: msg`Sign out, then choose “Sign in with your company”.`,
  },
  support_access_refused: {
    title: msg`Support access does not allow this`,
    text: msg`Whoever is let in to help can look, and set a few things right. Ask a member of the workspace to do it.`,
  },
  support_request_needed: {
    title: msg`An operator has to ask first`,
    text: msg`This workspace lets an operator in only after they asked with a reason. Answer their request, or change the rule.`,
  },
  support_access_open: {
    title: msg`Operators are let in already`,
    text: msg`There is one support access at a time. End the one that goes on, or wait for its end.`,
  },
  passkey_refused: { title: msg`This passkey was not accepted`, text: msg`Try again, or use another one.` },
  provider_unusable: {
    title: msg`The provider cannot be used yet`,
    text: msg`It did not answer as an identity provider, is switched off, or nobody has come in through it with these settings. Check its address. Nothing was changed.`,
  },
  domain_not_proved: {
    title: msg`DNS does not show it yet`,
    text: msg`Check name and value of the TXT record. New records can take an hour to be seen.`,
  },
  domain_taken: {
    title: msg`Another workspace has this domain`,
    text: msg`It was proved there before. Remove it there first.`,
  },
  password_needed_first: {
    title: msg`Choose a longer password first`,
    text: msg`Your password is good enough beside a second factor only. Choose one of at least 15 characters, then remove the factor.`,
  },
  email_taken: { title: msg`There is already an account with this e-mail`, text: msg`Sign in, or reset the password.` },
  password_refused: {
    title: msg`This password is too easy to guess`,
    text: msg`Choose at least 15 characters that are not a common password. A short sentence works well.`,
  },
  token_invalid: { title: msg`This link does not work any more`, text: askForLink },
  validation_failed: {
    title: msg`Something in the form is not right yet`,
    text: msg`Check the marked fields. Everything you typed is still there.`,
  },
  malformed_json: { title: msg`The request could not be read`, text: developersOnly },
  unsupported_media_type: { title: msg`This kind of content is not accepted`, text: developersOnly },
  upload_cut_short: { title: msg`The file did not arrive whole`, text: msg`Nothing of it was kept. Choose it once more.` },
  body_too_large: { title: msg`This is too large to send`, text: msg`Nothing was sent. Choose a smaller file or a shorter text.` },
  not_found: { title: msg`This does not exist (any more)`, text: msg`It may have been removed, or it belongs to another workspace.` },
  route_not_found: {
    title: msg`The server does not know this request`,
    text: msg`The page may be newer or older than the server. Reload it.`,
  },
  method_not_allowed: {
    title: msg`The server does not know this request`,
    text: msg`The page may be newer or older than the server. Reload it.`,
  },
  in_use: { title: msg`Still in use`, text: msg`Something still has this. Change that first.` },
  identifier_taken: {
    title: msg`Belongs to another contact`,
    text: msg`Another contact has this number. Merge the two if they are one person.`,
  },
  contact_erased: {
    title: msg`This person was erased`,
    text: msg`Add them only when they came back by their own wish; a program has to say what shows it. What they had stopped stays stopped.`,
  },
  conflict: { title: msg`Someone changed this meanwhile`, text: msg`Look at the newest state and try again.` },
  cursor_invalid: { title: msg`The list has changed`, text: msg`Load it again from the start.` },
  idempotency_key_reused: { title: msg`This was sent before with other content`, text: msg`Reload the page and try again.` },
  idempotency_in_progress: { title: msg`This is already being done`, text: msg`Wait a moment; it will not be done twice.` },
  idempotency_outcome_unknown: {
    title: msg`It is not known whether this was done`,
    text: msg`The connection broke in the middle. Load the page again and look before you repeat it.`,
  },
  rate_limited: { title: msg`Too many tries in a short time`, text: msg`Nothing was changed. Wait a moment and try again.` },
  slug_taken: { title: msg`This address is already used`, text: msg`Choose another one for this workspace.` },
  already_member: { title: msg`This person is already a member`, text: msg`You find them in the list of members.` },
  invitation_invalid: {
    title: msg`This invitation does not work any more`,
    text: msg`It was used, withdrawn or has expired, or is meant for another e-mail. Ask for a new one.`,
  },
  role_too_high: { title: msg`This needs a higher role`, text: msg`Nobody can give, change or remove a role above their own.` },
  role_in_use: {
    title: msg`This role is still in use`,
    text: msg`Choose which role they get instead. Nothing was changed.`,
  },
  last_owner: { title: msg`A workspace needs an owner`, text: msg`Make another member owner first. Nothing was changed.` },
  number_credentials_refused: {
    title: msg`Meta did not accept these details`,
    text: msg`Check the token, its permissions and both ids. Nothing was saved; what you typed is still here.`,
  },
  number_taken: { title: msg`This number is already connected`, text: msg`Disconnect it there first, then connect it here.` },
  number_not_connected: { title: msg`This number is disconnected`, text: msg`Connect it again before sending.` },
  emulator_unavailable: {
    title: msg`The emulator is not running on this system`,
    text: msg`Connect a WhatsApp number instead, or start Kabar with the emulator.`,
  },
  upstream_unavailable: { title: msg`Meta cannot be reached`, text: nothingChanged },
  recipient_invalid: { title: msg`This cannot be a recipient`, text: msg`Check the phone number, with its country code.` },
  content_invalid: {
    title: msg`WhatsApp would refuse this message`,
    text: msg`It was not sent and is still here. The details say what to change.`,
  },
  message_not_cancellable: { title: msg`Too late to cancel`, text: msg`The message is already on its way.` },
  message_not_unknown: { title: msg`There is nothing to decide any more`, text: msg`What became of the message is known by now.` },
  media_not_usable: { title: msg`WhatsApp does not take this file`, text: msg`Its kind or size does not fit. It was not sent.` },
  media_gone: {
    title: msg`The file is no longer there`,
    text: msg`It could not be fetched in time, or it was kept as long as the rules allow.`,
  },
  request_not_possible: {
    title: msg`Not possible at this point`,
    text: msg`The request has moved on meanwhile. Look at what comes next and try again.`,
  },
  code_wrong: { title: msg`The code is not right`, text: msg`It was mistyped, used already, or has run out. Send a new one.` },
  code_not_sendable: {
    title: msg`No code can be sent to this person`,
    text: msg`A code goes over WhatsApp within 24 hours of their last message, or to a mail address that their contact record holds already.`,
  },
  same_member: {
    title: msg`A second member is needed`,
    text: msg`Two different members have to agree to this. Ask a colleague to look at it.`,
  },
  signature_missing: { title: msg`A delivery came without a signature`, text: developersOnly },
  signature_invalid: { title: msg`A delivery came with a wrong signature`, text: developersOnly },
  webhook_unknown: { title: msg`This webhook address belongs to no number`, text: developersOnly },
  verify_token_invalid: {
    title: msg`The verify token is not the right one`,
    text: msg`Use the one that was shown when the number was connected, or connect the number again.`,
  },
  delivery_expired: {
    title: msg`This delivery is no longer kept`,
    text: msg`Its content was destroyed at the end of its retention and cannot be processed again.`,
  },
  incident_closed: { title: msg`This incident is closed`, text: msg`Open it again to change it.` },
  incident_unfinished: { title: msg`Something is still to be done first`, text: msg`The page shows what is missing.` },
  disclosure_required: {
    title: msg`Data for an authority needs a record`,
    text: msg`Record the request under Privacy, Disclosures. A second person approves it, then the data is exported.`,
  },
  disclosure_not_open: {
    title: msg`Not possible at this point`,
    text: msg`The disclosure has moved on, or a file is not ready yet. Load the page again.`,
  },
  second_person_required: {
    title: msg`A second person has to do this`,
    text: msg`You recorded it yourself. Ask another owner or admin.`,
  },
  processor_incomplete: {
    title: msg`The record is not complete yet`,
    text: msg`This recipient may not get data before what is missing is recorded. The page lists it.`,
  },
  processor_configured: {
    title: msg`The settings of the installation name this`,
    text: msg`Change the setting and restart Kabar; the register follows it.`,
  },
  processor_ended: { title: msg`This recipient has ended`, text: msg`It gets nothing any more. Record a new one instead.` },
  webhook_url_refused: {
    title: msg`Events cannot go to this address`,
    text: msg`Use an https address on a public host, without a user name and without an unusual port.`,
  },
  webhook_challenge_failed: {
    title: msg`The endpoint did not prove itself`,
    text: msg`It has to answer the verification request with the challenge. Check its address and the verify token, then try again.`,
  },
  webhook_endpoint_disabled: { title: msg`The endpoint is switched off`, text: msg`Switch it on first, then send again.` },
  webhook_endpoint_limit: {
    title: msg`There are 50 endpoints already`,
    text: msg`Remove one that is not used any more, then add this one.`,
  },
  retention_impossible: {
    title: msg`Two rules collide`,
    text: msg`One rule asks to keep data longer than another allows. Nothing was saved.`,
  },
  policy_changed: {
    title: msg`Somebody changed this meanwhile`,
    text: msg`Another policy was saved since you opened this page. Load it again and repeat your change.`,
  },
  internal_error: {
    title: msg`Something went wrong on our side`,
    text: msg`It was recorded. Nothing you typed here is lost; try again in a moment.`,
  },
  unavailable: {
    title: msg`Kabar is not available right now`,
    text: msg`It may be starting or being updated. Nothing was changed; try again in a moment.`,
  },
  connection_failed: { title: msg`No connection to Kabar`, text: msg`What you typed is still here. Check the network and try again.` },
  timed_out: { title: msg`Kabar did not answer in time`, text: msg`It may have been done all the same. Look before you try again.` },
  answer_unreadable: {
    title: msg`The answer could not be read`,
    text: msg`Something between this page and Kabar changed it. Reload the page.`,
  },
  unknown_code: {
    title: msg`The request was refused`,
    text: msg`This page does not know the reason yet. Reload it; the details may help.`,
  },
};

/** What is wrong with a password that was refused. */
export const passwordProblems: Readonly<Record<ErrorDetails['password_refused']['reason'], MessageDescriptor>> = {
  too_short: msg`It is too short. Choose at least 15 characters.`,
  too_long: msg`It is too long. Choose a shorter one.`,
  contains_name: msg`It contains your name or e-mail, which are the first things others try.`,
  pattern: msg`It is a simple pattern such as a row of keys or a repetition.`,
  common: msg`It is one of the passwords that are used most often.`,
  breached: msg`It was in a breach of some other service, so whoever has that list tries it first.`,
};
