import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

const opened = { open: 'A delivery holds several people at once; it is opened and searched for the person’s identifiers.' };

/** What WhatsApp delivered, word for word, for a few days. */
export const intakePersonalData = declarePersonalData({
  owner: 'intake',
  tables: {
    intake_deliveries: {
      holds: ['What WhatsApp delivered, unopened', 'Kiriman mentah dari WhatsApp', 'WhatsApp से आया मूल डेटा'],
      whose: 'contact',
      path: opened,
      class: 'webhook_payload',
      purpose: 'messaging',
      retention: retained.byPolicy('webhook_payload', 'received_at'),
      erase: erased.deleted,
      sealedBy: 'payload_key',
      columns: {
        'workspace_id id waba_account_id number_id': ofNobody,
        'day received_at lane status body_hash body_sealed size_bytes unit_count unknown_count quarantined_count replay_count': {},
        'attempt_count processed_at': {},
      },
    },
    intake_units: {
      holds: ['Deliveries that could not be read', 'Kiriman yang tidak bisa dibaca', 'जो डेटा पढ़ा नहीं जा सका'],
      whose: 'contact',
      path: opened,
      class: 'webhook_payload',
      purpose: 'messaging',
      retention: retained.byPolicy('webhook_payload', 'at'),
      erase: erased.deleted,
      sealedBy: 'payload_key',
      columns: { 'workspace_id id delivery_id': ofNobody, 'day outcome field kind path reason payload_sealed at': {} },
    },
  },
  jobs: { 'intake.end_payloads': {} },
  readings: {
    'intake.deliveries': {
      name: ['Sorting what WhatsApp delivers', 'Memilah kiriman WhatsApp', 'WhatsApp से आए डेटा को छाँटना'],
      reads: [
        'Every delivery, to find messages, names and states in it',
        'Setiap kiriman, untuk menemukan pesan, nama, dan status di dalamnya',
        'हर डेटा, ताकि उसमें संदेश, नाम और स्थिति मिलें',
      ],
      why: ['Without it no message would arrive.', 'Tanpa ini tidak ada pesan yang masuk.', 'इसके बिना कोई संदेश नहीं आएगा।'],
      classes: ['webhook_payload'],
      starts: 'by_itself',
      where: 'here',
      control: 'fixed',
      files: ['modules/intake/process/read-deliveries.ts'],
    },
  },
});
