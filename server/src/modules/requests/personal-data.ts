import { declarePersonalData, erased, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

const contact = 'contact_id';
const account = 'user_id';
const byRequest = 'request_id > privacy_requests.contact_id';
const withRequest = retained.withRow('request_id > privacy_requests');

/** Requests of people about their data. The request itself stays as proof that it was answered; who asked is forgotten with the person. */
export const requestsPersonalData = declarePersonalData({
  owner: 'requests',
  tables: {
    privacy_requests: {
      holds: ['Requests of people about their data', 'Permintaan orang tentang datanya', 'लोगों के अपने डेटा के बारे में अनुरोध'],
      whose: 'contact',
      path: contact,
      class: 'rights_request',
      purpose: 'rights',
      retention: retained.byPolicy('rights_request', 'closed_at received_at'),
      erase: erased.kept('request_proof'),
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id id created_at updated_at lease_until': ofNobody,
        'contact_id kind kind_guessed purpose state channel language residence country is_child received_at clocks ack_due_at acked_at due_at':
          {},
        'extend_until extended_at identity identity_method identity_at has_restricted veto_until denial duplicate_of reminded receipt closed_at':
          {},
        'forward_workspace_id forward_id forward_queue forward_direction erasure_id created_kind': {},
        'extension_sealed identity_sealed denial_sealed subject_sealed subject_hash export_id': { erase: erased.detached },
        // The address for the last answer; emptied by the request itself when it is closed, minutes after the erasure.
        reply_sealed: {},
        user_id: { whose: 'account', path: account, class: 'account' },
        answer_sealed: { whose: 'account', path: account, erase: erased.detached },
        identity_by: pointsToMember('identity_by'),
        planned_by: pointsToMember('planned_by'),
        approved_by: pointsToMember('approved_by'),
        created_by: pointsToMember('created_by', 'created_kind'),
      },
    },
    privacy_request_tasks: {
      holds: ['Steps of requests', 'Langkah-langkah permintaan', 'अनुरोधों के चरण'],
      whose: 'contact',
      path: byRequest,
      class: 'rights_request',
      purpose: 'rights',
      retention: withRequest,
      erase: erased.kept('request_proof'),
      sealedBy: 'workspace_key',
      columns: {
        'workspace_id is_manual position next_try_at': ofNobody,
        'request_id key state attempts removed kept error started_at finished_at': {},
        note_sealed: { erase: erased.detached },
      },
    },
    privacy_request_events: {
      holds: ['What happened to requests', 'Apa yang terjadi pada permintaan', 'अनुरोधों के साथ क्या हुआ'],
      whose: 'contact',
      path: byRequest,
      class: 'rights_request',
      purpose: 'rights',
      retention: withRequest,
      erase: erased.kept('request_proof'),
      columns: {
        'workspace_id id': ofNobody,
        'request_id kind data at actor_kind': {},
        actor_id: pointsToMember('actor_id', 'actor_kind'),
      },
    },
    privacy_request_codes: {
      holds: ['Codes that prove who asks, as fingerprints', 'Kode pembuktian identitas, sebagai sidik', 'पहचान के कोड, केवल फिंगरप्रिंट'],
      whose: 'contact',
      path: byRequest,
      class: 'credential',
      purpose: 'rights',
      retention: retained.fixed('P7D', 'expires_at'),
      columns: { 'workspace_id id': ofNobody, 'request_id code_hash via attempts sent_at expires_at used_at': {} },
    },
    privacy_offices: {
      holds: ['How the privacy office works', 'Cara kerja kantor privasi', 'गोपनीयता कार्यालय कैसे काम करता है'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'rights',
      retention: retained.withWorkspace,
      columns: { 'workspace_id settings mail_key mail_secret_sealed updated_at': {} },
    },
  },
  jobs: {
    'requests.tell_person': { workspaceId: 'nobody', requestId: { idOf: 'privacy_requests' }, word: 'nobody' },
    'requests.work': { workspaceId: 'nobody', requestId: { idOf: 'privacy_requests' } },
    'requests.watch_clocks': {},
    'requests.remove_codes': {},
  },
});
