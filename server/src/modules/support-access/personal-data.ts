import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** Which operators a workspace let in, why, and who decided. */
export const supportPersonalData = declarePersonalData({
  owner: 'support-access',
  tables: {
    support_grants: {
      holds: [
        'Which operators a workspace let in, and why',
        'Operator mana yang diizinkan masuk ke ruang kerja, dan alasannya',
        'वर्कस्पेस ने किन संचालकों को आने दिया, और क्यों',
      ],
      whose: 'account',
      path: ['operator_id > users.id', 'granted_by > users.id', 'ended_by > users.id'],
      class: 'account',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      erase: erased.kept('points_to_nobody'),
      columns: {
        'workspace_id id status level hours asked_because asked_at granted_because granted_at ends_at ended_at ended_how': ofNobody,
        'operator_id granted_by ended_by': {},
      },
    },
    support_entries: {
      holds: ['When an operator was inside', 'Kapan seorang operator berada di dalam', 'कोई संचालक कब अंदर था'],
      whose: 'account',
      path: 'user_id > users.id',
      class: 'account',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      erase: erased.kept('points_to_nobody'),
      columns: { 'workspace_id id grant_id session_id entered_at left_at': ofNobody, user_id: {} },
    },
    support_settings: {
      holds: ['The rule for letting operators in', 'Aturan untuk mengizinkan operator masuk', 'संचालकों को आने देने का नियम'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: { 'workspace_id only_when_asked updated_at': {} },
    },
  },
  jobs: { 'support_access.end_due': {} },
});
