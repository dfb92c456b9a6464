import { declarePersonalData, retained } from '#platform/personal-data/declaration';

/** Automatic replies store settings only; what is sent is a message like any other. */
export const automaticRepliesPersonalData = declarePersonalData({
  owner: 'automatic-replies',
  tables: {
    away_messages: {
      holds: [
        'What customers get who write outside working hours',
        'Balasan untuk pelanggan di luar jam kerja',
        'काम के समय के बाहर लिखने पर ग्राहक को मिलने वाला उत्तर',
      ],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: { 'workspace_id number_id settings updated_at': {} },
    },
  },
  readings: {
    'automatic-replies.away': {
      name: ['Away messages', 'Pesan saat tidak ada', 'अनुपस्थिति संदेश'],
      reads: [
        'That a customer wrote outside working hours, and in which language they are; never the text',
        'Bahwa pelanggan menulis di luar jam kerja dan bahasanya; bukan teksnya',
        'कि ग्राहक ने काम के समय के बाहर लिखा और उसकी भाषा; पाठ कभी नहीं',
      ],
      why: ['To tell them when somebody will answer.', 'Untuk memberi tahu kapan akan dijawab.', 'यह बताने के लिए कि उत्तर कब मिलेगा।'],
      classes: [],
      starts: 'by_itself',
      where: 'here',
      control: { settings: 'automatic_replies' },
      files: [],
    },
  },
});
