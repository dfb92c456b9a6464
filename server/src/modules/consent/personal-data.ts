import { declarePersonalData, erased, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

const contact = 'contact_id';

/** The ledger of consent, and the stop list that outlives the person's record as keyed hashes. */
export const consentPersonalData = declarePersonalData({
  owner: 'consent',
  tables: {
    consent_records: {
      holds: [
        'Who agreed or objected to what, when and how',
        'Siapa menyetujui atau menolak apa, kapan, dan bagaimana',
        'किसने कब और कैसे सहमति दी या मना किया',
      ],
      whose: 'contact',
      path: contact,
      class: 'consent_evidence',
      purpose: 'consent_proof',
      retention: retained.byPolicy('consent_evidence', 'recorded_at'),
      erase: erased.kept('consent_proof'),
      columns: {
        'workspace_id id wording_id': ofNobody,
        'contact_id purpose category state source legal_basis is_evidenced supersedes dedupe_key occurred_at recorded_at': {},
        'evidence_message_id evidence_media_id': {},
        evidence_sealed: { erase: erased.detached },
        actor_kind: ofNobody,
        actor_id: pointsToMember('actor_id', 'actor_kind'),
      },
    },
    consent_states: {
      holds: ['What every customer agrees to now', 'Persetujuan setiap pelanggan saat ini', 'हर ग्राहक की अभी की सहमति'],
      whose: 'contact',
      path: contact,
      class: 'consent_evidence',
      purpose: 'consent_proof',
      retention: retained.withRow('contact_id > contacts'),
      columns: { workspace_id: ofNobody, 'contact_id purpose category state source record_id since': {} },
    },
    consent_confirmations: {
      holds: ['To whom a stop was confirmed', 'Kepada siapa penghentian telah dikonfirmasi', 'किसे रोक की पुष्टि भेजी गई'],
      whose: 'contact',
      path: contact,
      class: 'consent_evidence',
      purpose: 'consent_proof',
      retention: retained.withRow('contact_id > contacts'),
      columns: { workspace_id: ofNobody, 'contact_id kind confirmed_at': {} },
    },
    consent_doubts: {
      holds: ['Messages that may have meant STOP', 'Pesan yang mungkin berarti STOP', 'संदेश जिनका मतलब शायद STOP था'],
      whose: 'contact',
      path: contact,
      class: 'consent_evidence',
      purpose: 'consent_proof',
      retention: retained.byPolicy('conversation_work', 'created_at'),
      columns: {
        'workspace_id id': ofNobody,
        'contact_id conversation_id message_id status decided_at created_at': {},
        decided_by: pointsToMember('decided_by'),
      },
    },
    suppressions: {
      holds: [
        'Who must not be written to, as fingerprints',
        'Siapa yang tidak boleh dihubungi, sebagai sidik',
        'जिन्हें नहीं लिखना है, केवल फिंगरप्रिंट के रूप में',
      ],
      whose: 'contact',
      path: 'match_kind,match_hash > contact_identifiers(match_kind,match_hash).contact_id',
      class: 'suppression',
      purpose: 'consent_proof',
      retention: retained.byPolicy('suppression', 'lifted_at since'),
      erase: erased.kept('stop_list'),
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id id': ofNobody,
        'match_kind match_hash scope source since lifted_at created_at': {},
        reason_sealed: { erase: erased.detached },
      },
    },
    consent_wordings: {
      holds: ['Texts that people agree to', 'Teks yang disetujui orang', 'जिन शब्दों पर लोग सहमति देते हैं'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'consent_proof',
      retention: retained.withWorkspace,
      columns: { 'workspace_id id purpose version texts valid_from created_at': {} },
    },
    consent_settings: {
      holds: ['Rules for consent', 'Aturan persetujuan', 'सहमति के नियम'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'consent_proof',
      retention: retained.withWorkspace,
      columns: { 'workspace_id marketing_rule settings updated_at': {} },
    },
  },
  jobs: {
    'consent.confirm': {
      workspaceId: 'nobody',
      contactId: { idOf: 'contacts' },
      numberId: 'nobody',
      kind: 'nobody',
      language: 'nobody',
      recordId: { idOf: 'consent_records' },
    },
  },
});
