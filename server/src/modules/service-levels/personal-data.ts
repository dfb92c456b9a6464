import { declarePersonalData, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

/** How quickly customers were answered, and how they found it. */
export const serviceLevelsPersonalData = declarePersonalData({
  owner: 'service-levels',
  tables: {
    episodes: {
      holds: [
        'How quickly customers were answered, and their ratings',
        'Kecepatan menjawab dan penilaian pelanggan',
        'ग्राहकों को कितनी जल्दी उत्तर मिला, और उनकी रेटिंग',
      ],
      whose: 'contact',
      path: 'conversation_id > conversations.contact_id',
      class: 'service_quality',
      purpose: 'statistics',
      retention: retained.byPolicy('conversation_work', 'resolved_at'),
      columns: {
        'workspace_id number_id team_id': ofNobody,
        'id conversation_id opened_at expects_reply first_reply_at resolved_at snoozed_since snoozed_working_ms snoozed_clock_ms': {},
        'first_reply_seconds resolution_seconds first_reply_due_at resolution_due_at first_reply_met resolution_met warned check_at': {},
        'survey_at asked_at rating rated_at comment_asked_at comment_message_id': {},
        assignee_id: pointsToMember('assignee_id'),
        first_reply_by: pointsToMember('first_reply_by'),
      },
    },
    message_counts: {
      holds: ['How many messages, per quarter of an hour', 'Jumlah pesan per seperempat jam', 'हर पंद्रह मिनट में कितने संदेश'],
      whose: 'nobody',
      class: 'aggregate',
      purpose: 'statistics',
      retention: retained.withWorkspace,
      columns: { 'workspace_id since number_id team_id kind count': {}, author_id: pointsToMember('author_id') },
    },
    message_days: {
      holds: ['How many messages, per day', 'Jumlah pesan per hari', 'हर दिन कितने संदेश'],
      whose: 'nobody',
      class: 'aggregate',
      purpose: 'statistics',
      retention: retained.withWorkspace,
      columns: { 'workspace_id day number_id team_id kind time_zone count': {}, author_id: pointsToMember('author_id') },
    },
    satisfaction_settings: {
      holds: ['Whether customers are asked for a rating', 'Apakah pelanggan diminta menilai', 'क्या ग्राहकों से रेटिंग माँगी जाती है'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'statistics',
      retention: retained.withWorkspace,
      columns: { 'workspace_id settings updated_at': {} },
    },
    service_targets: {
      holds: ['Targets for answering', 'Target menjawab', 'उत्तर देने के लक्ष्य'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'statistics',
      retention: retained.withWorkspace,
      columns: { 'workspace_id team_id number_id targets updated_at': {} },
    },
  },
  readings: {
    'service-levels.ratings': {
      name: ['Reading ratings', 'Membaca penilaian', 'रेटिंग पढ़ना'],
      reads: [
        'The button a customer presses when asked how it went',
        'Tombol yang ditekan pelanggan saat ditanya kesannya',
        'ग्राहक का दबाया बटन, जब उससे पूछा जाए',
      ],
      why: ['To count how satisfied customers are.', 'Untuk menghitung kepuasan pelanggan.', 'ग्राहक कितने संतुष्ट हैं, यह गिनने के लिए।'],
      classes: ['message_content'],
      starts: 'by_itself',
      where: 'here',
      control: { settings: 'satisfaction' },
      files: ['modules/messages/rating-reply.ts'],
    },
    'service-levels.times': {
      name: ['Measuring answering times', 'Mengukur waktu menjawab', 'उत्तर का समय नापना'],
      reads: ['When somebody wrote, never what', 'Kapan seseorang menulis, bukan apa isinya', 'किसी ने कब लिखा, क्या लिखा नहीं'],
      why: [
        'To warn before a customer waits too long.',
        'Untuk mengingatkan sebelum pelanggan menunggu terlalu lama.',
        'ग्राहक के ज़्यादा इंतज़ार से पहले चेताने के लिए।',
      ],
      classes: [],
      starts: 'by_itself',
      where: 'here',
      control: 'fixed',
      files: [],
    },
  },
});
