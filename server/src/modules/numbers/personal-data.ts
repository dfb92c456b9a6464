import { declarePersonalData, retained } from '#platform/personal-data/declaration';

/** The workspace's own numbers and accounts at WhatsApp: business data, and secrets. */
export const numbersPersonalData = declarePersonalData({
  owner: 'numbers',
  tables: {
    numbers: {
      holds: ['The workspace’s own numbers', 'Nomor milik ruang kerja', 'वर्कस्पेस के अपने नंबर'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id id waba_account_id phone_number_id display_phone_number verified_name status quality limit_tier': {},
        'throughput_per_second meta_status name_status account_mode is_on_business_app health restriction hold_reason last_webhook_at': {},
        'refreshed_at refresh_due_at facts_at connected_at disconnected_at': {},
      },
    },
    waba_accounts: {
      holds: ['WhatsApp business accounts and their tokens', 'Akun bisnis WhatsApp dan tokennya', 'WhatsApp बिज़नेस खाते और उनके टोकन'],
      whose: 'nobody',
      class: 'credential',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id id provider waba_id name verify_token_hash app_secret_sealed previous_app_secret_sealed': {},
        'previous_app_secret_until access_token_sealed token_expires_at app_id app_secret_hash restriction restriction_at review_status':
          {},
        'subscribed_url subscribed_at templates_synced_at templates_due_at created_at disconnected_at': {},
        webhook_key: { encryption: 'secret' },
      },
    },
    account_events: {
      holds: ['What WhatsApp said about accounts and numbers', 'Kabar WhatsApp tentang akun dan nomor', 'खातों और नंबरों पर WhatsApp की ख़बरें'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.byPolicy('system_log', 'at'),
      columns: {
        'workspace_id id waba_account_id number_id waba_id field event title severity data at created_at': {},
        dedupe_key: { encryption: 'hash' },
      },
    },
    number_events: {
      holds: ['What happened to the workspace’s numbers', 'Riwayat nomor ruang kerja', 'वर्कस्पेस के नंबरों का इतिहास'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.byPolicy('system_log', 'at'),
      columns: { 'workspace_id id number_id at kind text': {} },
    },
  },
  jobs: { 'numbers.refresh_due': {}, 'numbers.sweep_accounts': {} },
});
