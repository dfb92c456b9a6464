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
});
