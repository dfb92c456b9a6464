import { declarePersonalData, ofNobody, retained } from '#platform/personal-data/declaration';

/** Teams and who is in them. */
export const teamsPersonalData = declarePersonalData({
  owner: 'teams',
  tables: {
    teams: {
      holds: ['Teams', 'Tim', 'टीमें'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: { 'workspace_id id name created_at': {} },
    },
    team_members: {
      holds: ['Who is in which team', 'Siapa ada di tim mana', 'कौन किस टीम में है'],
      whose: 'account',
      path: 'member_id > workspace_members.user_id',
      class: 'account',
      purpose: 'messaging',
      retention: retained.withAccount,
      columns: { 'workspace_id team_id': ofNobody, member_id: {} },
    },
    team_numbers: {
      holds: ['Which numbers a team serves', 'Nomor yang dilayani tim', 'टीम कौन से नंबर सँभालती है'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: { 'workspace_id team_id number_id': {} },
    },
    visibility_rules: {
      holds: ['What agents may see', 'Apa yang boleh dilihat agen', 'एजेंट क्या देख सकते हैं'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: { 'workspace_id agents_see updated_at': {} },
    },
  },
});
