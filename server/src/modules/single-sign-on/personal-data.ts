import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** Sign-in at a workspace's own provider. */
export const singleSignOnPersonalData = declarePersonalData({
  owner: 'single-sign-on',
  tables: {
    single_sign_on_providers: {
      holds: ['Identity providers of workspaces', 'Penyedia identitas ruang kerja', 'वर्कस्पेस के पहचान प्रदाता'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id issuer client_id may_join join_role join_role_id is_on proved_at created_at updated_at': {},
        client_secret_sealed: { encryption: 'workspace_key' },
      },
    },
    single_sign_on_domains: {
      holds: ['Domains of workspaces', 'Domain ruang kerja', 'वर्कस्पेस के डोमेन'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: { 'workspace_id id domain token created_at verified_at': {} },
    },
    single_sign_on_identities: {
      holds: [
        'Whom a company’s provider vouched for, as a fingerprint',
        'Siapa yang dijamin penyedia perusahaan, sebagai sidik',
        'कंपनी के प्रदाता ने किसकी पुष्टि की, फिंगरप्रिंट के रूप में',
      ],
      whose: 'account',
      path: 'user_id',
      class: 'credential',
      purpose: 'account',
      retention: retained.withAccount,
      erase: erased.deleted,
      columns: { workspace_id: ofNobody, 'subject_hash user_id created_at last_used_at': {} },
    },
    single_sign_on_visits: {
      holds: ['Visits to a company’s provider', 'Kunjungan ke penyedia perusahaan', 'कंपनी के प्रदाता पर जाना'],
      whose: 'account',
      path: 'session_id > user_sessions.user_id',
      class: 'session',
      purpose: 'security',
      retention: retained.fixed('P1D', 'expires_at'),
      columns: { workspace_id: ofNobody, 'token_hash session_id next time_zone expires_at': {} },
    },
  },
  jobs: { 'single_sign_on.prune_visits': {} },
});
