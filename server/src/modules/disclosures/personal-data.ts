import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** What authorities asked for and got. */
export const disclosuresPersonalData = declarePersonalData({
  owner: 'disclosures',
  tables: {
    disclosures: {
      holds: ['Requests of authorities, and what came of them', 'Permintaan otoritas, dan hasilnya', 'प्राधिकरणों के अनुरोध, और उनका नतीजा'],
      whose: 'account',
      path: ['recorded_by > users.id', 'decided_by > users.id'],
      class: 'register',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      erase: erased.kept('points_to_nobody'),
      columns: {
        'workspace_id id authority country reference legal_basis received_on due_on scope status details_sealed persons_told recorded_at':
          ofNobody,
        'decided_at handed_over_at': ofNobody,
        'recorded_by decided_by': {},
      },
    },
    disclosure_files: {
      holds: ['Whose data was given to an authority', 'Data siapa yang diberikan kepada otoritas', 'किसका डेटा किसी प्राधिकरण को दिया गया'],
      whose: 'contact',
      path: 'contact_id',
      class: 'register',
      purpose: 'accountability',
      retention: retained.withRow('workspace_id,disclosure_id > disclosures(workspace_id,id)'),
      erase: erased.kept('statutory_record'),
      columns: { 'workspace_id disclosure_id position sha256 size_bytes': ofNobody, 'contact_id export_id': {} },
    },
  },
});
