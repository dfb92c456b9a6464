import { check, notOffered, tests, type Proof } from './proof.ts';

const modules = 'server/src/modules';
const noProvider = notOffered(
  'Kabar talks to Meta directly; no solution provider stands between',
  'Kabar berbicara langsung dengan Meta, tanpa penyedia solusi di antaranya',
);

/** Proofs about messages and the way to WhatsApp. */
export const ofMessages = {
  message_types: [
    ...tests('server/src/whatsapp/build-send-body.test.ts', 'of type %s is what WhatsApp takes'),
    ...tests(
      `${modules}/intake/intake.db.test.ts`,
      'become messages of a new contact, counted as unread, with the window by their own time',
      'have their files put in line, once',
    ),
    ...tests(
      'server/src/whatsapp/cloud/parse-webhook.test.ts',
      'gives every golden sample a meaning or counts it as unknown, and quarantines none',
    ),
  ],
  message_facts: [
    ...tests(`${modules}/messages/apply-statuses.db.test.ts`, 'is the same for every order, repetition and grouping of what is told'),
    ...tests(`${modules}/intake/intake.db.test.ts`, 'count once however often and in whatever grouping they come'),
  ],
  message_counts: [
    ...tests(`${modules}/messages/apply-statuses.db.test.ts`, 'is the same for every order, repetition and grouping of what is told'),
    ...tests(`${modules}/templates/template-work.http.test.ts`, 'count what became of the messages by day, and again when they change'),
  ],
  template_counts: tests(
    `${modules}/templates/template-work.http.test.ts`,
    'count what became of the messages by day, and again when they change',
    'tells status, quality, category and its notice with reasons in its history',
  ),
  minimal_to_meta: [
    ...tests(
      'server/src/whatsapp/build-send-body.test.ts',
      'of type %s is what WhatsApp takes',
      'goes to a business-scoped user id without naming a phone',
    ),
    ...tests('server/src/whatsapp/cloud/driver.test.ts', 'is one POST with the token, the tag and the content'),
  ],
  cloud_api: [
    ...tests(
      `${modules}/messages/dispatch/one-gate.test.ts`,
      'is a claim that passed the gate: the API, the inbox, bots and campaigns have no other',
      'has one port on the driver, so that a second way would be seen',
    ),
    ...tests('server/src/whatsapp/cloud/send.test.ts', 'covers the table'),
  ],
  durable_intake: [
    check('raw_deliveries_end'),
    ...tests(
      `${modules}/intake/webhook.http.test.ts`,
      'is answered with 200 once it is stored, and becomes a message',
      'that comes twice is stored once and answered both times',
      'is answered with 503 when it cannot be stored, never with 200',
      'to an unknown address is refused whatever its signature',
    ),
    ...tests(`${modules}/intake/kill.db.test.ts`, 'loses nothing and doubles nothing when workers are killed at random moments'),
  ],
  sent_once: tests(
    `${modules}/messages/dispatch/dispatcher.db.test.ts`,
    'sends what is due, once, in the order of the conversation, and records it',
    'shares numbers with another process and never sends twice',
    'never repeats an unknown outcome by itself, lets later messages pass, and leaves the decision to a person',
  ),
  send_gate: [
    ...tests(
      `${modules}/messages/dispatch/one-gate.test.ts`,
      'is a claim that passed the gate: the API, the inbox, bots and campaigns have no other',
      'reads consent in the statement of the claim',
    ),
    ...tests(
      `${modules}/messages/dispatch/dispatcher.db.test.ts`,
      'skips with the reason what the gate refuses and holds what may go later',
    ),
    ...tests(`${modules}/messages/dispatch/gate.test.ts`, 'puts the wish of the customer before anything that would only delay'),
  ],
  automatic_marked: [
    ...tests(
      `${modules}/automatic-replies/away-text.test.ts`,
      'holds name and next opening by the clocks of the business, and says that it is automatic',
    ),
    ...tests(`${modules}/messages/send-automatic.db.test.ts`, 'shows as automatic, by Kabar, with its reason'),
  ],
  media_sealed: tests(
    `${modules}/media/media.http.test.ts`,
    'is stored sealed and comes back byte for byte',
    'is fetched by its address at once, sealed under the contact, and announced',
    'of an erased contact cannot be opened any more',
  ),
  number_registry: tests(
    `${modules}/numbers/connect-number.http.test.ts`,
    'twice, nor its account by another workspace',
    'when two workspaces race for it: one wins',
  ),
  number_connected: tests(
    `${modules}/numbers/connect-number.http.test.ts`,
    'checks, subscribes, stores everything sealed and shows the verify token once',
    'leaves a line in the history, an audit entry without secrets, an event, and templates',
  ),
  number_health: [
    ...tests(
      `${modules}/numbers/apply-account-events.db.test.ts`,
      'changes it, stands in its history and in the list of account events, and wakes listeners',
    ),
    ...tests(`${modules}/numbers/number-health.test.ts`, 'names the worst thing first'),
  ],
  linked_devices: notOffered(
    'Kabar links no devices; it speaks to WhatsApp by the Cloud API alone',
    'Kabar tidak menautkan perangkat; hanya memakai Cloud API WhatsApp',
  ),
  outgoing_webhooks: tests(`${modules}/webhooks/engine/webhooks-under-faults.db.test.ts`, 'ends after thirty days'),
  bots: notOffered('Kabar runs no bots yet', 'Kabar belum menjalankan bot'),
  solution_provider: noProvider,
} as const satisfies Record<string, readonly Proof[]>;
