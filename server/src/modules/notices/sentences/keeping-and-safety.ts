import type { Sentence } from '../notice-world.ts';
import { known, sentence } from './write.ts';

/** How long, how safe, and where. */
export const keepingAndSafety: readonly Sentence[] = [
  sentence(
    'long.each',
    {
      at: ['privacy/how_long', 'retention/how_long'],
      because: ['L275'],
      each: ({ periods }) => periods.map(({ about, period }) => ({ about, period })),
    },
    '{about}: {period}.',
    '{about}: {period}.',
  ),
  sentence(
    'long.raw',
    {
      for: 'customers',
      at: ['privacy/how_long', 'retention/how_long'],
      because: ['L194'],
      from: ({ payloadRetentionDays }) => [{ days: payloadRetentionDays }],
    },
    'What WhatsApp hands us in its raw form is kept for {days} days, sealed; then its key is destroyed.',
    'Yang diserahkan WhatsApp dalam bentuk mentah disimpan {days} hari, tersegel; lalu kuncinya dimusnahkan.',
  ),
  sentence(
    'long.finite',
    { for: 'customers', at: ['retention/how_long'], because: ['L020'] },
    'No kind of message data is kept without an end.',
    'Tidak ada data pesan yang disimpan tanpa batas waktu.',
  ),
  sentence(
    'long.hold',
    { at: ['privacy/how_long', 'retention/how_long'], because: ['L035'] },
    'Where a law or a dispute needs it, single records are held longer, with a reason and a date on which that is looked at again.',
    'Bila hukum atau sengketa memerlukannya, catatan tertentu ditahan lebih lama, dengan alasan dan tanggal peninjauan.',
  ),
  sentence(
    'long.account',
    { for: 'holders', at: ['privacy/how_long', 'retention/how_long'], because: ['L034'] },
    'Your account data is kept while you have an account.',
    'Data akun Anda disimpan selama Anda punya akun.',
  ),
  sentence(
    'long.closed',
    { for: 'holders', at: ['privacy/how_long', 'retention/how_long', 'data-deletion/how_long'], because: ['L224'] },
    'A workspace that is closed can be opened again for 30 days and is then deleted, with a receipt.',
    'Ruang kerja yang ditutup dapat dibuka lagi selama 30 hari lalu dihapus, dengan tanda terima.',
  ),
  sentence(
    'long.backups',
    { at: ['privacy/how_long', 'retention/how_long', 'data-deletion/how_long'], because: ['L228'] },
    'Backups are encrypted and kept for at most 35 days. Who was erased is erased again before a backup is put to use.',
    'Cadangan dienkripsi dan disimpan paling lama 35 hari. Yang sudah dihapus dihapus lagi sebelum cadangan dipakai.',
  ),

  sentence(
    'safe.at_rest',
    { at: ['privacy/security', 'security/security'], because: ['L041', 'L105'] },
    'Messages, numbers, files and secrets are stored encrypted with AES-256.',
    'Pesan, nomor, berkas, dan rahasia disimpan terenkripsi dengan AES-256.',
  ),
  sentence(
    'safe.own_key',
    { for: 'customers', at: ['privacy/security', 'security/security', 'data-deletion/security'], because: ['L078'] },
    'Your data lies under a key of your own. When you are erased, that key is destroyed, and what it sealed cannot be read any more.',
    'Data Anda disegel dengan kunci milik Anda sendiri. Ketika Anda dihapus, kunci itu dimusnahkan, dan yang disegelnya tidak dapat dibaca lagi.',
  ),
  sentence(
    'safe.tls',
    { at: ['privacy/security', 'security/security'], because: ['L229'] },
    'On its way to us, data travels under TLS 1.2 or newer.',
    'Dalam perjalanan ke kami, data dilindungi TLS 1.2 atau lebih baru.',
  ),
  sentence(
    'safe.password',
    { for: 'holders', at: ['privacy/security', 'security/security'], because: ['L007', 'L231'] },
    'Passwords are stored as bcrypt hashes and encrypted on top.',
    'Kata sandi disimpan sebagai hash bcrypt dan dienkripsi lagi.',
  ),
  sentence(
    'safe.sessions',
    { for: 'holders', at: ['security/security'], because: ['L202'] },
    'Sessions end by themselves, and all of them end when a password is reset.',
    'Sesi berakhir dengan sendirinya, dan semuanya berakhir ketika kata sandi diatur ulang.',
  ),
  sentence(
    'safe.keys',
    { for: 'holders', at: ['security/security'], because: ['L042', 'L043'] },
    'Every API request needs a key; a key can be held to a list of network addresses.',
    'Setiap permintaan API memerlukan kunci; kunci dapat dibatasi pada daftar alamat jaringan.',
  ),
  sentence(
    'safe.roles',
    { at: ['privacy/security', 'security/security'], because: ['L106'] },
    'Who may see or change something follows from a role; what is not allowed is refused.',
    'Siapa yang boleh melihat atau mengubah sesuatu mengikuti perannya; yang tidak diizinkan ditolak.',
  ),
  sentence(
    'safe.apart',
    { at: ['security/security'], because: ['L274'] },
    'The database itself keeps the data of one business apart from that of all others.',
    'Basis data sendiri memisahkan data satu usaha dari semua usaha lain.',
  ),
  sentence(
    'safe.operators',
    { at: ['security/security'], because: ['L089'] },
    'Whoever runs the installation has no access to a workspace by that. To help, they get in only when its owners let them, for hours, and every reading is on record.',
    'Yang menjalankan instalasi tidak otomatis punya akses ke ruang kerja. Untuk membantu, mereka masuk hanya bila pemiliknya mengizinkan, selama beberapa jam, dan setiap pembacaan tercatat.',
  ),
  sentence(
    'safe.audit',
    { at: ['privacy/security', 'security/security'], because: ['L233'] },
    'Changes stand in a log that shows tampering.',
    'Perubahan tercatat di log yang menunjukkan bila diutak-atik.',
  ),
  sentence(
    'safe.boundary',
    { for: 'customers', at: ['privacy/security', 'security/security'], because: ['L161'] },
    'WhatsApp protects a message up to Meta’s business systems. From there it reaches us in readable form, and we seal it before we store it.',
    'WhatsApp melindungi pesan sampai sistem bisnis Meta. Dari sana pesan sampai kepada kami dalam bentuk terbaca, dan kami segel sebelum disimpan.',
  ),
  sentence(
    'safe.limits',
    { at: ['privacy/security', 'security/security'], because: ['L046'] },
    'No system is beyond all attacks. If something happens, we say so.',
    'Tidak ada sistem yang kebal dari semua serangan. Bila terjadi sesuatu, kami mengatakannya.',
  ),
  sentence(
    'safe.breach',
    { at: ['privacy/security', 'security/security'], because: ['L162'] },
    'Should a breach touch your data, we tell you and the authority within the time that the law sets.',
    'Bila kebocoran mengenai data Anda, kami memberi tahu Anda dan otoritas dalam waktu yang ditetapkan hukum.',
  ),
  sentence(
    'safe.audited',
    { at: ['security/security'], because: ['L158'] },
    'Others audit our security, and the last audit is still in date.',
    'Keamanan kami diaudit pihak lain, dan audit terakhir masih berlaku.',
  ),
  sentence(
    'safe.trained',
    { at: ['security/security'], because: ['L045'] },
    'People with access have been trained, and the training is still in date.',
    'Orang yang punya akses sudah dilatih, dan pelatihannya masih berlaku.',
  ),
  sentence(
    'safe.certified',
    { at: ['security/security'], because: ['L109'] },
    'The data centre holds an ISO 27001 certificate that is still in date.',
    'Pusat data memiliki sertifikat ISO 27001 yang masih berlaku.',
  ),
  sentence(
    'safe.backups',
    { at: ['security/security'], because: ['L280'] },
    'Encrypted backups are made, and coming back from one is tried regularly.',
    'Cadangan terenkripsi dibuat, dan pemulihan darinya diuji secara berkala.',
  ),

  sentence(
    'abroad.each',
    {
      at: ['privacy/transfers'],
      because: ['L061'],
      each: ({ recipients }) =>
        recipients.flatMap(({ name, country, isAbroad }) => (isAbroad && country !== null ? [{ name, country }] : [])),
    },
    '{name} handles data in {country}. What protects it there is recorded before anything is sent.',
    '{name} mengolah data di {country}. Pelindungannya di sana dicatat sebelum apa pun dikirim.',
  ),
  sentence(
    'abroad.listed',
    { at: ['privacy/transfers'], because: ['L217'], from: ({ pagesUrl }) => [{ url: `${pagesUrl}/subprocessors` }] },
    'In which country each recipient works stands at {url}.',
    'Di negara mana tiap penerima bekerja tercantum di {url}.',
  ),
  sentence(
    'abroad.home',
    { at: ['privacy/transfers'], because: ['L217'], from: ({ homeRegion }) => known({ country: homeRegion }) },
    'Our own machines are in {country}.',
    'Mesin kami sendiri berada di {country}.',
  ),
];
