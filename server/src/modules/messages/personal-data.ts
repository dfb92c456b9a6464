import { declarePersonalData, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

const throughMessage = 'message_id > messages.contact_id';
const withMessage = retained.withRow('message_id > messages');

/** Messages: what was said, when, and what became of it. */
export const messagesPersonalData = declarePersonalData({
  owner: 'messages',
  tables: {
    messages: {
      holds: ['Messages with customers', 'Pesan dengan pelanggan', 'ग्राहकों के संदेश'],
      whose: 'contact',
      path: 'contact_id',
      class: 'message_metadata',
      purpose: 'messaging',
      retention: retained.byPolicy('message_metadata', 'occurred_at'),
      columns: {
        'workspace_id number_id author_kind': ofNobody,
        'id conversation_id contact_id direction type status category template_name template_language wamid_hash wamid_sealed client_ref':
          {},
        'reply_to_id forwarded media_id reason_code meta_error pricing resent attempt_count occurred_at scheduled_at created_at': {},
        'queued_at sending_at sent_at delivered_at read_at played_at failed_at cancelled_at edited_at revoked_at': {},
        'automatic_reason automatic_key': {},
        content_sealed: { class: 'message_content', retention: retained.byPolicy('message_content', 'occurred_at') },
        author_id: pointsToMember('author_id', 'author_kind'),
      },
    },
    message_attempts: {
      holds: ['Tries to send a message', 'Percobaan mengirim pesan', 'संदेश भेजने की कोशिशें'],
      whose: 'contact',
      path: throughMessage,
      class: 'message_metadata',
      purpose: 'messaging',
      retention: withMessage,
      columns: {
        workspace_id: ofNobody,
        'message_id attempt started_at finished_at outcome http_status error_code error_title': {},
      },
    },
    message_reactions: {
      holds: ['Reactions to messages', 'Reaksi pada pesan', 'संदेशों पर प्रतिक्रियाएँ'],
      whose: 'contact',
      path: throughMessage,
      class: 'message_content',
      purpose: 'messaging',
      retention: withMessage,
      columns: { workspace_id: ofNobody, 'message_id reacted_by emoji_sealed occurred_at': {} },
    },
    dispatch: {
      holds: ['Messages that wait to be sent', 'Pesan yang menunggu dikirim', 'भेजे जाने वाले संदेश'],
      whose: 'contact',
      path: throughMessage,
      class: 'queue',
      purpose: 'messaging',
      retention: withMessage,
      columns: {
        'workspace_id number_id lane seq holder fence': ofNobody,
        'message_id conversation_id due_at state blocks attempt': {},
      },
    },
    pending_changes: {
      holds: ['Changes to messages that have not come yet', 'Perubahan untuk pesan yang belum tiba', 'अभी न आए संदेशों के बदलाव'],
      whose: 'contact',
      path: 'contact_id',
      class: 'message_content',
      purpose: 'messaging',
      retention: retained.byPolicy('message_content', 'received_at'),
      columns: { 'workspace_id number_id': ofNobody, 'target_hash kind changed_by contact_id content_sealed occurred_at received_at': {} },
    },
    pending_statuses: {
      holds: ['News of messages that have not come yet', 'Kabar untuk pesan yang belum tiba', 'अभी न आए संदेशों की ख़बर'],
      whose: 'contact',
      path: 'number_id,wamid_hash > messages(number_id,wamid_hash).contact_id',
      class: 'message_metadata',
      purpose: 'messaging',
      retention: retained.byPolicy('message_metadata', 'received_at'),
      columns: { 'workspace_id number_id': ofNobody, 'wamid_hash status occurred_at data received_at': {} },
    },
  },
  readings: {
    'messages.sending': {
      name: ['Handing messages to WhatsApp', 'Menyerahkan pesan ke WhatsApp', 'संदेश WhatsApp को देना'],
      reads: ['The message that is sent, and nothing else', 'Pesan yang dikirim, dan tidak yang lain', 'केवल भेजा जाने वाला संदेश'],
      why: ['That is what sending is.', 'Itulah arti mengirim.', 'भेजना यही है।'],
      classes: ['message_content', 'media'],
      starts: 'when_asked',
      where: 'whatsapp',
      control: 'fixed',
      files: ['modules/messages/dispatch/send-claimed.ts', 'modules/contacts/find-recipients.ts'],
    },
    'messages.showing': {
      name: ['Showing messages to members', 'Menampilkan pesan kepada anggota', 'सदस्यों को संदेश दिखाना'],
      reads: [
        'Messages of a conversation that a member or program opens, and the last line in lists',
        'Pesan dari percakapan yang dibuka anggota atau program, dan baris terakhir dalam daftar',
        'सदस्य या प्रोग्राम द्वारा खोली गई बातचीत के संदेश, और सूची की आख़िरी पंक्ति',
      ],
      why: [
        'Only for those who may see the conversation.',
        'Hanya bagi yang boleh melihat percakapan itu.',
        'केवल उनके लिए जो बातचीत देख सकते हैं।',
      ],
      classes: ['message_content'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/messages/present-message.ts', 'modules/messages/summarize-messages.ts'],
    },
    'messages.changes': {
      name: ['Edits, reactions and split records', 'Suntingan, reaksi, dan pemisahan catatan', 'बदलाव, प्रतिक्रियाएँ और अलग किए रिकॉर्ड'],
      reads: [
        'A message that the customer edited, or that moves to another contact',
        'Pesan yang disunting pelanggan, atau yang pindah ke kontak lain',
        'ग्राहक का बदला हुआ संदेश, या जो दूसरे संपर्क में जाता है',
      ],
      why: ['To seal it anew.', 'Untuk menyegelnya kembali.', 'उसे फिर से सील करने के लिए।'],
      classes: ['message_content'],
      starts: 'by_itself',
      where: 'here',
      control: 'fixed',
      files: ['modules/messages/apply-changes.ts', 'modules/messages/split-messages.ts', 'modules/messages/stored-content.ts'],
    },
  },
});
