import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

const member = 'member_id > workspace_members.user_id';

/** What members are told. */
export const notificationsPersonalData = declarePersonalData({
  owner: 'notifications',
  tables: {
    notifications: {
      holds: ['What members were told', 'Pemberitahuan untuk anggota', 'सदस्यों को मिली सूचनाएँ'],
      whose: 'account',
      path: member,
      class: 'notification',
      purpose: 'messaging',
      retention: retained.byPolicy('notification', 'created_at'),
      erase: erased.deleted,
      columns: {
        workspace_id: ofNobody,
        'id member_id kind actor_kind actor_id dedupe_key created_at read_at': {},
        'conversation_id data': { whose: 'contact', path: 'conversation_id > conversations.contact_id', erase: erased.deleted },
      },
    },
    notification_preferences: {
      holds: ['What members want to be told', 'Pemberitahuan yang diinginkan anggota', 'सदस्य कौन सी सूचनाएँ चाहते हैं'],
      whose: 'account',
      path: member,
      class: 'account',
      purpose: 'messaging',
      retention: retained.withAccount,
      columns: { workspace_id: ofNobody, 'member_id kind in_app': {} },
    },
  },
  jobs: { 'notifications.forget_old': {} },
});
