import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { asWords } from './read-change.ts';

/** What acts happen to: the word before the dot of an action. */
export const nounWords: Readonly<Record<string, MessageDescriptor>> = {
  api_key: msg`API key`,
  assignment_rule: msg`Assignment`,
  audit: msg`Audit log`,
  attribute: msg`Attribute`,
  away_message: msg`Away message`,
  consent: msg`Consent`,
  consent_settings: msg`Consent settings`,
  consent_wording: msg`Consent wording`,
  contact: msg`Contact`,
  contact_form: msg`Contact form`,
  conversation: msg`Conversation`,
  disclosure: msg`Disclosure`,
  erasure: msg`Erasure`,
  evidence: msg`Evidence`,
  export: msg`Export`,
  form_message: msg`Form message`,
  hold: msg`Hold`,
  import: msg`Import`,
  incident: msg`Incident`,
  invitation: msg`Invitation`,
  media_settings: msg`Files`,
  member: msg`Member`,
  message: msg`Message`,
  note: msg`Note`,
  notice: msg`Notice`,
  number: msg`Number`,
  person_import: msg`Import of one person`,
  privacy_office: msg`Privacy office`,
  privacy_request: msg`Privacy request`,
  public_page: msg`Public page`,
  retention: msg`Retention`,
  role: msg`Role`,
  satisfaction: msg`Satisfaction question`,
  saved_reply: msg`Saved reply`,
  sealed: msg`Sealed records`,
  segment: msg`Segment`,
  service_levels: msg`Targets`,
  single_sign_on: msg`Single sign-on`,
  stage: msg`Stage`,
  support_access: msg`Support access`,
  suppression: msg`Stop`,
  tag: msg`Tag`,
  team: msg`Team`,
  template: msg`Template`,
  visibility: msg`What agents see`,
  webhook_delivery: msg`Webhook delivery`,
  webhook_endpoint: msg`Webhook endpoint`,
  whatsapp_account: msg`WhatsApp account`,
  working_hours: msg`Working hours`,
  workspace: msg`Workspace`,
};

/** What was done: the part after the dot. */
const verbWords: Readonly<Record<string, MessageDescriptor>> = {
  accepted: msg`accepted`,
  added: msg`added`,
  approved: msg`approved`,
  asked: msg`asked for`,
  cancelled: msg`cancelled`,
  changed: msg`changed`,
  closed: msg`closed`,
  connected: msg`connected`,
  created: msg`created`,
  decided: msg`decided`,
  declined: msg`declined`,
  deleted: msg`deleted`,
  disabled: msg`switched off`,
  disconnected: msg`disconnected`,
  downloaded: msg`downloaded`,
  enabled: msg`switched on`,
  ended: msg`ended`,
  entered: msg`came in`,
  erased: msg`erased`,
  exported: msg`exported`,
  finished: msg`finished`,
  granted: msg`granted`,
  helped: msg`changed something`,
  ip_allowlist_changed: msg`networks changed`,
  joined: msg`joined`,
  lapsed: msg`not answered in time`,
  leaked: msg`found in public and revoked`,
  left: msg`went out`,
  lifted: msg`lifted`,
  merged: msg`merged`,
  ordered: msg`ordered`,
  placed: msg`placed`,
  published: msg`published`,
  read: msg`read`,
  received: msg`received`,
  recorded: msg`recorded`,
  released: msg`released`,
  removed: msg`removed`,
  reopened: msg`reopened`,
  replayed: msg`sent again`,
  restored: msg`restored from a backup`,
  revoked: msg`revoked`,
  role_changed: msg`role changed`,
  rotated: msg`replaced`,
  secret_rotated: msg`secret replaced`,
  secrets_destroyed: msg`secrets destroyed`,
  settings_changed: msg`settings changed`,
  sign_in_rules_changed: msg`sign-in rules changed`,
  started: msg`started`,
  token_renewed: msg`token renewed`,
  updated: msg`changed`,
  uploaded: msg`uploaded`,
  withdrawn: msg`withdrawn`,
};

/** An action in words, "Member: role changed". What has no words yet is shown as it is named, so that nothing is ever hidden. */
export function actionWords(action: string, translate: (message: MessageDescriptor) => string): string {
  const [noun = '', verb] = action.split('.');
  const known = Object.hasOwn(nounWords, noun) ? nounWords[noun] : undefined;
  const subject = known === undefined ? capital(asWords(noun)) : translate(known);
  if (verb === undefined) return subject;
  const done = Object.hasOwn(verbWords, verb) ? verbWords[verb] : undefined;
  return `${subject}: ${done === undefined ? asWords(verb) : translate(done)}`;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
