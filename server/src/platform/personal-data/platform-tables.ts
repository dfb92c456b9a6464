import { declarePersonalData, erased, ofNobody, retained } from './declaration.ts';

/** What the platform's own machinery stores: events, mails, leases, migrations. pg-boss's tables hold the jobs that modules declare. */
export const platformPersonalData = declarePersonalData({
  owner: 'platform',
  tables: {
    events: {
      holds: ['News between the parts of Kabar: ids only', 'Kabar antarbagian: hanya id', 'Kabar के हिस्सों के बीच की ख़बरें: केवल आईडी'],
      whose: 'contact',
      path: ['data->contact_id:ctc', 'data->merged_contact_id:ctc'],
      class: 'technical',
      purpose: 'operations',
      retention: retained.byPolicy('live_event', 'recorded_at'),
      erase: erased.kept('short_lived'),
      columns: { 'workspace_id xid seq': ofNobody, 'id type data occurred_at recorded_at': {} },
    },
    event_consumers: {
      holds: ['How far each part has read the news', 'Sampai mana tiap bagian membaca', 'हर हिस्सा कहाँ तक पढ़ चुका'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'operations',
      retention: retained.withInstallation,
      columns: { 'name cursor_xid cursor_seq moved_at': {} },
    },
    event_horizon: {
      holds: ['The oldest news that is kept', 'Kabar tertua yang disimpan', 'सबसे पुरानी रखी गई ख़बर'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'operations',
      retention: retained.withInstallation,
      columns: { 'singleton xid': {} },
    },
    leases: {
      holds: ['Which process does what', 'Proses mana mengerjakan apa', 'कौन सी प्रक्रिया क्या करती है'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'operations',
      retention: retained.withInstallation,
      columns: { 'name holder fence until': {} },
    },
    mails: {
      holds: ['E-mails on their way out', 'Surel yang akan dikirim', 'भेजे जाने वाले ईमेल'],
      whose: 'account',
      path: {
        open: 'Address, subject and text are sealed together; they are emptied when the mail is sent, and at the latest after a day.',
      },
      class: 'mail',
      purpose: 'account',
      retention: retained.fixed('P30D', 'settled_at'),
      erase: erased.kept('short_lived'),
      sealedBy: 'installation_key',
      columns: {
        'workspace_id template': ofNobody,
        'id dedupe_key sealed status attempt_count next_attempt_at reason created_at settled_at': {},
      },
    },
    rate_buckets: {
      holds: ['How many requests a caller may still make now', 'Sisa permintaan pemanggil saat ini', 'कॉल करने वाले के बचे अनुरोध'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'operations',
      retention: retained.withInstallation,
      columns: { 'name wanted per_second burst granted tokens filled_at': {} },
    },
    idempotent_requests: {
      holds: [
        'Which requests were made once already, and their answers',
        'Permintaan yang sudah pernah dibuat, dan jawabannya',
        'कौन से अनुरोध पहले ही आ चुके, और उनके उत्तर',
      ],
      whose: 'contact',
      path: {
        open: 'Answers are sealed under a key that needs the text which the calling program chose and Kabar does not keep, so nobody can open them here; they are gone after a day.',
      },
      class: 'technical',
      purpose: 'operations',
      retention: retained.fixed('P7D', 'created_at'),
      erase: erased.kept('short_lived'),
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id state fence claimed_until step_names status': ofNobody,
        'key_hash message_id created_at kept_until': {},
        fingerprint: { encryption: 'hash' },
        step_values: { encryption: 'workspace_key' },
        answer_sealed: {},
      },
    },
    kabar_migrations: {
      holds: ['Which version the database has', 'Versi basis data', 'डेटाबेस का संस्करण'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'operations',
      retention: retained.withInstallation,
      columns: { 'name kind applied_at duration_ms': {}, hash: { encryption: 'plain' } },
    },
  },
  jobs: { 'events.maintain_partitions': {}, 'mails.remove_old': {}, 'http.forget_requests': {}, 'http.forget_idle_buckets': {} },
});
