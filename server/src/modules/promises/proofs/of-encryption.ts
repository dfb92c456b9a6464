import { check, notOffered, tests, type Proof } from './proof.ts';

const modules = 'server/src/modules';

/** Proofs about what is sealed, how it travels, and what is logged. */
export const ofEncryption = {
  // Encryption
  encrypted_at_rest: [
    ...tests(`${modules}/messages/send-message.db.test.ts`, 'keeps no text and no phone number in the clear'),
    ...tests(`${modules}/intake/webhook.http.test.ts`, 'is stored sealed: nothing of it can be read in the table'),
    ...tests(`${modules}/keyring/keyring.db.test.ts`, 'keeps no key in the clear in its tables and lets nobody delete one'),
    check('secrets_sealed'),
  ],
  aes_256: [
    ...tests(
      'server/src/platform/crypto/seal.test.ts',
      'notices a change of any single byte',
      'never shows the same text twice in the same form',
      'opens with the older key of a ring and says which key is missing',
    ),
    ...tests(
      `${modules}/keyring/keyring.db.test.ts`,
      'goes on reading after a rotation, seals with the new version and wraps the rest anew',
    ),
    ...tests(
      `${modules}/encryption/encryption.db.test.ts`,
      'seals everything of a workspace anew, and destroys the older key only when nothing needs it',
      'loses no write that happens meanwhile, also of a process that has not heard of the new key',
    ),
  ],
  key_per_contact: [
    ...tests(
      `${modules}/keyring/keyring.db.test.ts`,
      'makes a destroyed contact unreadable in every process, for good',
      'destroys one contact and leaves its neighbours, also those of another workspace',
    ),
    ...tests(
      `${modules}/encryption/encryption.db.test.ts`,
      'leaves no copy of a contact’s key behind: destroyed after a change, it is gone under every version',
    ),
  ],
  numbers_hidden: [
    ...tests(`${modules}/messages/send-message.db.test.ts`, 'keeps no text and no phone number in the clear'),
    ...tests(
      'server/src/platform/log.test.ts',
      'replaces a phone number written as a number and keeps the line valid',
      'has no key for names, phone numbers, addresses, tokens or text',
    ),
    ...tests('server/src/platform/metrics.test.ts', 'refuses labels that name a person or a customer'),
    ...tests(`${modules}/contacts/resolve-people.db.test.ts`, 'keeps equal numbers of two workspaces apart and their hashes unequal'),
  ],
  numbers_and_messages_encrypted: [
    ...tests(`${modules}/messages/send-message.db.test.ts`, 'keeps no text and no phone number in the clear'),
    ...tests(`${modules}/keyring/keyring.db.test.ts`, 'makes a destroyed contact unreadable in every process, for good'),
    check('secrets_sealed'),
    check('transport'),
  ],
  secrets_sealed: [
    ...tests(`${modules}/users/account-flows.db.test.ts`, 'keeps neither the session token nor the password in the database'),
    ...tests(`${modules}/api-keys/api-keys.db.test.ts`, 'shows it once, keeps its hash and says who made it'),
    ...tests(
      `${modules}/numbers/connect-number.http.test.ts`,
      'checks, subscribes, stores everything sealed and shows the verify token once',
    ),
    check('secrets_sealed'),
  ],
  token_sealed: [
    ...tests(
      `${modules}/keyring/keyring.db.test.ts`,
      'seals secrets to their place',
      'does not open a key moved to another contact, workspace or table',
    ),
    ...tests(
      `${modules}/numbers/connect-number.http.test.ts`,
      'checks, subscribes, stores everything sealed and shows the verify token once',
      'leaves a line in the history, an audit entry without secrets, an event, and templates',
    ),
    check('secrets_sealed'),
  ],
  verify_token: [
    ...tests(
      `${modules}/numbers/connect-number.http.test.ts`,
      'checks, subscribes, stores everything sealed and shows the verify token once',
    ),
    ...tests(`${modules}/intake/webhook.http.test.ts`, 'echoes the challenge as plain text'),
  ],
  tls: [
    check('transport'),
    ...tests('server/src/platform/tls/tls.test.ts', 'agrees on TLS 1.3 where the client can, and on 1.2 where it cannot'),
    ...tests(
      'server/src/roles/own-tls.db.test.ts',
      'answers https by itself, with HSTS, and says when the certificate ends',
      'sends browsers that come by http to https',
    ),
    ...tests('server/src/platform/egress/egress.test.ts', 'tells that nothing was sent when TLS does not come about'),
  ],

  // Logs
  closed_log: tests(
    'server/src/platform/log.test.ts',
    'writes one JSON object per line with level, time, text and known keys',
    'drops unknown keys and refuses values that do not fit their key',
    'has no key for names, phone numbers, addresses, tokens or text',
  ),
  fault_reports: [
    ...tests(
      'server/src/platform/log.test.ts',
      'says where and what kind of error it was',
      'keeps the words that the engine builds from our own source',
    ),
    ...tests(`${modules}/crash-reports/crash-reports.http.test.ts`, 'are counted by kind, from the log, without a word of what they say'),
  ],
  log_retention: notOffered(
    'Kabar keeps no log of the system itself; it hands each line to the machine that runs it',
    'Kabar tidak menyimpan log sistem sendiri; setiap baris diserahkan ke mesin yang menjalankannya',
  ),
  audit_every_change: [
    ...tests(
      `${modules}/audit/audit.db.test.ts`,
      'shows who did what to what, with values of before and after',
      'vanishes with the change that it tells of',
    ),
    ...tests(`${modules}/workspaces/workspaces.db.test.ts`, 'is in the chain of the workspace, which verifies'),
  ],
  audit_chain: [
    ...tests(
      `${modules}/audit/audit.db.test.ts`,
      'stays one unbroken chain when many write at once',
      'finds two swapped events',
      'refuses a head that jumps and an event that is not the head',
    ),
    ...tests(
      `${modules}/audit/checkpoints.db.test.ts`,
      'a chain that was rewritten as a whole',
      'a tail that was cut off together with the head and the notes of its checkpoints',
    ),
    ...tests(`${modules}/audit/privileged-tables.db.test.ts`, 'are exactly those that the database guards'),
    check('audit_chain'),
  ],
} as const satisfies Record<string, readonly Proof[]>;
