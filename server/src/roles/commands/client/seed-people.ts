const firstNames = [
  'Ayu',
  'Budi',
  'Citra',
  'Dimas',
  'Eka',
  'Farah',
  'Gilang',
  'Hana',
  'Indra',
  'Joko',
  'Kirana',
  'Lukman',
  'Maya',
  'Nadia',
  'Oka',
  'Putri',
];
const lastNames = [
  'Santoso',
  'Wijaya',
  'Lestari',
  'Pratama',
  'Hidayat',
  'Sari',
  'Nugroho',
  'Halim',
  'Utami',
  'Kusuma',
  'Siregar',
  'Wulandari',
  'Saputra',
];

const openings: readonly (readonly string[])[] = [
  ['Halo, masih ada kopi Gayo 250 g?', 'Kalau ada saya ambil dua.'],
  ['Hi! Do you deliver on Saturdays?'],
  ['Pesanan saya belum sampai, nomor KB-1042.', 'Tolong dicek ya.', 'Terima kasih.'],
  ['Selamat pagi, jam berapa buka?'],
  ['Can I change the address of my order?', 'It should go to the office.'],
  ['Apakah bisa bayar di tempat?'],
  ['The grinder arrived with a scratch. What can we do?'],
  ['Terima kasih, kopinya enak sekali!'],
];

const answers: readonly (string | null)[] = [
  'Ada, Kak. Kami siapkan dua bungkus.',
  'Yes, every Saturday until 4 pm.',
  'Sudah kami cek: pesanan tiba hari ini.',
  null,
  'Of course. Which address should it be?',
  null,
  null,
  'Sama-sama, senang mendengarnya!',
];

/** Tags that invented contacts get. */
export const tagsOfSeed = [
  { name: 'Wholesale', color: 'blue' },
  { name: 'Delivery', color: 'green' },
  { name: 'Complaint', color: 'red' },
] as const;

/** The invented customer at a place from 0 on, always the same one. The phone numbers, digits only, are those the emulator's other customers have. */
export function personOf(place: number): { id: string; name: string; phone: string } {
  const first = firstNames[place % firstNames.length] ?? '';
  const last = lastNames[Math.floor(place / firstNames.length + place) % lastNames.length] ?? '';
  return { id: `seed-${place}`, name: `${first} ${last}`, phone: `62812001${String(place).padStart(5, '0')}` };
}

/** What they write first. */
export function openingOf(place: number): readonly string[] {
  return openings[place % openings.length] ?? [];
}

/** What they are answered, or null where they still wait. */
export function answerTo(place: number): string | null {
  return answers[place % answers.length] ?? null;
}
