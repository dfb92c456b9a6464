import { declarePersonalData, erased, ofNobody, retained } from '#platform/personal-data/declaration';

const member = 'member_id > workspace_members.user_id';

/** What handing out conversations stores about members. */
export const assignmentPersonalData = declarePersonalData({
  owner: 'assignment',
  tables: {
    assignment_rules: {
      holds: ['Rules for handing out conversations', 'Aturan pembagian percakapan', 'बातचीत बाँटने के नियम'],
      whose: 'nobody',
      class: 'setting',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      columns: { 'workspace_id team_id rule updated_at': {} },
    },
    assignment_turns: {
      holds: ['Whose turn it is to get a conversation', 'Giliran siapa menerima percakapan', 'अगली बातचीत किसे मिलेगी'],
      whose: 'account',
      path: member,
      class: 'account',
      purpose: 'messaging',
      retention: retained.withAccount,
      erase: erased.deleted,
      columns: { 'workspace_id scope_id': ofNobody, 'member_id turn': {} },
    },
    member_presence: {
      holds: ['Who is at work or away', 'Siapa yang bekerja atau sedang pergi', 'कौन काम पर है या दूर है'],
      whose: 'account',
      path: member,
      class: 'account',
      purpose: 'messaging',
      retention: retained.withAccount,
      erase: erased.deleted,
      columns: { workspace_id: ofNobody, 'member_id choice last_seen_at announced': {} },
    },
  },
  readings: {
    'assignment.hand_out': {
      name: ['Handing out conversations', 'Membagi percakapan', 'बातचीत बाँटना'],
      reads: [
        'Which number, which team, who is at work; never the text',
        'Nomor mana, tim mana, siapa yang bekerja; bukan teksnya',
        'कौन सा नंबर, कौन सी टीम, कौन काम पर है; पाठ कभी नहीं',
      ],
      why: ['So that somebody feels responsible.', 'Agar ada yang bertanggung jawab.', 'ताकि कोई ज़िम्मेदार हो।'],
      classes: [],
      starts: 'by_itself',
      where: 'here',
      control: { settings: 'assignment' },
      files: [],
    },
  },
});
