import { declarePersonalData, erased, ofNobody, pointsToMember, retained } from '#platform/personal-data/declaration';

const contact = 'contact_id';

/** The search index: keyed hashes of words, never the words. */
export const searchPersonalData = declarePersonalData({
  owner: 'search',
  tables: {
    search_documents: {
      holds: ['Fingerprints of the words in each message', 'Sidik kata dalam setiap pesan', 'हर संदेश के शब्दों के फिंगरप्रिंट'],
      whose: 'contact',
      path: contact,
      class: 'search_index',
      purpose: 'messaging',
      retention: retained.withRow('source_id > messages'),
      columns: {
        workspace_id: ofNobody,
        'place source source_id contact_id conversation_id type direction': {},
        author_id: pointsToMember('author_id'),
        words: { encryption: 'hash' },
      },
    },
    message_words: {
      holds: ['In which messages a word stands', 'Di pesan mana sebuah kata ada', 'कोई शब्द किन संदेशों में है'],
      whose: 'contact',
      path: 'place > search_documents(place).contact_id',
      class: 'search_index',
      purpose: 'messaging',
      retention: retained.withRow('place > search_documents(place)'),
      columns: { workspace_id: ofNobody, place: {}, word: { encryption: 'hash' } },
    },
    contact_words: {
      holds: ['Fingerprints of the words in customers’ names', 'Sidik kata dalam nama pelanggan', 'ग्राहकों के नाम के शब्दों के फिंगरप्रिंट'],
      whose: 'contact',
      path: contact,
      class: 'search_index',
      purpose: 'customer_record',
      retention: retained.withRow('contact_id > contacts'),
      columns: { workspace_id: ofNobody, contact_id: {}, word: { encryption: 'hash' } },
    },
    search_words: {
      holds: ['How often a word occurs', 'Seberapa sering sebuah kata muncul', 'कोई शब्द कितनी बार आता है'],
      whose: 'contact',
      path: 'word > message_words(word).place > search_documents(place).contact_id',
      class: 'search_index',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      // Counts of hashes over everybody; the daily job removes a word that no document has any more.
      erase: erased.kept('short_lived'),
      columns: { workspace_id: ofNobody, 'document_count rank': {}, word: { encryption: 'hash' } },
    },
    search_prefixes: {
      holds: ['Beginnings of words', 'Awal kata', 'शब्दों की शुरुआत'],
      whose: 'contact',
      path: 'word > message_words(word).place > search_documents(place).contact_id',
      class: 'search_index',
      purpose: 'messaging',
      retention: retained.withWorkspace,
      erase: erased.kept('short_lived'),
      columns: { workspace_id: ofNobody, rank: {}, 'prefix word': { encryption: 'hash' } },
    },
    search_progress: {
      holds: ['How far the index is', 'Kemajuan indeks', 'इंडेक्स कहाँ तक पहुँचा'],
      whose: 'nobody',
      class: 'technical',
      purpose: 'operations',
      retention: retained.withWorkspace,
      columns: { 'workspace_id messages_before entries_before contacts_before is_emptying messages_off started_at done_at': {} },
    },
  },
  jobs: {
    'search.backfill': {},
    'search.rebuild': { workspaceId: 'nobody' },
    'search.index_contact': { workspaceId: 'nobody', contactId: { idOf: 'contacts' } },
    'search.remove_unused_words': {},
  },
  readings: {
    'search.messages': {
      name: ['Search in messages and notes', 'Pencarian dalam pesan dan catatan', 'संदेशों और नोट में खोज'],
      reads: [
        'Words of every message and note, of which it keeps keyed fingerprints',
        'Kata setiap pesan dan catatan, yang disimpan sebagai sidik berkunci',
        'हर संदेश और नोट के शब्द, जिनके कुंजीबद्ध फिंगरप्रिंट रखे जाते हैं',
      ],
      why: ['So that members find what was said.', 'Agar anggota menemukan apa yang pernah dibicarakan.', 'ताकि सदस्य कही गई बात ढूँढ सकें।'],
      classes: ['message_content', 'internal_note'],
      starts: 'by_itself',
      where: 'here',
      control: 'here',
      warning: [
        'The index is deleted, and members find conversations by name and number only. Switching it on again reads everything anew.',
        'Indeks dihapus, dan anggota hanya bisa menemukan percakapan lewat nama dan nomor. Menyalakannya lagi membaca semuanya dari awal.',
        'इंडेक्स मिटा दिया जाता है, और सदस्य बातचीत केवल नाम और नंबर से ढूँढ पाते हैं। फिर चालू करने पर सब कुछ दोबारा पढ़ा जाता है।',
      ],
      files: ['modules/search/index-documents.ts', 'modules/search/search-messages.ts', 'modules/search/message-texts.ts'],
    },
    'search.names': {
      name: ['Search for customers by name', 'Mencari pelanggan lewat nama', 'नाम से ग्राहक खोजना'],
      reads: [
        'Names of customers, of which it keeps keyed fingerprints',
        'Nama pelanggan, yang disimpan sebagai sidik berkunci',
        'ग्राहकों के नाम, जिनके कुंजीबद्ध फिंगरप्रिंट रखे जाते हैं',
      ],
      why: ['So that a customer is found at all.', 'Agar pelanggan bisa ditemukan.', 'ताकि ग्राहक मिल सके।'],
      classes: ['profile'],
      starts: 'by_itself',
      where: 'here',
      control: 'fixed',
      files: ['modules/search/index-contacts.ts'],
    },
  },
});
