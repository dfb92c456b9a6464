import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** Closings of workspaces: who asked, and what was left in the end. */
export const closuresPersonalData = declarePersonalData({
  owner: 'closures',
  tables: {
    workspace_closures: {
      holds: [
        'Closings of workspaces and what came of them',
        'Penutupan ruang kerja dan hasilnya',
        'वर्कस्पेस बंद करने के रिकॉर्ड और उनका परिणाम',
      ],
      whose: 'account',
      path: ['requested_by > users.id', 'reopened_by > users.id'],
      class: 'account',
      purpose: 'accountability',
      retention: retained.withInstallation,
      erase: erased.kept('points_to_nobody'),
      columns: {
        'workspace_id workspace_name reason requested_at deletes_at reminded_at reopened_at deleting_at deleted_at receipt rest_purged_at':
          ofNobody,
        id: ofNobody,
        'requested_by reopened_by': {},
      },
    },
  },
  jobs: { 'closures.delete_due': {}, 'closures.purge_rests': {} },
});
