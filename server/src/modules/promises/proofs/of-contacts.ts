import { check, tests, type Proof } from './proof.ts';

const modules = 'server/src/modules';

/** Proofs about contacts and consent. */
export const ofContacts = {
  contact_without_phone: [
    ...tests(`${modules}/intake/intake.db.test.ts`, 'of somebody without a phone number belong to their BSUID'),
    ...tests('server/src/whatsapp/build-send-body.test.ts', 'goes to a business-scoped user id without naming a phone'),
  ],
  contact_attributes: [
    ...tests(
      `${modules}/contacts/record.http.test.ts`,
      'keep a value of every type, seal personal ones and change only what is named',
      'seals notes, lists them newest first and lets them be changed and deleted',
    ),
    ...tests(`${modules}/exports/exports.http.test.ts`, 'holds every planted value in JSON, a page and files, for a week'),
  ],
  import_with_basis: tests(
    `${modules}/imports/imports.http.test.ts`,
    'does not start before it is said on what basis',
    'records consent with its source and never brings back who stopped',
  ),
  profile_names: [
    ...tests(`${modules}/contacts/resolve-people.db.test.ts`, 'stores a name once and again only when it changes'),
    ...tests(`${modules}/contacts/contacts.http.test.ts`, 'given by members win over the profile name until they are taken away'),
  ],
  consent_evidence: [
    ...tests(
      `${modules}/consent/consent.http.test.ts`,
      'is a history with evidence, of which the newest that counts holds',
      'is refused with a time ahead, an unknown purpose or evidence from nowhere',
    ),
    ...tests(`${modules}/messages/dispatch/one-gate.test.ts`, 'reads consent in the statement of the claim'),
    check('consent_append_only'),
  ],
  consent_history: [
    ...tests(`${modules}/consent/consent.http.test.ts`, 'is a history with evidence, of which the newest that counts holds'),
    ...tests(`${modules}/consent/hear-consents.db.test.ts`, 'is never changed or deleted, by no role'),
    check('consent_append_only'),
  ],
  consent_withdrawal: [
    ...tests(`${modules}/consent/consent.http.test.ts`, 'is taken back only by newer and evidenced words'),
    ...tests(
      `${modules}/consent/hear-consents.db.test.ts`,
      'is suppressed in the commit that stores the message, with a line in the thread and one confirmation',
    ),
  ],
  marketing_needs_yes: [
    ...tests(`${modules}/consent/consent-model.db.test.ts`, 'ends with no marketing for anybody who stopped and did not come back'),
    ...tests(`${modules}/messages/dispatch/one-gate.test.ts`, 'reads consent in the statement of the claim'),
    ...tests(`${modules}/messages/dispatch/gate.test.ts`, '%s'),
  ],
  marketing_objection: tests(
    `${modules}/consent/consent-model.db.test.ts`,
    'ends with no marketing for anybody who stopped and did not come back',
  ),
  service_messages: tests(`${modules}/messages/dispatch/gate.test.ts`, '%s'),
  stop_word: [
    ...tests(
      `${modules}/consent/words/read-consent-words.test.ts`,
      'is heard in any case, between any punctuation and emoji',
      'never lets an ordinary or doubtful sentence stop anything, and hears nearly every stop',
    ),
    ...tests(
      `${modules}/consent/hear-consents.db.test.ts`,
      'is suppressed in the commit that stores the message, with a line in the thread and one confirmation',
      'stops by a button of a template or a message',
    ),
  ],
  stop_first: [
    ...tests(
      `${modules}/messages/dispatch/dispatcher.db.test.ts`,
      'lets marketing wait until everything is read that was received before, because it may be a stop',
    ),
    ...tests(
      `${modules}/consent/hear-consents.db.test.ts`,
      'is suppressed in the commit that stores the message, with a line in the thread and one confirmation',
    ),
  ],
} as const satisfies Record<string, readonly Proof[]>;
