import { declarePersonalData, erased, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

const contact = 'contact_id';
const withContact = retained.withRow('contact_id > contacts');

/** The customer record. */
export const contactsPersonalData = declarePersonalData({
  owner: 'contacts',
  tables: {
    contacts: {
      holds: ['Customers: name, country, stage', 'Pelanggan: nama, negara, tahap', 'ग्राहक: नाम, देश, चरण'],
      whose: 'contact',
      path: ['id', 'merged_into'],
      class: 'profile',
      purpose: 'customer_record',
      retention: retained.byPolicy('contact_record', 'last_seen_at created_at'),
      // An empty row stays, so that what may not be deleted, and what comes late, finds somebody erased and not somebody unknown.
      erase: erased.kept('erased_mark'),
      columns: {
        workspace_id: ofNobody,
        'id merged_into erased_at created_at updated_at': {},
        'name_sealed profile_name_sealed profile_name_hash': { erase: erased.detached },
        'country stage_id last_seen_at blocked_at marketing_at restricted_at': { erase: erased.detached },
        marketing: { class: 'consent_evidence', purpose: 'consent_proof', erase: erased.replaced("'unset'") },
        source: { erase: erased.replaced("'message'") },
      },
    },
    contact_identifiers: {
      holds: ['Phone numbers and WhatsApp ids', 'Nomor telepon dan id WhatsApp', 'फ़ोन नंबर और WhatsApp आईडी'],
      whose: 'contact',
      path: contact,
      class: 'identifier',
      purpose: 'customer_record',
      retention: withContact,
      columns: {
        workspace_id: ofNobody,
        'id contact_id kind match_kind match_hash value_sealed scope first_seen_at last_seen_at': {},
      },
    },
    erased_identifiers: {
      holds: [
        'Fingerprints of erased people, so that nobody brings them back unawares',
        'Sidik orang yang dihapus, agar tidak dimasukkan lagi tanpa sengaja',
        'मिटाए गए लोगों के फिंगरप्रिंट, ताकि कोई उन्हें अनजाने वापस न लाए',
      ],
      whose: 'contact',
      path: { derive: 'Keyed hashes of the person’s identifiers.' },
      class: 'suppression',
      purpose: 'consent_proof',
      retention: retained.byPolicy('suppression', 'erased_at'),
      erase: erased.kept('stop_list'),
      columns: { workspace_id: ofNobody, 'match_kind match_hash erased_at': {} },
    },
    contact_attributes: {
      holds: ['Further facts about customers', 'Keterangan lain tentang pelanggan', 'ग्राहकों के बारे में और बातें'],
      whose: 'contact',
      path: contact,
      class: 'profile',
      purpose: 'customer_record',
      retention: withContact,
      columns: {
        'workspace_id attribute_id': ofNobody,
        'contact_id text_value match_text number_value date_value value_sealed match_hash updated_at': {},
      },
    },
    contact_blocks: {
      holds: ['Customers who are blocked', 'Pelanggan yang diblokir', 'रोके गए ग्राहक'],
      whose: 'contact',
      path: contact,
      class: 'profile',
      purpose: 'security',
      retention: withContact,
      columns: { 'workspace_id number_id': ofNobody, 'contact_id wanted state reason attempts next_try_at updated_at': {} },
    },
    contact_events: {
      holds: ['What happened to a customer’s record', 'Riwayat catatan pelanggan', 'ग्राहक के रिकॉर्ड का इतिहास'],
      whose: 'contact',
      path: contact,
      class: 'profile',
      purpose: 'customer_record',
      retention: retained.byPolicy('conversation_work', 'occurred_at'),
      columns: {
        'workspace_id id actor_kind': ofNobody,
        'contact_id kind data occurred_at': {},
        actor_id: pointsToMember('actor_id', 'actor_kind'),
      },
    },
    contact_merges: {
      holds: ['Which records were joined', 'Catatan yang pernah digabung', 'कौन से रिकॉर्ड जोड़े गए'],
      whose: 'contact',
      path: [contact, 'merged_contact_id'],
      class: 'profile',
      purpose: 'customer_record',
      retention: withContact,
      columns: {
        'workspace_id id actor_kind': ofNobody,
        'contact_id merged_contact_id evidence moved at undone_at before_sealed': {},
        actor_id: pointsToMember('actor_id', 'actor_kind'),
      },
    },
    contact_notes: {
      holds: ['Notes about customers', 'Catatan tentang pelanggan', 'ग्राहकों पर नोट'],
      whose: 'contact',
      path: contact,
      class: 'internal_note',
      purpose: 'customer_record',
      retention: withContact,
      columns: {
        'workspace_id id author_kind': ofNobody,
        'contact_id text_sealed created_at edited_at': {},
        author_id: pointsToMember('author_id', 'author_kind'),
      },
    },
    contact_tags: {
      holds: ['Tags of customers', 'Label pelanggan', 'ग्राहकों के टैग'],
      whose: 'contact',
      path: contact,
      class: 'profile',
      purpose: 'customer_record',
      retention: withContact,
      columns: { 'workspace_id tag_id': ofNobody, 'contact_id tagged_at': {} },
    },
    attributes: {
      holds: ['Which facts are kept about customers', 'Jenis keterangan pelanggan yang disimpan', 'ग्राहकों की कौन सी बातें रखी जाती हैं'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'customer_record',
      retention: retained.withWorkspace,
      columns: { 'workspace_id id key label type sensitivity choices position created_at removed_at': {} },
    },
    lifecycle_stages: {
      holds: ['Stages a customer can be in', 'Tahap pelanggan', 'ग्राहक के चरण'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'customer_record',
      retention: retained.withWorkspace,
      columns: { 'workspace_id id name position created_at': {} },
    },
    segments: {
      holds: ['Saved groups of customers', 'Kelompok pelanggan tersimpan', 'ग्राहकों के सहेजे समूह'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'customer_record',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id id name shared filter created_at updated_at': {},
        owner_member_id: pointsToMember('owner_member_id'),
      },
    },
    tags: {
      holds: ['Tags', 'Label', 'टैग'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'customer_record',
      retention: retained.withWorkspace,
      columns: { 'workspace_id id name color created_at': {} },
    },
  },
  jobs: {
    'contacts.reconcile_blocks': {},
    'contacts.delete_attribute_values': { workspaceId: 'nobody', attributeId: 'nobody' },
  },
});
