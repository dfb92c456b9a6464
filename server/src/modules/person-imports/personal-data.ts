import { declarePersonalData, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

/** People from other installations: the file until it is taken in, and what came with it. */
export const personImportsPersonalData = declarePersonalData({
  owner: 'person-imports',
  tables: {
    person_imports: {
      holds: ['Imports of one person', 'Impor satu orang', 'एक व्यक्ति के आयात'],
      whose: 'contact',
      path: 'contact_id',
      class: 'import_file',
      purpose: 'customer_record',
      retention: retained.withWorkspace,
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id actor_kind': ofNobody,
        'id status failure size_bytes contact_id found progress counts left_out created_at started_at finished_at file_expires_at storage_key':
          {},
        'details_sealed evidence_sealed object_key_sealed': { retention: retained.fixed('P7D', 'file_expires_at') },
        actor_id: pointsToMember('actor_id', 'actor_kind'),
      },
    },
    imported_records: {
      holds: ['Messages that came from another installation', 'Pesan dari instalasi lain', 'दूसरी स्थापना से आए संदेश'],
      whose: 'contact',
      path: 'contact_id',
      class: 'message_content',
      purpose: 'messaging',
      retention: retained.byPolicy('message_content', 'occurred_at'),
      sealedBy: 'contact_key',
      columns: {
        workspace_id: ofNobody,
        'id contact_id import_id kind source_id occurred_at content_sealed media_id': {},
      },
    },
  },
  jobs: {
    'person_imports.run': { workspaceId: 'nobody', personImportId: { idOf: 'person_imports' } },
    'person_imports.expire_files': {},
  },
  objects: {
    'person-imports': {
      holds: ['Exports of a person that are brought in', 'Ekspor orang yang diimpor', 'आयात किए जाने वाले व्यक्ति के निर्यात'],
      form: '{workspace}/person-imports/{person_import}',
      table: 'person_imports',
      column: 'storage_key',
      whose: 'contact',
      class: 'import_file',
      purpose: 'customer_record',
      encryption: 'workspace_key',
      retention: retained.fixed('P7D', 'file_expires_at'),
    },
  },
  readings: {
    'person-imports.files': {
      name: ['Reading the export of a person', 'Membaca ekspor seseorang', 'एक व्यक्ति का निर्यात पढ़ना'],
      reads: ['The file that a member uploaded', 'Berkas yang diunggah anggota', 'सदस्य की अपलोड की फ़ाइल'],
      why: [
        'Because a member brings a person over from another installation.',
        'Karena anggota memindahkan seseorang dari instalasi lain.',
        'क्योंकि सदस्य किसी व्यक्ति को दूसरी स्थापना से लाता है।',
      ],
      classes: ['import_file'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/person-imports/imported-content.ts', 'modules/person-imports/read-person-file.ts'],
    },
  },
});
