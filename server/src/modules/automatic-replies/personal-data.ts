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
});
