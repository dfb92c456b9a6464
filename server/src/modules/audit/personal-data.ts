import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** What the audit log says about people: who acted, on whom, and the personal values of a change, sealed beside the chain. */
export const auditPersonalData = declarePersonalData({
  owner: 'audit',
  tables: {
    audit_events: {
      holds: ['Who changed what, and when', 'Siapa mengubah apa, dan kapan', 'किसने क्या और कब बदला'],
      whose: 'account',
      path: 'actor_id[actor_kind=user]',
      class: 'audit_event',
      purpose: 'security',
      retention: retained.byPolicy('audit_event', 'at'),
      erase: erased.kept('audit_proof'),
      columns: {
        // Of its origin the chain holds a number, a way and a commitment to the network.
        'workspace_id seq id at actor_kind actor_id action hash prev_hash origin': {},
        'target_kind target_id': { whose: 'contact', path: 'target_id:ctc[target_kind=contact]', erase: erased.kept('audit_proof') },
        // Values about persons stand here as keyed commitments; ids of ours are the only other thing.
        'before after': { whose: 'contact', path: 'target_id:ctc[target_kind=contact]', erase: erased.kept('audit_proof') },
        personal: {
          whose: 'contact',
          path: ['target_id:ctc[target_kind=contact]', { open: 'The sealed values of a change may name whoever it was about.' }],
          encryption: 'workspace_key',
          erase: erased.detached,
        },
      },
    },
    audit_heads: {
      holds: ['Where the chain of the audit log ends', 'Ujung rantai log audit', 'ऑडिट लॉग की शृंखला का अंत'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: { 'workspace_id seq hash trimmed_seq trimmed_hash': ofNobody },
    },
    audit_checkpoints: {
      holds: ['Signed checkpoints of the audit log', 'Titik periksa log audit yang ditandatangani', 'ऑडिट लॉग के हस्ताक्षरित चेकपॉइंट'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: { 'workspace_id seq hash object_name fingerprint at': ofNobody },
    },
    audit_verifications: {
      holds: ['What verifying the audit log found', 'Hasil pemeriksaan log audit', 'ऑडिट लॉग की जाँच में क्या मिला'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'security',
      retention: retained.withWorkspace,
      columns: { 'workspace_id at event_count checkpoint_count problems': ofNobody },
    },
  },
  readings: {
    'audit.values': {
      name: ['Showing the audit log', 'Menampilkan log audit', 'ऑडिट लॉग दिखाना'],
      reads: ['Personal values of a change', 'Nilai pribadi dari suatu perubahan', 'किसी बदलाव के निजी मान'],
      why: [
        'Because somebody who may see the log opens it.',
        'Karena yang berhak membuka log itu.',
        'क्योंकि लॉग देखने का हक़ रखने वाला उसे खोलता है।',
      ],
      classes: ['audit_event'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/audit/present-audit.ts'],
    },
  },
  jobs: {
    'audit.write_checkpoints': {},
    'audit.verify_chains': {},
  },
});
