import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

/** Notices, who was told of them and who accepted them. */
export const noticesPersonalData = declarePersonalData({
  owner: 'notices',
  tables: {
    notice_facts: {
      holds: ['Who is named in the notice', 'Pihak yang disebut di pemberitahuan', 'सूचना में किसका नाम है'],
      whose: 'nobody',
      class: 'notice',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      columns: { 'workspace_id facts updated_at': ofNobody },
    },
    notice_versions: {
      holds: ['Published notices, word for word', 'Pemberitahuan yang diterbitkan, kata demi kata', 'प्रकाशित सूचनाएँ, शब्दशः'],
      whose: 'nobody',
      class: 'notice',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      columns: { 'workspace_id id number facts sentences changes is_material effective_at published_at': ofNobody },
    },
    notice_mails: {
      holds: ['Who was mailed about a change of a notice', 'Siapa yang dikirimi email tentang perubahan', 'किसे सूचना में बदलाव की ईमेल भेजी गई'],
      whose: 'account',
      path: 'user_id > users.id',
      class: 'notice',
      purpose: 'accountability',
      retention: retained.withAccount,
      erase: erased.deleted,
      columns: { 'workspace_id notice_id': ofNobody, 'user_id mailed_at': {} },
    },
    notice_acceptances: {
      holds: [
        'Who accepted which notice, when and from where',
        'Siapa menerima pemberitahuan mana, kapan, dan dari mana',
        'किसने कौन-सी सूचना कब और कहाँ से स्वीकार की',
      ],
      whose: 'account',
      path: 'user_id > users.id',
      class: 'notice',
      purpose: 'accountability',
      retention: retained.withAccount,
      erase: erased.deleted,
      columns: { 'workspace_id notice_id': ofNobody, 'user_id accepted_at ip_address surface': {} },
    },
    notice_silences: {
      holds: ['Sentences kept back because they are not true', 'Kalimat yang ditahan karena tidak benar', 'वाक्य जो सच न होने से रोके गए'],
      whose: 'nobody',
      class: 'notice',
      purpose: 'accountability',
      retention: retained.withWorkspace,
      columns: { 'workspace_id notice_id sentence_key since': ofNobody },
    },
  },
  jobs: { 'notices.announce': {}, 'notices.watch': {} },
});
