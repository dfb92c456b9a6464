import { declarePersonalData, retained } from '#platform/personal-data/declaration';

/** Counts of faults in our own code: no row is about one person. */
export const crashReportsPersonalData = declarePersonalData({
  owner: 'crash-reports',
  tables: {
    crash_reports: {
      holds: ['Which faults happened how often', 'Kesalahan apa terjadi berapa kali', 'कौन सी त्रुटि कितनी बार हुई'],
      whose: 'nobody',
      class: 'aggregate',
      purpose: 'security',
      retention: retained.fixed('P90D', 'day'),
      columns: { 'day fingerprint source version name code text route frames seen_count first_seen_at last_seen_at': {} },
    },
  },
  jobs: { 'crash_reports.prune': {} },
});
