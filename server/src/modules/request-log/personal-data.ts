import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** Which calls of the API were made, from where and by whom. */
export const requestLogPersonalData = declarePersonalData({
  owner: 'request-log',
  tables: {
    request_log: {
      holds: ['Which calls of the API were made', 'Panggilan API yang dilakukan', 'API की कौन-सी कॉल की गईं'],
      whose: 'account',
      path: 'user_id',
      class: 'api_log',
      purpose: 'security',
      retention: retained.byPolicy('api_log', 'at'),
      erase: erased.detached,
      columns: {
        'workspace_id at id method route status duration_ms api_key_id error_code idempotency_key is_replay': ofNobody,
        'ip user_id': {},
        // Ids of ours, which lead nowhere once the contact is gone.
        path_id: { whose: 'contact', path: 'path_id:ctc', erase: erased.kept('points_to_nobody') },
        object_id: { whose: 'contact', path: 'object_id:ctc', erase: erased.kept('points_to_nobody') },
      },
    },
    request_counts: {
      holds: ['How often the API was called', 'Seberapa sering API dipanggil', 'API कितनी बार कॉल हुई'],
      whose: 'nobody',
      class: 'aggregate',
      purpose: 'security',
      retention: retained.fixed('P400D', 'since'),
      columns: { 'workspace_id since api_key_id method route status request_count duration_ms slowest_ms': {} },
    },
    request_log_gaps: {
      holds: ['How many calls the log missed', 'Berapa panggilan yang tidak tercatat', 'लॉग से कितनी कॉल छूटीं'],
      whose: 'nobody',
      class: 'aggregate',
      purpose: 'security',
      retention: retained.fixed('P400D', 'since'),
      columns: { 'workspace_id since request_count': {} },
    },
  },
  jobs: { 'request_log.prepare_days': {} },
});
