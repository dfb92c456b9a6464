import type { Sentence } from '../notice-world.ts';
import { known, sentence } from './write.ts';

/** Rights and how to use them, children, cookies, changes, contact. */
export const rightsAndRest: readonly Sentence[] = [
  sentence(
    'rights.list',
    { at: ['privacy/rights'], because: ['L110', 'L111'] },
    'You can have a copy of your data, have it corrected, erased or restricted, take it elsewhere, and object to a purpose.',
    'Anda dapat meminta salinan data, memperbaiki, menghapus, atau membatasinya, membawanya ke tempat lain, dan menolak suatu tujuan.',
  ),
  sentence(
    'rights.self',
    {
      for: 'customers',
      at: ['privacy/rights', 'data-deletion/rights'],
      because: ['L239'],
      from: ({ selfServiceUrl }) => [{ url: selfServiceUrl }],
    },
    'The quickest way is {url}: no account is needed, a code on WhatsApp shows that it is you.',
    'Cara tercepat: {url}. Tidak perlu akun, kode di WhatsApp menunjukkan bahwa itu Anda.',
  ),
  sentence(
    'rights.mail',
    { at: ['privacy/rights', 'data-deletion/rights'], because: ['L053'], from: ({ facts }) => known({ email: facts.privacy_email }) },
    'You can also write to {email}.',
    'Anda juga dapat menulis ke {email}.',
  ),
  sentence(
    'rights.time',
    { at: ['privacy/rights', 'data-deletion/rights'], because: ['L113'] },
    'You get an answer within 30 days, and sooner where the law of your place says so: in Indonesia within 72 hours.',
    'Anda mendapat jawaban dalam 30 hari, dan lebih cepat bila hukum setempat menetapkannya: di Indonesia dalam 72 jam.',
  ),
  sentence(
    'rights.erase',
    { at: ['data-deletion/rights', 'privacy/rights'], because: ['L171'] },
    'Erasure takes everything that nothing obliges us to keep; the receipt lists what stayed, why, and until when.',
    'Penghapusan mencakup semua yang tidak wajib kami simpan; tanda terimanya memuat yang ditahan, alasannya, dan sampai kapan.',
  ),
  sentence(
    'rights.tombstone',
    { for: 'customers', at: ['data-deletion/rights'], because: ['L121'] },
    'A keyed hash of your number stays, so that a stop you gave is not forgotten when somebody brings your number again.',
    'Hash berkunci dari nomor Anda tetap ada, agar permintaan berhenti Anda tidak terlupakan bila nomor Anda dimasukkan lagi.',
  ),
  sentence(
    'rights.stop',
    { for: 'customers', at: ['privacy/rights'], because: ['L146'] },
    'Write STOP, and no marketing reaches you from that moment.',
    'Tulis STOP, dan sejak saat itu tidak ada pemasaran yang sampai kepada Anda.',
  ),
  sentence(
    'rights.withdraw',
    { for: 'customers', at: ['privacy/rights'], because: ['L175', 'L242'] },
    'You can take consent back at any time; what was done before remains lawful.',
    'Anda dapat mencabut persetujuan kapan saja; yang dilakukan sebelumnya tetap sah.',
  ),
  sentence(
    'rights.authority',
    {
      at: ['privacy/rights'],
      because: ['L243'],
      each: ({ authorities }) => authorities.map(({ name, url }) => ({ name, url })),
    },
    'If you are not content with our answer, you can complain to {name}, {url}.',
    'Bila tidak puas dengan jawaban kami, Anda dapat mengadu ke {name}, {url}.',
  ),

  sentence(
    'children.contact',
    { at: ['privacy/children'], because: ['L112'], from: ({ facts }) => known({ email: facts.privacy_email }) },
    'We address adults. If a child’s data reached us, tell us at {email}.',
    'Kami menyapa orang dewasa. Bila data anak sampai kepada kami, beri tahu kami di {email}.',
  ),
  sentence(
    'children.deleted',
    { at: ['privacy/children', 'data-deletion/children'], because: ['L295'] },
    'What is reported as a child’s is locked at once and then erased.',
    'Yang dilaporkan sebagai milik anak langsung dikunci lalu dihapus.',
  ),
  sentence(
    'children.age',
    { for: 'holders', at: ['privacy/children'], because: ['L117'] },
    'Accounts are for adults; signing up asks for it.',
    'Akun hanya untuk orang dewasa; pendaftaran menanyakannya.',
  ),

  sentence(
    'cookies.needed',
    { at: ['privacy/cookies', 'cookies/cookies'], because: ['L054'] },
    'Without asking, we keep in your browser only what the pages need to work.',
    'Tanpa bertanya, kami hanya menyimpan di peramban Anda yang diperlukan halaman agar berfungsi.',
  ),
  sentence(
    'cookies.no_ads',
    { at: ['privacy/cookies', 'cookies/cookies'], because: ['L057'] },
    'No advertiser and no other site sets anything through our pages.',
    'Tidak ada pengiklan atau situs lain yang menyimpan apa pun lewat halaman kami.',
  ),
  sentence(
    'cookies.choice',
    { at: ['cookies/cookies'], because: ['L055', 'L293'] },
    'Statistics only after a yes; the choice can be changed at any time, and refusing is as easy as allowing.',
    'Statistik hanya setelah Anda setuju; pilihan dapat diubah kapan saja, dan menolak semudah mengizinkan.',
  ),
  sentence(
    'cookies.signal',
    { at: ['cookies/cookies'], because: ['L056'] },
    'A browser that sends Global Privacy Control is taken for a no.',
    'Peramban yang mengirim Global Privacy Control dianggap menolak.',
  ),
  sentence(
    'cookies.each',
    {
      at: ['cookies/cookies'],
      because: ['L201'],
      each: ({ cookies }) => cookies.map(({ name, purpose }) => ({ name, purpose: { en: purpose.en, id: purpose.id } })),
    },
    '{name}: {purpose}',
    '{name}: {purpose}',
  ),

  sentence(
    'changes.dated',
    {
      at: ['privacy/changes', 'subprocessors/changes', 'security/changes', 'retention/changes', 'cookies/changes'],
      because: ['L062', 'L247'],
    },
    'Each change is a new version with its date; earlier ones stay readable.',
    'Setiap perubahan adalah versi baru dengan tanggalnya; versi lama tetap dapat dibaca.',
  ),
  sentence(
    'changes.ahead',
    { at: ['privacy/changes'], because: ['L246'] },
    'A change that matters is told here 30 days before it counts.',
    'Perubahan penting diberitahukan di sini 30 hari sebelum berlaku.',
  ),
  sentence(
    'changes.mailed',
    { for: 'holders', at: ['privacy/changes'], because: ['L118', 'L297'] },
    'You hear of it by mail as well, and we ask you to accept it.',
    'Anda juga diberi tahu lewat email, dan kami meminta Anda menerimanya.',
  ),
  sentence(
    'changes.not_consent',
    { for: 'holders', at: ['privacy/changes'], because: ['L250'] },
    'Accepting terms is never taken for consent to use your data.',
    'Menerima ketentuan tidak pernah dianggap persetujuan atas pemakaian data Anda.',
  ),

  sentence(
    'contact.mail',
    {
      at: ['privacy/contact', 'cookies/contact', 'subprocessors/contact', 'security/contact', 'data-deletion/contact', 'retention/contact'],
      because: ['L064', 'L181'],
      from: ({ facts }) => known({ email: facts.privacy_email }),
    },
    'Write to {email}.',
    'Tulis ke {email}.',
  ),
  sentence(
    'contact.phone',
    { at: ['privacy/contact'], because: ['L181'], from: ({ facts }) => known({ phone: facts.phone }) },
    'Call {phone}.',
    'Telepon {phone}.',
  ),
  sentence(
    'contact.website',
    { at: ['privacy/contact'], because: ['L181'], from: ({ facts }) => known({ website: facts.website }) },
    'Our website: {website}.',
    'Situs kami: {website}.',
  ),
];
