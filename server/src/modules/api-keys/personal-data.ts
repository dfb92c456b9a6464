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
        'workspace_id id name key_hash last_four scopes ip_allowlist requests_per_second created_at expires_at revoked_at revoked_because':
          {},
        // The network of a program, too coarse for one machine.
        'last_used_at last_used_network replaced_by': {},
        sight_member_id: {
          whose: 'account',
          path: 'sight_member_id > workspace_members.user_id',
          class: 'account',
          erase: erased.kept('points_to_nobody'),
        },
        created_by: { whose: 'account', path: 'created_by', class: 'account', erase: erased.detached },
      },
    },
    ip_allowlists: {
      holds: [
        'Addresses from which a workspace may be used',
        'Alamat dari mana ruang kerja boleh dipakai',
        'वे पते जहाँ से वर्कस्पेस इस्तेमाल हो सकता है',
      ],
      whose: 'nobody',
      class: 'setting',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: { 'workspace_id ranges covers_members changed_at': {} },
    },
  },
  jobs: { 'api_keys.tell_expiry': {} },
});
