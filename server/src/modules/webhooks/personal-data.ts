import { declarePersonalData, erased, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

const log = { class: 'webhook_payload', purpose: 'messaging' } as const;

/** What is sent to servers that the workspace names, and how they answered. */
export const webhooksPersonalData = declarePersonalData({
  owner: 'webhooks',
  tables: {
    webhook_endpoints: {
      holds: ['Servers that events are sent to', 'Server tujuan kiriman peristiwa', 'सर्वर जिन्हें घटनाएँ भेजी जाती हैं'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id id host description event_types status disabled_reason disabled_at format payload ordering signature': {},
        'header_names max_in_flight rate_per_second created_by_kind created_at updated_at': {},
        'failing_since failure_count open_until last_success_at': {},
        'url_sealed headers_sealed verify_token_sealed': { class: 'credential', encryption: 'workspace_key' },
        created_by: pointsToMember('created_by', 'created_by_kind'),
      },
    },
    webhook_secrets: {
      holds: ['Keys that sign what is sent', 'Kunci penanda tangan kiriman', 'भेजे गए डेटा पर हस्ताक्षर की कुंजियाँ'],
      whose: 'nobody',
      class: 'credential',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id id endpoint_id kind public_key created_at expires_at': {},
        secret_sealed: { encryption: 'workspace_key' },
      },
    },
    webhook_events: {
      holds: ['What endpoints are told of, by ids', 'Peristiwa yang diberitahukan, berupa id', 'घटनाएँ जो बताई जाती हैं, केवल आईडी'],
      whose: 'contact',
      path: 'contact_id',
      ...log,
      retention: retained.fixed('P30D', 'created_at'),
      erase: erased.deleted,
      columns: {
        'workspace_id id type occurred_at created_at': ofNobody,
        'data contact_id conversation_id message_id': {},
      },
    },
    webhook_deliveries: {
      holds: ['Events on their way to endpoints', 'Peristiwa yang sedang dikirim', 'भेजी जा रही घटनाएँ'],
      whose: 'contact',
      path: 'event_id > webhook_events.contact_id',
      ...log,
      retention: retained.withRow('event_id > webhook_events'),
      erase: erased.deleted,
      columns: {
        'workspace_id id endpoint_id event_id event_type seq status attempt_count next_attempt_at http_status failure': ofNobody,
        'duration_ms replay_of replay_id created_at finished_at': ofNobody,
        order_key: {},
      },
    },
    webhook_attempts: {
      holds: ['Requests to endpoints and their answers', 'Permintaan ke server tujuan dan jawabannya', 'सर्वर को भेजे अनुरोध और उनके उत्तर'],
      whose: 'contact',
      path: 'contact_id',
      ...log,
      retention: retained.withRow('delivery_id > webhook_deliveries'),
      erase: erased.deleted,
      columns: {
        'workspace_id id delivery_id endpoint_id number started_at duration_ms outcome http_status failure response_hash': ofNobody,
        'contact_id request_sealed response_sealed': {},
      },
    },
    webhook_replays: {
      holds: ['Repeated sendings', 'Pengiriman ulang', 'दोबारा भेजना'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'operations',
      retention: retained.fixed('P30D', 'created_at'),
      columns: { 'workspace_id id endpoint_id which since until continue_from total_count created_at': {} },
    },
    webhook_hours: {
      holds: ['How sendings went, by hour', 'Hasil pengiriman per jam', 'भेजने के परिणाम, हर घंटे'],
      whose: 'nobody',
      class: 'aggregate',
      purpose: 'operations',
      retention: retained.fixed('P30D', 'since'),
      columns: { 'workspace_id endpoint_id since success_count failure_count duration_counts': {} },
    },
  },
  jobs: { 'webhooks.remove_old_log': {} },
  readings: {
    'webhooks.full': {
      name: ['Full events to your servers', 'Peristiwa lengkap ke server Anda', 'आपके सर्वरों को पूरी घटनाएँ'],
      reads: [
        'The message or contact that an event is about, for endpoints that ask for full events',
        'Pesan atau kontak dari suatu peristiwa, untuk tujuan yang meminta peristiwa lengkap',
        'घटना का संदेश या संपर्क, उन सर्वरों के लिए जो पूरी घटनाएँ माँगते हैं',
      ],
      why: [
        'Your own programs asked for it. Thin events carry ids alone.',
        'Program Anda sendiri yang memintanya. Peristiwa ringkas hanya berisi id.',
        'आपके अपने प्रोग्राम यह माँगते हैं। छोटी घटनाओं में केवल आईडी होती है।',
      ],
      classes: ['message_content', 'profile', 'identifier'],
      starts: 'by_itself',
      where: 'here',
      control: 'fixed',
      files: ['modules/webhooks/deliveries/attempt-content.ts'],
    },
  },
});
