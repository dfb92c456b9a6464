import { sampleId } from './example.ts';

/** What a sample sends, where the schema alone does not lead to a request that makes sense. */
export type RequestExample = {
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
};

const number = `num_${sampleId}`;
const tag = `tag_${sampleId}`;
const team = `tem_${sampleId}`;

const orderReady = {
  number_id: number,
  name: 'order_ready',
  language: 'en_US',
  category: 'utility',
  components: [{ type: 'BODY', text: 'Hello {{1}}, your order is ready.', example: { body_text: [['Sari']] } }],
};

const officeHours = {
  mode: 'weekly',
  time_zone: 'Asia/Jakarta',
  week: { monday: [{ from: '09:00', until: '17:00' }], tuesday: [{ from: '09:00', until: '17:00' }] },
};

const newCustomers = { match: 'all', conditions: [{ field: 'tags', op: 'any', tag_ids: [tag] }] };

const consent = {
  state: 'given',
  source: 'form',
  legal_basis: 'consent',
  evidence: { text: 'Newsletter form of 12 March, row 88' },
};

/** By the name of the operation. A test refuses entries for operations that are gone, and bodies that do not fit their schema. */
export const requestExamples: Readonly<Record<string, RequestExample>> = {
  'POST /v1/messages': {
    body: { number_id: number, to: '+62 812-0000-0101', type: 'text', text: { body: 'Your order KB-1042 is on its way.' } },
  },
  'POST /v1/attributes': { body: { key: 'loyalty_level', label: 'Loyalty level', type: 'text' } },
  'PATCH /v1/attributes/{id}': { body: { label: 'Loyalty level' } },
  'PUT /v1/automatic-replies': { body: { enabled: true, text: 'We are closed now and answer tomorrow from nine.' } },
  'PUT /v1/automatic-replies/numbers/{number_id}': { body: { enabled: true, text: 'We are closed now and answer tomorrow from nine.' } },
  'POST /v1/automatic-replies/preview': {
    body: { message: { enabled: true, text: 'We are closed now and answer tomorrow from nine.' } },
  },
  'POST /v1/consent-settings/try': { body: { text: 'please stop sending me offers' } },
  'POST /v1/consent-wordings': { body: { purpose: 'marketing', texts: { en: 'Yes, send me offers of Toko Rina on WhatsApp.' } } },
  'PATCH /v1/consent-wordings/{id}': { body: { texts: { en: 'Yes, send me offers of Toko Rina on WhatsApp.' } } },
  'POST /v1/consents': { body: { consents: [{ phone: '+62 812-0000-0101', ...consent }] } },
  'POST /v1/contacts': { body: { phone: '+62 812-0000-0031', name: 'Rina Wijaya' } },
  'POST /v1/contacts/{id}/consents': { body: consent },
  'POST /v1/contacts/{id}/child-report': { body: { age: 12 } },
  'POST /v1/contacts/{id}/notes': { body: { text: 'Prefers to be called in the afternoon.' } },
  'PATCH /v1/contacts/{id}/notes/{note_id}': { body: { text: 'Prefers to be called in the morning.' } },
  'POST /v1/contacts/{id}/tags': { body: { add: [tag] } },
  'POST /v1/conversations/bulk': { body: { filter: { view: 'unassigned', status: 'open' }, change: { team_id: team } } },
  'PATCH /v1/conversations/{id}': { body: { status: 'resolved' } },
  'POST /v1/conversations/{id}/notes': { body: { text: 'Refund agreed, see order KB-1042.' } },
  'PATCH /v1/conversations/{id}/notes/{entry_id}': { body: { text: 'Refund agreed and paid, see order KB-1042.' } },
  'POST /v1/crash-reports': { body: { name: 'TypeError', route: '/w/$slug/inbox', frames: ['open@/assets/inbox.js:12:40'] } },
  'POST /v1/numbers': {
    body: {
      waba_id: '102290129340398',
      phone_number_id: '106540352242922',
      access_token: 'the-token-of-your-system-user',
      app_secret: 'the-secret-of-your-meta-app',
    },
  },
  'POST /v1/numbers/{id}/token': { body: { access_token: 'the-new-token-of-your-system-user' } },
  'POST /v1/privacy/requests': { body: { kind: 'access', phone: '+62 812-0000-0101', name: 'Rina Wijaya', language: 'en' } },
  'POST /v1/privacy/requests/{id}/deny': {
    body: { reason: 'identity_not_proved', text: 'We could not make sure that this number is yours.' },
  },
  'PUT /v1/privacy/readings': { body: { key: 'search.index_messages', is_on: false } },
  'POST /v1/public/contact-form': {
    body: { workspace: 'toko-rina', content: { name: 'Rina Wijaya', message: 'Which data of mine do you hold?' } },
  },
  'GET /v1/public/contact-form': { query: { workspace: 'toko-rina' } },
  'POST /v1/saved-replies': {
    body: { scope: 'shared', name: 'Opening hours', shortcut: 'hours', text: 'We are open Monday to Friday, nine to five.' },
  },
  'PATCH /v1/saved-replies/{id}': { body: { text: 'We are open every day, nine to five.' } },
  'POST /v1/segments': { body: { name: 'Wholesale customers', filter: newCustomers } },
  'PATCH /v1/segments/{id}': { body: { name: 'Wholesale customers in Java' } },
  'PUT /v1/service-levels': { body: { first_reply_minutes: 15, resolution_minutes: 480 } },
  'PUT /v1/service-levels/numbers/{number_id}': { body: { first_reply_minutes: 15, resolution_minutes: 480 } },
  'PUT /v1/service-levels/teams/{team_id}': { body: { first_reply_minutes: 15, resolution_minutes: 480 } },
  'POST /v1/stages': { body: { name: 'Offer sent' } },
  'PATCH /v1/stages/{id}': { body: { name: 'Offer accepted' } },
  'POST /v1/suppressions': { body: { phone: '+62 812-0000-0077', scope: 'all', reason: 'Asked us on the phone not to be written to' } },
  'POST /v1/suppressions/{id}/lift': { body: { evidence: { text: 'Signed form of 12 March, row 88' } } },
  'POST /v1/tags': { body: { name: 'Wholesale' } },
  'PATCH /v1/tags/{id}': { body: { name: 'Wholesale' } },
  'POST /v1/teams': { body: { name: 'Sales' } },
  'PATCH /v1/teams/{id}': { body: { name: 'Sales and orders' } },
  'PATCH /v1/template-drafts/{id}': { body: orderReady },
  'POST /v1/templates': { body: orderReady },
  'PATCH /v1/templates/{id}': { body: { components: orderReady.components } },
  'POST /v1/templates/{id}/duplicate': { body: { name: 'order_ready_again' } },
  'POST /v1/views': { body: { name: 'Waiting longest', filter: { status: 'open', waiting: 'true', sort: 'waiting_longest' } } },
  'PATCH /v1/views/{id}': { body: { name: 'Waiting' } },
  'PUT /v1/working-hours': { body: officeHours },
  'PUT /v1/working-hours/numbers/{number_id}': { body: officeHours },
};
