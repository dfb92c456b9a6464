import type { Examples } from './world.ts';

/** Bodies of routes with rules that their schema cannot say. */
export const examples: Examples = {
  // Exactly one recipient, and the content that the type names.
  'POST /v1/messages': {
    body: (id, at) => ({
      number_id: id('number', 'number_id'),
      ...(at === 'contact_id' ? { contact_id: id('contact', 'contact_id') } : { to: '+62 812-0000-0001' }),
      ...(at === 'image.id' ? { type: 'image', image: { id: id('media', 'image.id') } } : { type: 'text', text: { body: 'hello' } }),
      ...(at === 'context.message_id' ? { context: { message_id: id('message', 'context.message_id') } } : {}),
    }),
    freeIds: [
      { kind: 'media', place: 'image.id' },
      { kind: 'message', place: 'context.message_id' },
    ],
  },
  // Named conversations or a filter, and a change that changes something.
  'POST /v1/conversations/bulk': {
    body: (id, at) => ({
      ...(at?.startsWith('filter') === true ? {} : { conversation_ids: [id('conversation', 'conversation_ids[]')] }),
      ...(at?.startsWith('change') === true ? {} : { change: { unread: true } }),
    }),
  },
  // Numbers and teams are for a role that sees chosen ones.
  'POST /v1/roles': { body: (_id, at) => ({ name: 'Kasir', permissions: [], ...(at === null ? {} : { sight: 'chosen' }) }) },
  'PATCH /v1/roles/:id': { body: () => ({ permissions: [], sight: 'chosen' }) },
  // A time that has begun and is not over for long.
  'POST /v1/webhook-endpoints/:id/replays': { body: () => ({ from: new Date(Date.now() - 3_600_000).toISOString() }) },
  'PUT /v1/privacy/readings': { body: () => ({ key: 'search.messages', is_on: true }) },
  'PATCH /v1/notice/facts': { body: () => ({ phone: '+62 21 0000 0000' }) },
  'PATCH /v1/operator/notice/facts': { body: () => ({ phone: '+62 21 0000 0000' }) },
  // The document lies somewhere, and its days are in order.
  'POST /v1/evidence': {
    body: () => ({
      kind: 'security_audit',
      title: 'Audit',
      owner: 'Rani',
      reference: 'A-1',
      issued_on: '2026-01-01',
      expires_on: '2030-01-01',
    }),
  },
  'POST /v1/operator/evidence': {
    body: () => ({
      kind: 'security_audit',
      title: 'Audit',
      owner: 'Rani',
      reference: 'A-1',
      issued_on: '2026-01-01',
      expires_on: '2030-01-01',
    }),
  },
  'PATCH /v1/evidence/:id': { body: () => ({ title: 'Audit of spring' }) },
  'PATCH /v1/operator/evidence/:id': { body: () => ({ title: 'Audit of spring' }) },
  'POST /v1/conversations/:id/notes': { body: () => ({ text: 'hello' }) },
  'PATCH /v1/conversations/:id/notes/:entry_id': { body: () => ({ text: 'hello' }) },
  'POST /v1/saved-replies': { body: () => ({ scope: 'shared', name: 'Hello', shortcut: 'hello', text: 'Hello', language: null }) },
  'PATCH /v1/saved-replies/:id': { body: () => ({ name: 'Hello', shortcut: 'hi', text: 'Hello', language: null }) },
  // Somebody has to be named, and a request is about a contact of one's own.
  'POST /v1/privacy/requests': {
    body: (id, at) => ({
      kind: 'access',
      phone: '+62 812-0000-0004',
      ...(at === 'contact_id' ? { contact_id: id('contact', 'contact_id') } : {}),
    }),
  },
  'POST /v1/privacy/requests/:id/confirm-code': { body: () => ({ code: '123456' }) },
  // Nothing becomes known before it is now.
  'POST /v1/incidents': {
    body: (id, at) => ({
      title: 'A stolen laptop',
      happened_from: '2026-01-01T00:00:00Z',
      known_at: '2026-01-01T00:00:00Z',
      laws: ['ID'],
      scope: {
        data: ['contact_details'],
        ...(at === 'scope.number_ids[]' ? { number_ids: [id('number', 'scope.number_ids[]')] } : {}),
        ...(at === 'scope.api_key_ids[]' ? { api_key_ids: [id('apiKey', 'scope.api_key_ids[]')] } : {}),
        ...(at === 'scope.member_ids[]' ? { member_ids: [id('member', 'scope.member_ids[]')] } : {}),
      },
    }),
  },
  'POST /v1/disclosures': {
    body: (id) => ({
      authority: 'Kepolisian Kota',
      country: 'ID',
      reference: 'B/118',
      request: 'Messages with one person',
      legal_basis: 'KUHAP pasal 43',
      received_on: '2026-01-01',
      contact_ids: [id('contact', 'contact_ids[]')],
    }),
  },
  // Needs an address that the schema leaves open.
  'POST /v1/contacts': {
    body: (id, at) => ({
      phone: '+62 812-0000-0003',
      ...(at === 'stage_id' ? { stage_id: id('stage', 'stage_id') } : {}),
      ...(at === 'tag_ids[]' ? { tag_ids: [id('tag', 'tag_ids[]')] } : {}),
    }),
  },
  'PUT /v1/privacy/retention': {
    body: () => ({ policy: { preset: 'engagement-24m', home: null, serves: [], wishes: {} }, revision: 0 }),
  },
  'POST /v1/privacy/retention/preview': {
    body: () => ({ policy: { preset: 'engagement-24m', home: null, serves: [], wishes: {} } }),
  },
  'POST /v1/privacy/holds': {
    body: (id, at) => ({
      reason: 'A dispute about an invoice',
      owner_member_id: id('member', 'owner_member_id'),
      review_on: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
      ...(at === 'contact_id' ? { contact_id: id('contact', 'contact_id') } : {}),
      ...(at === 'conversation_id' ? { conversation_id: id('conversation', 'conversation_id') } : {}),
    }),
  },
  'POST /v1/privacy/sealed/openings': {
    body: (id, at) => ({ reason: 'An order of a court', ...(at === 'contact_id' ? { contact_id: id('contact', 'contact_id') } : {}) }),
  },
  'PATCH /v1/privacy/holds/:id': {
    body: (id, at) => (at === 'owner_member_id' ? { owner_member_id: id('member', 'owner_member_id') } : {}),
  },
  // No attribute is named but the one of the place; its key is invented by the sample otherwise.
  'PATCH /v1/contacts/:id': {
    body: (id, at) => ({ name: 'Rina', ...(at === 'stage_id' ? { stage_id: id('stage', 'stage_id') } : {}) }),
  },
};
