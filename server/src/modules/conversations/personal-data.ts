import { declarePersonalData, erased, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

const throughConversation = 'conversation_id > conversations.contact_id';
const withConversation = retained.withRow('conversation_id > conversations');
const member = 'member_id > workspace_members.user_id';

/** Conversations and the work on them. */
export const conversationsPersonalData = declarePersonalData({
  owner: 'conversations',
  tables: {
    conversations: {
      holds: ['Conversations with customers', 'Percakapan dengan pelanggan', 'ग्राहकों से बातचीत'],
      whose: 'contact',
      path: 'contact_id',
      class: 'conversation',
      purpose: 'messaging',
      retention: retained.withRow('contact_id > contacts'),
      columns: {
        'workspace_id number_id team_id': ofNobody,
        'id contact_id unread_count last_message_id last_activity_at last_inbound_at window_expires_at created_at status snoozed_until': {},
        'resolved_at assigned_at waiting_since due_at due_kind bot_active': {},
        assignee_id: pointsToMember('assignee_id'),
      },
    },
    conversation_entries: {
      holds: ['Notes and lines between the messages', 'Catatan dan keterangan di antara pesan', 'संदेशों के बीच के नोट और पंक्तियाँ'],
      whose: 'contact',
      path: throughConversation,
      class: 'internal_note',
      purpose: 'messaging',
      retention: retained.byPolicy('conversation_work', 'occurred_at'),
      columns: {
        'workspace_id actor_kind': ofNobody,
        'id conversation_id kind data content_sealed occurred_at edited_at deleted_at': {},
        actor_id: pointsToMember('actor_id', 'actor_kind'),
      },
    },
    conversation_tags: {
      holds: ['Tags of conversations', 'Label percakapan', 'बातचीत के टैग'],
      whose: 'contact',
      path: throughConversation,
      class: 'conversation',
      purpose: 'messaging',
      retention: withConversation,
      columns: { 'workspace_id tag_id': ofNobody, 'conversation_id tagged_at': {} },
    },
    conversation_pins: {
      holds: ['Conversations that a member pinned', 'Percakapan yang disematkan anggota', 'सदस्य की पिन की हुई बातचीत'],
      whose: 'account',
      path: member,
      class: 'account',
      purpose: 'messaging',
      retention: withConversation,
      columns: {
        workspace_id: ofNobody,
        'member_id pinned_at': {},
        conversation_id: { whose: 'contact', path: throughConversation, class: 'conversation', erase: erased.deleted },
      },
    },
    bulk_actions: {
      holds: ['Changes made to many conversations at once', 'Perubahan pada banyak percakapan sekaligus', 'कई बातचीतों में एक साथ किए बदलाव'],
      whose: 'account',
      path: 'actor_id[actor_kind=member] > workspace_members.user_id',
      class: 'conversation',
      purpose: 'messaging',
      retention: retained.fixed('P1D', 'undo_until'),
      erase: erased.kept('short_lived'),
      columns: { workspace_id: ofNobody, 'id actor_kind actor_id change status undo_until created_at finished_at': {} },
    },
    bulk_action_items: {
      holds: ['Conversations such a change touched', 'Percakapan yang diubah', 'ऐसे बदलाव वाली बातचीत'],
      whose: 'contact',
      path: throughConversation,
      class: 'conversation',
      purpose: 'messaging',
      retention: retained.withRow('bulk_action_id > bulk_actions'),
      columns: { 'workspace_id bulk_action_id place': ofNobody, 'conversation_id result before after': {} },
    },
    inbox_views: {
      holds: ['Saved views of the inbox', 'Tampilan kotak masuk tersimpan', 'इनबॉक्स के सहेजे दृश्य'],
      whose: 'account',
      path: member,
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: { workspace_id: ofNobody, 'id member_id name filter place created_at': {} },
    },
    presence: {
      holds: ['Who has a conversation open', 'Siapa yang sedang membuka percakapan', 'किसने बातचीत खोली हुई है'],
      whose: 'account',
      path: member,
      class: 'account',
      purpose: 'messaging',
      retention: retained.fixed('PT1H', 'expires_at'),
      columns: {
        workspace_id: ofNobody,
        'member_id tab since typing_until replying_until expires_at changes_at': {},
        conversation_id: { whose: 'contact', path: throughConversation, class: 'conversation', erase: erased.deleted },
      },
    },
    presence_locks: {
      holds: ['Who answers a conversation right now', 'Siapa yang sedang menjawab percakapan', 'अभी कौन उत्तर दे रहा है'],
      whose: 'account',
      path: member,
      class: 'account',
      purpose: 'messaging',
      retention: retained.fixed('PT1H', 'expires_at'),
      columns: {
        workspace_id: ofNobody,
        'member_id since signed_at expires_at': {},
        conversation_id: { whose: 'contact', path: throughConversation, class: 'conversation', erase: erased.deleted },
      },
    },
  },
  jobs: {
    'conversations.run_bulk_action': { workspaceId: 'nobody', bulkActionId: { idOf: 'bulk_actions' } },
    'conversations.forget_bulk_actions': {},
    'conversations.send_read_receipt': { workspaceId: 'nobody', numberId: 'nobody', messageId: { idOf: 'messages' } },
  },
  readings: {
    'conversations.notes': {
      name: ['Showing notes, finding mentions', 'Menampilkan catatan, menemukan sebutan', 'नोट दिखाना, उल्लेख ढूँढना'],
      reads: [
        'Notes of members, for names of colleagues behind an @',
        'Catatan anggota, untuk nama rekan di belakang @',
        'सदस्यों के नोट, @ के पीछे सहकर्मियों के नाम के लिए',
      ],
      why: ['To tell the colleague who is mentioned.', 'Untuk memberi tahu rekan yang disebut.', 'जिसका ज़िक्र है उसे बताने के लिए।'],
      classes: ['internal_note'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: [
        'modules/conversations/entries/list-entries.ts',
        'modules/conversations/notes/open-note-text.ts',
        'modules/conversations/split-conversations.ts',
      ],
    },
  },
});
