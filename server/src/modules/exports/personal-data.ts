import { declarePersonalData, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

/** Exports: files with customers' data, for a few days. */
export const exportsPersonalData = declarePersonalData({
  owner: 'exports',
  tables: {
    exports: {
      holds: ['Exports that were asked for', 'Ekspor yang diminta', 'माँगे गए एक्सपोर्ट'],
      whose: 'contact',
      path: ['contact_id', { open: 'The file of an export of many contacts is sealed and holds all of them.' }],
      class: 'export_file',
      purpose: 'rights',
      retention: retained.byPolicy('export_file', 'expires_at created_at'),
      columns: {
        'workspace_id actor_kind': ofNobody,
        'id kind contact_id selection status done total storage_key size_bytes created_at finished_at expires_at disclosure_id sha256': {},
        object_key_sealed: { encryption: 'contact_key' },
        actor_id: pointsToMember('actor_id', 'actor_kind'),
      },
    },
  },
  jobs: {
    'exports.run_export': { workspaceId: 'nobody', exportId: { idOf: 'exports' } },
    'exports.expire_files': {},
  },
  objects: {
    exports: {
      holds: ['Files of exports', 'Berkas ekspor', 'एक्सपोर्ट की फ़ाइलें'],
      form: '{workspace}/exports/{export}.{try}',
      table: 'exports',
      column: 'storage_key',
      whose: 'contact',
      class: 'export_file',
      purpose: 'rights',
      encryption: 'contact_key',
      retention: retained.fixed('P7D', 'expires_at'),
    },
  },
  readings: {
    'exports.files': {
      name: ['Exports', 'Ekspor', 'एक्सपोर्ट'],
      reads: ['Everything about the people that were chosen', 'Semua tentang orang yang dipilih', 'चुने गए लोगों के बारे में सब कुछ'],
      why: ['Because a member asked for the file.', 'Karena anggota meminta berkasnya.', 'क्योंकि सदस्य ने फ़ाइल माँगी।'],
      classes: ['message_content', 'profile', 'identifier', 'media', 'internal_note'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/exports/collect-person.ts', 'modules/exports/open-row.ts', 'roles/exports-context.ts'],
    },
  },
});
