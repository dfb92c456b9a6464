import { declarePersonalData, ofNobody, retained } from '#platform/personal-data/declaration';

/** What looks into the installation found, and records of audits and the like. Neither leads to a person. */
export const promisesPersonalData = declarePersonalData({
  owner: 'promises',
  tables: {
    promise_checks: {
      holds: ['What checks of the installation found', 'Hasil pemeriksaan instalasi', 'इंस्टॉलेशन की जाँचों के परिणाम'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'accountability',
      retention: retained.withInstallation,
      columns: { 'workspace_id check_key outcome facts checked_at since': ofNobody },
    },
    evidence: {
      holds: [
        'Dated records of audits, training and certificates',
        'Catatan audit, pelatihan, dan sertifikat',
        'ऑडिट, प्रशिक्षण और प्रमाणपत्रों के रिकॉर्ड',
      ],
      whose: 'nobody',
      class: 'evidence',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      columns: {
        'workspace_id id kind title owner link reference issued_on expires_on remind_days created_at updated_at': ofNobody,
      },
    },
  },
  jobs: { 'promises.check_everything': {}, 'promises.remind_of_evidence': {} },
});
