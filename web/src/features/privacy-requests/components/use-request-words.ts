import type {
  DenialReason,
  PrivacyRequest,
  PrivacyRequestChannel,
  PrivacyRequestEvent,
  PrivacyRequestKind,
  PrivacyRequestState,
} from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';

type Basis = PrivacyRequest['due_basis'];

/** What requests are called, in words for somebody who never read a law. */
export function useRequestWords() {
  const { t } = useLingui();
  const kind: Record<PrivacyRequestKind, string> = {
    access: t`Wants to see their data`,
    portability: t`Wants to take their data along`,
    rectify: t`Wants their data corrected`,
    erase: t`Wants to be erased`,
    restrict: t`Wants their data only stored`,
    object: t`Objects to a use of their data`,
    withdraw_consent: t`Takes their consent back`,
  };
  const kindName: Record<PrivacyRequestKind, string> = {
    access: t`See the data`,
    portability: t`Take the data along`,
    rectify: t`Correct the data`,
    erase: t`Erase the data`,
    restrict: t`Only store the data`,
    object: t`Object to a use`,
    withdraw_consent: t`Take consent back`,
  };
  const state: Record<PrivacyRequestState, string> = {
    received: t`New`,
    identity_check: t`Who is it?`,
    duplicate: t`Asked before`,
    denied: t`Refused`,
    planned: t`To decide`,
    veto_window: t`Waiting to begin`,
    executing: t`In work`,
    verifying: t`Last look`,
    partial: t`Not complete`,
    done: t`Done`,
    cancelled: t`Taken back`,
    forwarded: t`Handed on`,
  };
  const channel: Record<PrivacyRequestChannel, string> = {
    member: t`recorded by a member`,
    api: t`by API`,
    mail: t`by mail`,
    form: t`by form`,
    customer: t`by the person themselves`,
    whatsapp: t`over WhatsApp`,
  };
  const basis: Record<Basis, string> = {
    ID: t`Indonesia`,
    IN: t`India`,
    EU: t`European Union`,
    UK: t`United Kingdom`,
    'US-CA': t`California`,
    workspace: t`Your own promise`,
  };
  const denial: Record<DenialReason, string> = {
    identity_not_proved: t`We cannot be sure that it is them`,
    not_our_data: t`We hold no data about them`,
    rights_of_others: t`It would reveal data of others`,
    legal_duty_to_keep: t`A law obliges us to keep it`,
    excessive_or_repeated: t`The same was answered a short time ago`,
    safety_or_security: t`It would endanger somebody`,
  };
  const step = (key: string): string => {
    switch (key) {
      case 'copy':
        return t`Put the copy of everything together`;
      case 'account_copy':
        return t`Put the copy of the account together`;
      case 'correct':
        return t`Correct the data`;
      case 'tell_recipients':
        return t`Tell everybody you gave the data to`;
      case 'tell_before':
        return t`Say good-bye to the person`;
      case 'erase':
        return t`Erase everything`;
      case 'verify':
        return t`Look everywhere once more`;
      case 'restrict':
        return t`Stop all use of the data`;
      case 'object':
        return t`Record the objection`;
      case 'erase_account':
        return t`Erase the account`;
      case 'handle_account':
        return t`Do it for the account`;
      case 'tell':
        return t`Tell the person that it is done`;
      default:
        return key;
    }
  };
  const keptBecause = (reason: string): string => {
    switch (reason) {
      case 'stop_list':
        return t`so that nobody writes to them again`;
      case 'consent_proof':
        return t`proof of what they agreed to`;
      case 'audit_proof':
        return t`proof of who did what`;
      case 'request_proof':
        return t`proof that this request was answered`;
      case 'statutory_record':
        return t`a law demands it`;
      case 'workspace_record':
        return t`a record of your business that names nobody`;
      case 'short_lived':
        return t`passes by itself within days`;
      case 'found':
        return t`found and not explained`;
      default:
        return reason;
    }
  };
  const event = ({ kind: what, data }: PrivacyRequestEvent): string => {
    switch (what) {
      case 'received':
        return t`Received`;
      case 'code_sent':
        return data['via'] === 'mail' ? t`A code went out by mail` : t`A code went out over WhatsApp`;
      case 'identity_proved':
        return t`It is them: the code was right`;
      case 'identity_judged':
        return t`A member is sure that it is them`;
      case 'planned':
        return t`Started; a second member has to agree`;
      case 'veto_began':
        return t`Started; it can still be stopped`;
      case 'started':
        return t`The work began`;
      case 'stopped':
        return t`Stopped`;
      case 'cancelled':
      case 'cancelled_by_person':
        return t`Taken back`;
      case 'denied':
        return t`Refused`;
      case 'extended':
        return t`Put off, with the reason told`;
      case 'duplicate':
        return t`Set aside: asked before`;
      case 'not_duplicate':
        return t`Taken up again`;
      case 'corrected':
        return t`What was recorded was corrected`;
      case 'verifying':
        return t`The last look began`;
      case 'step_done':
        return t`Step done: ${step(data['step'] ?? '')}`;
      case 'told':
        return data['way'] === 'mail' ? t`The person was told by mail` : t`The person was told over WhatsApp`;
      case 'not_told':
        return t`The person could not be told. Please find a way`;
      case 'reminded':
        return t`Members were reminded: ${data['percent'] ?? ''}% of the time is over`;
      case 'stuck':
        return t`It does not go on by itself`;
      case 'partial':
        return t`Something was left behind`;
      case 'tried_again':
        return t`Tried again`;
      case 'done':
        return t`Done`;
      case 'copy_downloaded':
        return t`The copy was downloaded`;
      case 'restriction_lifted':
        return t`The data may be used again`;
      case 'forwarded':
        return t`Handed to whom it concerns`;
      case 'mail_taken':
        return t`The mail was taken in`;
      default:
        return what;
    }
  };
  return {
    kind: (one: PrivacyRequestKind) => kind[one],
    kindName: (one: PrivacyRequestKind) => kindName[one],
    state: (one: PrivacyRequestState) => state[one],
    channel: (one: PrivacyRequestChannel) => channel[one],
    basis: (one: Basis) => basis[one],
    denial: (one: DenialReason) => denial[one],
    step,
    keptBecause,
    event,
  };
}

/** What a request is called in a list: the name of who asks, else how they can be reached. */
export function personOf(request: Pick<PrivacyRequest, 'subject'>): string | null {
  const { subject } = request;
  return subject?.name ?? subject?.phone ?? subject?.email ?? null;
}
