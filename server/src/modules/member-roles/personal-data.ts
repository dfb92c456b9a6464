import { declarePersonalData, ofNobody, retained } from '#platform/personal-data/declaration';

/** Roles that workspaces made, and what single members are limited to. */
export const memberRolesPersonalData = declarePersonalData({
  owner: 'member-roles',
  tables: {
    member_roles: {
      holds: ['Roles of the workspace', 'Peran buatan ruang kerja', 'वर्कस्पेस की अपनी भूमिकाएँ'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'account',
      retention: retained.withWorkspace,
      columns: { 'workspace_id id name description permissions sight number_ids team_ids created_at updated_at deleted_at': {} },
    },
    member_limits: {
      holds: ['What single members may see', 'Apa yang boleh dilihat anggota tertentu', 'कुछ सदस्य क्या देख सकते हैं'],
      whose: 'account',
      path: 'member_id > workspace_members.user_id',
      class: 'account',
      purpose: 'account',
      retention: retained.withAccount,
      columns: { 'workspace_id number_ids team_ids updated_at': ofNobody, member_id: {} },
    },
  },
});
