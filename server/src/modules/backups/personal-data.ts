import { declarePersonalData, retained } from '#platform/personal-data/declaration';

/** What is known about backups says nothing about a person; what is in them is encrypted and ends after 35 days. */
export const backupsPersonalData = declarePersonalData({
  owner: 'backups',
  tables: {
    backups: {
      holds: ['Which backups there are', 'Daftar cadangan', 'बैकअप की सूची'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'security',
      retention: retained.fixed('P400D', 'started_at'),
      columns: {
        'id status cause phase done_units total_units started_at finished_at snapshot_at expires_at size_bytes row_count media_count': {},
        'encrypted_to place second_status second_place failure': {},
      },
    },
    backup_keys: {
      holds: ['The keys of backups', 'Kunci cadangan', 'बैकअप की कुंजियाँ'],
      whose: 'nobody',
      class: 'key',
      purpose: 'security',
      retention: retained.fixed('P35D', 'created_at'),
      columns: { 'backup_id root_key_id created_at expires_at destroyed_at': {}, wrapped: { encryption: 'installation_key' } },
    },
    backup_drills: {
      holds: ['Tries of restoring backups', 'Uji pemulihan cadangan', 'बैकअप बहाली के परीक्षण'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'security',
      retention: retained.fixed('P400D', 'started_at'),
      columns: { 'id backup_id status started_at finished_at phase done_units total_units report failure': {} },
    },
    backup_state: {
      holds: ['Whether backups are in order', 'Status cadangan', 'बैकअप की स्थिति'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'security',
      retention: retained.withInstallation,
      columns: { 'singleton keys_saved_at keys_failure watched_since alarmed_at': {} },
    },
  },
  jobs: {
    'backups.make_nightly': {},
    'backups.make_backup': {},
    'backups.run_drill': {},
    'backups.save_keys': {},
    'backups.watch': {},
  },
});
