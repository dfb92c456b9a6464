import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** Keys say nothing about a person but that there was one; destroying one makes everything under it unreadable. */
export const keyringPersonalData = declarePersonalData({
  owner: 'keyring',
  tables: {
    contact_keys: {
      holds: ['The key of each customer', 'Kunci tiap pelanggan', 'हर ग्राहक की कुंजी'],
      whose: 'contact',
      path: ['contact_id', 'origin_contact_id'],
      class: 'key',
      purpose: 'security',
      retention: retained.withRow('contact_id > contacts'),
      erase: erased.kept('key_tombstone'),
      columns: {
        'workspace_id workspace_key_version': ofNobody,
        'contact_id key_id origin_contact_id created_at destroyed_at': {},
        wrapped: { encryption: 'workspace_key', erase: erased.destroyed },
      },
    },
    workspace_keys: {
      holds: ['The keys of workspaces', 'Kunci ruang kerja', 'वर्कस्पेस की कुंजियाँ'],
      whose: 'nobody',
      class: 'key',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id version root_key_id created_at superseded_at destroyed_at': {},
        wrapped: { encryption: 'installation_key' },
      },
    },
    index_keys: {
      holds: ['Keys for looking things up', 'Kunci untuk pencarian', 'खोजने की कुंजियाँ'],
      whose: 'nobody',
      class: 'key',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id purpose version workspace_key_version created_at destroyed_at': {},
        wrapped: { encryption: 'workspace_key' },
      },
    },
    index_versions: {
      holds: ['Which key looks things up', 'Kunci mana yang dipakai untuk pencarian', 'खोज में कौन-सी कुंजी काम करती है'],
      whose: 'nobody',
      class: 'key',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: { 'workspace_id purpose written oldest changed_at': {} },
    },
    signing_keys: {
      holds: ['Public keys that signed earlier', 'Kunci publik penanda tangan terdahulu', 'पहले की हस्ताक्षर कुंजियाँ'],
      whose: 'nobody',
      class: 'key',
      purpose: 'security',
      retention: retained.withInstallation,
      columns: { 'key_id public_key replaced_at': {} },
    },
    payload_keys: {
      holds: ['The key of each day’s deliveries', 'Kunci kiriman tiap hari', 'हर दिन के डेटा की कुंजी'],
      whose: 'nobody',
      class: 'key',
      purpose: 'security',
      retention: retained.byPolicy('webhook_payload', 'created_at'),
      columns: { 'workspace_id day key_id workspace_key_version created_at destroyed_at': {}, wrapped: { encryption: 'workspace_key' } },
    },
  },
});
