import { declarePersonalData, erased, retained } from '#platform/personal-data/declaration';

/** What API keys say about the people who made them. */
export const apiKeysPersonalData = declarePersonalData({
  owner: 'api-keys',
  tables: {
    api_keys: {
      holds: ['Keys for programs', 'Kunci untuk program', 'प्रोग्रामों की कुंजियाँ'],
      whose: 'nobody',
      class: 'credential',
      purpose: 'account',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id id name key_hash last_four scopes ip_allowlist created_at expires_at revoked_at last_used_at': {},
        created_by: { whose: 'account', path: 'created_by', class: 'account', erase: erased.detached },
      },
    },
  },
});
