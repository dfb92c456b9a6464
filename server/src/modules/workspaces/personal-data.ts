import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** Workspaces, who belongs to them, and who was asked to. */
export const workspacesPersonalData = declarePersonalData({
  owner: 'workspaces',
  tables: {
    workspaces: {
      holds: ['Workspaces', 'Ruang kerja', 'वर्कस्पेस'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'account',
      retention: retained.withWorkspace,
      columns: { 'id name slug time_zone unknown_rule deletes_at created_at updated_at': {} },
    },
    workspace_sign_in_rules: {
      holds: ['What a workspace asks of sign-ins', 'Apa yang diminta ruang kerja saat anggota masuk', 'वर्कस्पेस साइन इन के लिए क्या माँगता है'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: { 'workspace_id second_factor_from single_sign_on_only updated_at': {} },
    },
    workspace_members: {
      holds: [
        'Who belongs to a workspace, with which role',
        'Siapa anggota ruang kerja, dengan peran apa',
        'वर्कस्पेस में कौन है और किस भूमिका में',
      ],
      whose: 'account',
      path: 'user_id',
      class: 'account',
      purpose: 'account',
      retention: retained.withAccount,
      erase: erased.deleted,
      columns: { workspace_id: ofNobody, 'id user_id role role_id joined_at': {} },
    },
    workspace_invitations: {
      holds: ['Who was invited', 'Siapa yang diundang', 'किसे आमंत्रित किया गया'],
      whose: 'account',
      path: ['email > users(email).id', { derive: 'The address of somebody who has no account yet.' }],
      class: 'account',
      purpose: 'account',
      retention: retained.byPolicy('account', 'decided_at expires_at'),
      erase: erased.deleted,
      columns: {
        workspace_id: ofNobody,
        'id email role role_id limit_number_ids limit_team_ids token_hash status created_at expires_at decided_at': {},
        invited_by_key: ofNobody,
        invited_by: { path: 'invited_by', erase: erased.kept('points_to_nobody') },
      },
    },
  },
});
