import { declarePersonalData, erased, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

/** What is kept of erasures: proof that they were done, and keyed hashes by which the same people are found again. */
export const erasurePersonalData = declarePersonalData({
  owner: 'erasure',
  tables: {
    erasures: {
      holds: [
        'Who was erased when, without their data',
        'Siapa yang dihapus dan kapan, tanpa datanya',
        'किसे कब मिटाया गया, उनके डेटा के बिना',
      ],
      whose: 'contact',
      path: 'contact_id',
      class: 'rights_request',
      purpose: 'rights',
      retention: retained.byPolicy('rights_request', 'finished_at created_at'),
      erase: erased.kept('request_proof'),
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id actor_kind': ofNobody,
        'id contact_id contact_ids conversation_ids status reason request_id step steps kept held_by found_sealed finding_count': {},
        'starts_at created_at started_at finished_at has_restricted': {},
        actor_id: pointsToMember('actor_id', 'actor_kind'),
      },
    },
    erasure_log: {
      holds: [
        'Fingerprints of erased people, to erase them again after a restore',
        'Sidik orang yang dihapus, untuk menghapusnya lagi setelah pemulihan',
        'मिटाए गए लोगों के फिंगरप्रिंट, ताकि बहाली के बाद फिर मिटाए जा सकें',
      ],
      whose: 'contact',
      path: { derive: 'The subject is the keyed hash of the contact’s id.' },
      class: 'rights_request',
      purpose: 'rights',
      retention: retained.byPolicy('rights_request', 'erased_at'),
      erase: erased.kept('request_proof'),
      columns: { 'workspace_id id': ofNobody, 'subject_hash scope marks erased_at': {} },
    },
    erasure_checks: {
      holds: ['Nightly searches for what erasure left', 'Pencarian malam atas sisa penghapusan', 'मिटाने के बाद बचे डेटा की रात की खोज'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'accountability',
      retention: retained.fixed('P90D', 'at'),
      columns: { 'id at contact_count finding_count findings': {} },
    },
  },
  jobs: {
    'erasure.erase_contact': { workspaceId: 'nobody', erasureId: { idOf: 'erasures' } },
    'erasure.start_due': {},
    'erasure.find_orphans': {},
  },
  readings: {
    'erasure.search': {
      name: ['Finding everything about a person', 'Menemukan semua tentang seseorang', 'किसी व्यक्ति के बारे में सब ढूँढना'],
      reads: [
        'Raw deliveries and records in which the person may occur',
        'Kiriman mentah dan catatan yang mungkin memuat orang itu',
        'मूल डेटा और रिकॉर्ड जिनमें वह व्यक्ति हो सकता है',
      ],
      why: [
        'Because the person is erased or asks for a copy.',
        'Karena orang itu dihapus atau meminta salinan.',
        'क्योंकि व्यक्ति को मिटाया जा रहा है या उसने प्रति माँगी।',
      ],
      classes: ['webhook_payload', 'identifier'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/erasure/find-person.ts', 'modules/intake/erase-from-deliveries.ts'],
    },
  },
});
