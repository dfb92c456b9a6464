import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** Who was concerned by an incident and was told. The counts stay when a person is erased; their line goes. */
export const incidentsPersonalData = declarePersonalData({
  owner: 'incidents',
  tables: {
    incidents: {
      holds: [
        'Incidents: what happened, and what was learned',
        'Insiden: apa yang terjadi, dan pelajarannya',
        'घटनाएँ: क्या हुआ, और क्या सीखा',
      ],
      whose: 'account',
      path: 'created_by > users.id',
      class: 'register',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      erase: erased.kept('points_to_nobody'),
      columns: {
        'workspace_id id origin_id status risk happened_from happened_until known_at laws scope assessed_at assessment persons_told_at':
          ofNobody,
        'workspaces_told_at created_at updated_at closed_at details_sealed': ofNobody,
        created_by: {},
      },
    },
    incident_clocks: {
      holds: ['How duties to tell of an incident were met', 'Bagaimana kewajiban pemberitahuan dipenuhi', 'घटना बताने के कर्तव्य कैसे पूरे हुए'],
      whose: 'nobody',
      class: 'register',
      purpose: 'accountability',
      retention: retained.withRow('workspace_id,incident_id > incidents(workspace_id,id)'),
      columns: { 'workspace_id incident_id key outcome at remark_sealed': ofNobody },
    },
    incident_subjects: {
      holds: [
        'Who was concerned by an incident, and was told',
        'Siapa yang terdampak insiden, dan sudah diberi tahu',
        'किस पर घटना का असर हुआ, और किसे बताया गया',
      ],
      whose: 'contact',
      path: 'subject_id[kind=contact] > contacts.id',
      class: 'register',
      purpose: 'accountability',
      retention: retained.withRow('workspace_id,incident_id > incidents(workspace_id,id)'),
      erase: erased.deleted,
      columns: {
        'workspace_id incident_id kind subject_workspace_id subject_id data outcome channel message_id reason told_at': {},
      },
    },
    incident_entries: {
      holds: [
        'What was done about an incident, and by whom',
        'Apa yang dilakukan atas insiden, dan oleh siapa',
        'घटना पर क्या किया गया, और किसने',
      ],
      whose: 'account',
      path: 'user_id > users.id',
      class: 'register',
      purpose: 'accountability',
      retention: retained.withRow('workspace_id,incident_id > incidents(workspace_id,id)'),
      erase: erased.kept('points_to_nobody'),
      columns: { 'workspace_id incident_id id kind text_sealed count at': ofNobody, user_id: {} },
    },
  },
  jobs: {
    'incidents.remind': {},
    'incidents.tell_persons': {
      workspaceId: 'nobody',
      incidentId: { idOf: 'incidents' },
      userId: { idOf: 'users' },
      language: 'nobody',
      templateName: 'nobody',
      templateLanguage: 'nobody',
    },
  },
});
