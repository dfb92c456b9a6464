import { declarePersonalData, ofNobody, retained } from '#platform/personal-data/declaration';

/** Saved replies: the workspace's words, some of them one member's own. */
export const savedRepliesPersonalData = declarePersonalData({
  owner: 'saved-replies',
  tables: {
    saved_replies: {
      holds: ['Saved replies', 'Balasan tersimpan', 'सहेजे गए उत्तर'],
      whose: 'account',
      path: 'owner_id > workspace_members.user_id',
      class: 'template',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id media_id': ofNobody,
        'id owner_id name shortcut text_sealed language usage_count last_used_at created_at updated_at': {},
      },
    },
  },
  readings: {
    'saved-replies.placeholders': {
      name: ['Filling in saved replies', 'Mengisi balasan tersimpan', 'सहेजे उत्तर भरना'],
      reads: [
        'Name and facts of the one customer a member is writing to',
        'Nama dan keterangan satu pelanggan yang sedang dibalas',
        'जिस ग्राहक को लिखा जा रहा है, उसका नाम और जानकारी',
      ],
      why: ['To put the name where the reply says so.', 'Untuk menaruh nama di tempatnya.', 'उत्तर में नाम सही जगह रखने के लिए।'],
      classes: ['profile'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/saved-replies/change-saved-reply.ts', 'modules/saved-replies/present-saved-reply.ts'],
    },
  },
});
