import { declarePersonalData, erased, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

/** Decisions about retention, holds, and receipts of what was removed. */
export const retentionPersonalData = declarePersonalData({
  owner: 'retention',
  tables: {
    retention_policies: {
      holds: ['How long what is kept, by decision', 'Keputusan tentang lama penyimpanan', 'क्या कितने समय रखा जाए, फ़ैसले'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id revision preset home serves wishes decided_at': {},
        decided_by: pointsToMember('decided_by'),
      },
    },
    retention_holds: {
      holds: ['Legal holds', 'Penahanan hukum', 'क़ानूनी रोक'],
      whose: 'contact',
      path: ['contact_id', 'conversation_id > conversations.contact_id'],
      class: 'register',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      // A hold on a person stands in the way of erasing them; afterwards it proves that there was a reason to wait.
      erase: erased.kept('statutory_record'),
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id classes from_at until_at created_at alerted_for review_on released_at': ofNobody,
        'id contact_id conversation_id reason_sealed release_reason_sealed': {},
        owner_member_id: pointsToMember('owner_member_id'),
        created_by: pointsToMember('created_by'),
        released_by: pointsToMember('released_by'),
      },
    },
    retention_runs: {
      holds: ['Sweeps of what was over', 'Penyapuan data yang sudah lewat masanya', 'समय पूरा हुए डेटा की सफ़ाई'],
      whose: 'nobody',
      class: 'register',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      columns: { 'workspace_id id status revision started_at finished_at': {} },
    },
    retention_run_items: {
      holds: ['What sweeps removed and kept', 'Yang dihapus dan disimpan penyapuan', 'सफ़ाई में क्या हटा और क्या रहा'],
      whose: 'nobody',
      class: 'register',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      columns: { 'workspace_id run_id table_name class effective rule removed oldest_at newest_at held kept_by_law': {} },
    },
  },
  jobs: { 'retention.sweep_workspace': { workspaceId: 'nobody' }, 'retention.sweep': {}, 'retention.review_holds': {} },
});
