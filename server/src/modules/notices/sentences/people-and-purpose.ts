import type { Sentence } from '../notice-world.ts';
import { known, sayDay, sentence } from './write.ts';

/** Who is responsible, what is held, why, and who gets it. */
export const peopleAndPurpose: readonly Sentence[] = [
  sentence(
    'who.controller',
    {
      at: ['privacy/who', 'security/who', 'data-deletion/who'],
      because: ['L248'],
      from: ({ facts }) => known({ name: facts.controller_name, address: facts.controller_address }),
    },
    '{name}, {address}, is responsible for what this page describes.',
    '{name}, {address}, bertanggung jawab atas yang dijelaskan di halaman ini.',
  ),
  sentence(
    'who.officer',
    { at: ['privacy/who'], because: ['L248'], from: ({ facts }) => known({ officer: facts.officer }) },
    'Questions about data protection go to {officer}.',
    'Pertanyaan tentang pelindungan data ditujukan kepada {officer}.',
  ),
  sentence(
    'who.about',
    {
      for: 'customers',
      at: ['privacy/who'],
      because: ['L070'],
      from: ({ facts: { about } }) => (about.en === null || about.id === null ? [] : [{ about: { en: about.en, id: about.id } }]),
    },
    'What we write to you about: {about}',
    'Yang kami sampaikan kepada Anda: {about}',
  ),
  sentence(
    'who.operator',
    { for: 'customers', at: ['privacy/who'], because: ['L185'], from: ({ operator }) => known({ operator }) },
    '{operator} runs the software for us and handles your data only as we order.',
    '{operator} menjalankan perangkat lunaknya untuk kami dan mengolah data Anda hanya sesuai perintah kami.',
  ),
  sentence(
    'who.workspaces',
    { for: 'holders', at: ['privacy/who'], because: ['L066', 'L067'] },
    'This page is about people who have an account here. What a business holds about its own customers is decided by that business, and stands in its own notice.',
    'Halaman ini tentang orang yang punya akun di sini. Data yang dimiliki sebuah usaha tentang pelanggannya ditentukan oleh usaha itu dan tercantum di pemberitahuannya sendiri.',
  ),

  sentence(
    'what.identity',
    { for: 'customers', at: ['privacy/what'], because: ['L139', 'L195'] },
    'Your phone number or the id that WhatsApp gives you, and the name you use there.',
    'Nomor telepon Anda atau id dari WhatsApp, dan nama yang Anda pakai di sana.',
  ),
  sentence(
    'what.messages',
    { for: 'customers', at: ['privacy/what'], because: ['L137', 'L138'] },
    'The messages between you and us with their files, and when they were sent, delivered and read.',
    'Pesan antara Anda dan kami beserta berkasnya, dan kapan dikirim, sampai, dan dibaca.',
  ),
  sentence(
    'what.record',
    { for: 'customers', at: ['privacy/what'], because: ['L198'] },
    'What our people write down about your matter: a stage, labels, notes and fields of our own.',
    'Catatan tim kami tentang urusan Anda: tahap, label, catatan, dan kolom kami sendiri.',
  ),
  sentence(
    'what.consent',
    { for: 'customers', at: ['privacy/what'], because: ['L136'] },
    'What you agreed to or stopped, when, and how we know.',
    'Apa yang Anda setujui atau hentikan, kapan, dan dari mana kami tahu.',
  ),
  sentence(
    'what.imported',
    { for: 'customers', at: ['privacy/what'], because: ['L080'] },
    'If we had your number before you wrote, we also keep where it came from and on what basis.',
    'Bila nomor Anda kami miliki sebelum Anda menulis, kami juga menyimpan asal dan dasarnya.',
  ),
  sentence(
    'what.account',
    { for: 'holders', at: ['privacy/what'], because: ['L004', 'L005'] },
    'Your name, your email address and the language you chose.',
    'Nama Anda, alamat email Anda, dan bahasa yang Anda pilih.',
  ),
  sentence(
    'what.no_phone',
    { for: 'holders', at: ['privacy/what'], because: ['L006'] },
    'We do not ask for a phone number.',
    'Kami tidak meminta nomor telepon.',
  ),
  sentence(
    'what.sessions',
    { for: 'holders', at: ['privacy/what'], because: ['L074', 'L014'] },
    'While you are signed in: the network address and the browser you came with. Both go when the session ends.',
    'Selama Anda masuk: alamat jaringan dan peramban yang dipakai. Keduanya hilang ketika sesi berakhir.',
  ),
  sentence(
    'what.acts',
    { for: 'holders', at: ['privacy/what'], because: ['L075'] },
    'What you change in a workspace, in a log that its admins can read.',
    'Yang Anda ubah di ruang kerja, dalam log yang dapat dibaca adminnya.',
  ),

  sentence(
    'why.answer',
    { for: 'customers', at: ['privacy/why'], because: ['L128', 'L268'] },
    'To answer you and to deliver what you asked for. The basis is the contract with you, or what leads to one.',
    'Untuk menjawab Anda dan memberikan yang Anda minta. Dasarnya kontrak dengan Anda, atau langkah menuju kontrak.',
  ),
  sentence(
    'why.marketing',
    { for: 'customers', at: ['privacy/why'], because: ['L265', 'L174'] },
    'To tell you about offers, within what you allowed. Once you say stop, no offer leaves.',
    'Untuk menyampaikan penawaran, sebatas yang Anda izinkan. Begitu Anda bilang berhenti, tidak ada penawaran yang terkirim.',
  ),
  sentence(
    'why.account',
    { for: 'holders', at: ['privacy/why'], because: ['L083', 'L268'] },
    'To give you an account and the service. The basis is the contract with you.',
    'Untuk memberi Anda akun dan layanan. Dasarnya kontrak dengan Anda.',
  ),
  sentence(
    'why.security',
    { at: ['privacy/why'], because: ['L086', 'L269'] },
    'To keep the service safe from intruders and misuse. The basis is our legitimate interest in that, weighed against yours.',
    'Untuk menjaga layanan dari penyusup dan penyalahgunaan. Dasarnya kepentingan sah kami, ditimbang dengan kepentingan Anda.',
  ),
  sentence(
    'why.law',
    { at: ['privacy/why'], because: ['L270'] },
    'To meet duties that the law sets, such as keeping proof of consent and answering your requests.',
    'Untuk memenuhi kewajiban hukum, seperti menyimpan bukti persetujuan dan menjawab permintaan Anda.',
  ),
  sentence(
    'why.only',
    { for: 'customers', at: ['privacy/why'], because: ['L088', 'L093'] },
    'Your messages serve nothing else: no advertising profile is made of them, and no AI model learns from them.',
    'Pesan Anda tidak dipakai untuk hal lain: tidak dijadikan profil iklan, dan tidak ada model AI yang belajar darinya.',
  ),

  sentence(
    'gets.meta',
    { for: 'customers', at: ['privacy/recipients', 'subprocessors/recipients'], because: ['L151'] },
    'Messages pass through WhatsApp, which Meta runs. It gets your number or id and what the message says.',
    'Pesan lewat WhatsApp yang dijalankan Meta. Meta menerima nomor atau id Anda dan isi pesan.',
  ),
  sentence(
    'gets.each',
    {
      at: ['privacy/recipients', 'subprocessors/recipients'],
      because: ['L150'],
      each: ({ recipients }) =>
        recipients.map(({ name, purposes, data, country, startsOn }) => ({
          name,
          purposes,
          data,
          country: country ?? { en: 'country not given', id: 'negara tidak disebut' },
          start: startsOn === null ? '' : { en: ` From ${sayDay(startsOn, 'en')} on.`, id: ` Mulai ${sayDay(startsOn, 'id')}.` },
        })),
    },
    '{name}: {purposes}. Gets {data}. {country}.{start}',
    '{name}: {purposes}. Menerima {data}. {country}.{start}',
  ),
  sentence(
    'gets.nobody_else',
    {
      for: 'customers',
      at: ['privacy/recipients', 'subprocessors/recipients'],
      because: ['L030', 'L150'],
      from: ({ hasNoRecipient }) => (hasNoRecipient ? [{}] : []),
    },
    'Nobody else outside of the machines that we run ourselves gets this data.',
    'Tidak ada pihak lain di luar mesin yang kami jalankan sendiri yang menerima data ini.',
  ),
  sentence(
    'gets.nobody',
    {
      for: 'holders',
      at: ['privacy/recipients', 'subprocessors/recipients'],
      because: ['L030', 'L150'],
      from: ({ hasNoRecipient }) => (hasNoRecipient ? [{}] : []),
    },
    'Nobody outside of the machines that we run ourselves gets this data.',
    'Tidak ada pihak di luar mesin yang kami jalankan sendiri yang menerima data ini.',
  ),
  sentence(
    'gets.bound',
    { at: ['privacy/recipients', 'subprocessors/recipients'], because: ['L097', 'L155'] },
    'The software connects to nobody who is not in this register, and to each for its purposes only.',
    'Perangkat lunak tidak tersambung ke siapa pun di luar daftar ini, dan masing-masing hanya untuk tujuannya.',
  ),
  sentence(
    'gets.no_sale',
    { at: ['privacy/recipients'], because: ['L149'] },
    'We do not sell, rent or trade personal data.',
    'Kami tidak menjual, menyewakan, atau menukar data pribadi.',
  ),
  sentence(
    'gets.authorities',
    { at: ['privacy/recipients'], because: ['L153'] },
    'Authorities get data only on a request that binds us, and each is written down before anything is handed out.',
    'Pihak berwenang menerima data hanya atas permintaan yang mengikat kami, dan setiap permintaan dicatat sebelum data diserahkan.',
  ),
  sentence(
    'gets.buyer',
    { at: ['privacy/recipients'], because: ['L154', 'L220'] },
    'Should our business be sold, you hear of it before and after, and the buyer is bound by this notice.',
    'Bila usaha kami dijual, Anda diberi tahu sebelum dan sesudahnya, dan pembeli terikat pemberitahuan ini.',
  ),
];
