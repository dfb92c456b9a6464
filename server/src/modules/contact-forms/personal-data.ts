import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** What visitors write in a workspace's contact form, before there is a relationship. */
export const contactFormsPersonalData = declarePersonalData({
  owner: 'contact-forms',
  tables: {
    contact_forms: {
      holds: ['Settings of contact forms', 'Pengaturan formulir kontak', 'संपर्क फ़ॉर्म की सेटिंग'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'enquiries',
      retention: retained.withWorkspace,
      columns: { 'workspace_id is_on intro asks_project updated_at': {} },
    },
    contact_form_messages: {
      holds: ['Messages of the contact form', 'Pesan dari formulir kontak', 'संपर्क फ़ॉर्म के संदेश'],
      whose: 'contact',
      path: ['contact_id', 'match_kind,match_hash > contact_identifiers(match_kind,match_hash).contact_id'],
      class: 'contact_form',
      purpose: 'enquiries',
      retention: retained.byPolicy('contact_form', 'submitted_at'),
      erase: erased.deleted,
      sealedBy: 'workspace_key',
      columns: {
        workspace_id: ofNobody,
        'id submitted_at state language content_sealed match_kind match_hash handled_at contact_id': {},
      },
    },
  },
  readings: {
    'contact-forms.messages': {
      name: ['Showing messages of the contact form', 'Menampilkan pesan formulir kontak', 'संपर्क फ़ॉर्म के संदेश दिखाना'],
      reads: ['What somebody wrote into the form', 'Yang ditulis seseorang di formulir', 'फ़ॉर्म में किसी ने जो लिखा'],
      why: ['So that members can answer.', 'Agar anggota bisa menjawab.', 'ताकि सदस्य उत्तर दे सकें।'],
      classes: ['contact_form'],
      starts: 'when_asked',
      where: 'here',
      control: 'fixed',
      files: ['modules/contact-forms/form-messages.ts'],
    },
  },
});
