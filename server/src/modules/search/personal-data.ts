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
      columns: { 'workspace_id messages_before entries_before contacts_before is_emptying started_at done_at': {} },
    },
  },
  jobs: {
    'search.backfill': {},
    'search.rebuild': { workspaceId: 'nobody' },
    'search.index_contact': { workspaceId: 'nobody', contactId: { idOf: 'contacts' } },
    'search.remove_unused_words': {},
  },
});
