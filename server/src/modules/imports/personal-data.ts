import { declarePersonalData, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

/** Imports: what stood in a file, until it can no longer be undone. */
export const importsPersonalData = declarePersonalData({
  owner: 'imports',
  tables: {
    imports: {
      holds: ['Imports of customers', 'Impor pelanggan', 'ग्राहकों के आयात'],
      whose: 'contact',
      path: [
        'id > import_rows(import_id).contact_id',
        { open: 'The file and what was read from it are sealed and hold everybody in the list.' },
      ],
      class: 'import_file',
      purpose: 'customer_record',
      retention: retained.withWorkspace,
      erase: { does: 'keep', because: 'workspace_record' },
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id actor_kind': ofNobody,
        'id status row_count delimiter encoding settings cursor_row counts failure created_at started_at finished_at file_expires_at': {},
        'undone undo_cursor storage_key': {},
        'details_sealed consent_sealed object_key_sealed': {
          retention: retained.fixed('P7D', 'file_expires_at'),
          erase: { does: 'detach' },
        },
        actor_id: pointsToMember('actor_id', 'actor_kind'),
      },
    },
    import_rows: {
      holds: ['What an import did to each customer', 'Hasil impor untuk tiap pelanggan', 'आयात से हर ग्राहक में क्या बदला'],
      whose: 'contact',
      path: 'contact_id',
      class: 'import_file',
      purpose: 'customer_record',
      retention: retained.withRow('import_id > imports'),
      columns: { 'workspace_id import_id': ofNobody, 'row_number outcome contact_id before_sealed problems': {} },
    },
  },
  jobs: {
    'imports.run_import': { workspaceId: 'nobody', importId: { idOf: 'imports' } },
    'imports.undo_import': { workspaceId: 'nobody', importId: { idOf: 'imports' } },
    'imports.expire_files': {},
  },
  objects: {
    imports: {
      holds: ['Files that were imported', 'Berkas yang diimpor', 'आयात की गई फ़ाइलें'],
      form: '{workspace}/imports/{import}',
      table: 'imports',
      column: 'storage_key',
      whose: 'contact',
      class: 'import_file',
      purpose: 'customer_record',
      encryption: 'workspace_key',
      retention: retained.fixed('P7D', 'file_expires_at'),
    },
  },
  readings: {
    'imports.files': {
      name: ['Reading imported files', 'Membaca berkas impor', 'आयात की फ़ाइलें पढ़ना'],
      reads: ['The file that a member uploaded', 'Berkas yang diunggah anggota', 'सदस्य की अपलोड की फ़ाइल'],
      why: ['Because a member imports customers.', 'Karena anggota mengimpor pelanggan.', 'क्योंकि सदस्य ग्राहक आयात करता है।'],
      classes: ['import_file'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/imports/present-import.ts'],
    },
  },
});
