import { declarePersonalData, ofNobody, retained } from '#platform/personal-data/declaration';

/** Pictures, voice, video and documents. */
export const mediaPersonalData = declarePersonalData({
  owner: 'media',
  tables: {
    media: {
      holds: ['Files sent and received', 'Berkas yang dikirim dan diterima', 'भेजी और मिली फ़ाइलें'],
      whose: 'contact',
      path: 'contact_id',
      class: 'media',
      purpose: 'messaging',
      retention: retained.byPolicy('media', 'created_at'),
      columns: {
        'workspace_id number_id': ofNobody,
        'id contact_id message_id direction status kind mime_type size_bytes filename_sealed sha256 storage_key object_key_sealed': {},
        'provider_ref_sealed uploaded_refs attempts next_try_at error created_at stored_at width height thumb_key thumb_bytes': {},
        'thumb_object_key_sealed scan used_at': {},
      },
    },
    media_settings: {
      holds: ['Rules for files', 'Aturan berkas', 'फ़ाइलों के नियम'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: { 'workspace_id compress_images quota_bytes updated_at': {} },
    },
    media_usage: {
      holds: ['How much room files take', 'Ruang yang dipakai berkas', 'फ़ाइलें कितनी जगह लेती हैं'],
      whose: 'nobody',
      class: 'aggregate',
      purpose: 'operations',
      retention: retained.withWorkspace,
      columns: { 'workspace_id bytes files': {} },
    },
  },
  jobs: { 'media.sweep_uploads': {}, 'media.scan_waiting': {}, 'media.remove_abandoned_drafts': {} },
  objects: {
    media: {
      holds: ['The files themselves', 'Isi berkas', 'ख़ुद फ़ाइलें'],
      form: '{workspace}/{2}/{media}.{try}',
      table: 'media',
      column: 'storage_key',
      whose: 'contact',
      class: 'media',
      purpose: 'messaging',
      encryption: 'contact_key',
      retention: retained.byPolicy('media', 'created_at'),
    },
    thumbnails: {
      holds: ['Small pictures of files', 'Gambar kecil berkas', 'फ़ाइलों के छोटे चित्र'],
      form: '{workspace}/{2}/{media}.t{version}',
      table: 'media',
      column: 'thumb_key',
      whose: 'contact',
      class: 'media',
      purpose: 'messaging',
      encryption: 'contact_key',
      retention: retained.byPolicy('media', 'created_at'),
    },
  },
});
