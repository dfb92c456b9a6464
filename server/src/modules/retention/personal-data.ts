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
        'workspace_id revision preset home serves wishes sealed decided_at': {},
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
      columns: { 'workspace_id run_id table_name class effective rule removed sealed oldest_at newest_at held kept_by_law': {} },
    },
    sealed_records: {
      holds: ['Sealed records that a law wants to exist', 'Catatan tersegel yang diwajibkan hukum', 'क़ानून के लिए सील किए रिकॉर्ड'],
      whose: 'contact',
      path: ['contact_id', 'conversation_id > conversations.contact_id'],
      class: 'message_content',
      purpose: 'accountability',
      basis: 'legal_obligation',
      retention: retained.byPolicy('message_content', 'anchor_at'),
      // Erasure beats what the workspace decided, and the law beats erasure: the copy that the law wants stays until the law lets it go.
      erase: erased.kept('statutory_record'),
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id class source_table country anchor_at sealed_at': ofNobody,
        'id source_id contact_id conversation_id record_sealed': {},
      },
    },
    sealed_openings: {
      holds: ['Requests to open sealed records', 'Permintaan membuka catatan tersegel', 'सील किए रिकॉर्ड खोलने के अनुरोध'],
      whose: 'contact',
      path: 'contact_id',
      class: 'register',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      // Who looked at sealed records, when and why, must stay provable.
      erase: erased.kept('statutory_record'),
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id status asked_at decided_at expires_at from_at until_at': ofNobody,
        'id reason_sealed contact_id': {},
        asked_by: pointsToMember('asked_by'),
        decided_by: pointsToMember('decided_by'),
      },
    },
  },
  readings: {
    'retention.sealed_tier': {
      name: ['Sealed records', 'Catatan tersegel', 'सील किए रिकॉर्ड'],
      reads: [
        'What is taken out of sight while a law still wants it',
        'Yang disembunyikan selagi hukum mewajibkannya',
        'जो दिखना बंद हुआ पर क़ानून जिसे रखवाता है',
      ],
      why: [
        'To seal it anew under a key of its own, and to open it when two members decide so together.',
        'Untuk menyegelnya lagi dengan kunci tersendiri, dan membukanya bila dua anggota bersama memutuskannya.',
        'ताकि उसे अलग कुंजी से फिर सील किया जाए, और दो सदस्य साथ मिलकर तय करें तो खोला जाए।',
      ],
      classes: ['message_content', 'media', 'internal_note'],
      starts: 'by_itself',
      where: 'here',
      control: 'fixed',
      files: ['modules/retention/sealed-records.ts'],
    },
  },
  jobs: { 'retention.sweep_workspace': { workspaceId: 'nobody' }, 'retention.sweep': {}, 'retention.review_holds': {} },
});
