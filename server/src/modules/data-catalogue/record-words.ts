import type { InLanguages } from '@kabar/contract';

/** Words of the record of processing as a file. */
export const recordWords = {
  title: { en: 'Record of processing', id: 'Catatan pemrosesan', hi: 'प्रसंस्करण का रिकॉर्ड' },
  about: {
    en: 'Made by Kabar from what runs. GDPR art. 30.',
    id: 'Dibuat oleh Kabar dari yang sedang berjalan. GDPR pasal 30.',
    hi: 'Kabar ने चल रहे सिस्टम से बनाया। GDPR अनु. 30।',
  },
  madeAt: { en: 'Made', id: 'Dibuat', hi: 'बनाया गया' },
  purpose: { en: 'Purpose', id: 'Tujuan', hi: 'उद्देश्य' },
  role: { en: 'Who decides', id: 'Siapa yang menentukan', hi: 'कौन तय करता है' },
  processor: {
    en: 'The workspace; Kabar acts on its behalf (processor)',
    id: 'Ruang kerja; Kabar bertindak atas namanya (prosesor)',
    hi: 'वर्कस्पेस; Kabar उसकी ओर से काम करता है (प्रोसेसर)',
  },
  controller: {
    en: 'Whoever runs this Kabar (controller)',
    id: 'Pihak yang menjalankan Kabar ini (pengendali)',
    hi: 'जो यह Kabar चलाता है (नियंत्रक)',
  },
  whose: { en: 'Whose data', id: 'Data siapa', hi: 'किसका डेटा' },
  classes: { en: 'Kinds of data', id: 'Jenis data', hi: 'डेटा के प्रकार' },
  basis: { en: 'Legal basis', id: 'Dasar hukum', hi: 'क़ानूनी आधार' },
  retention: { en: 'How long', id: 'Berapa lama', hi: 'कब तक' },
  recipients: { en: 'Who else gets it', id: 'Siapa lagi yang menerima', hi: 'और किसे मिलता है' },
  region: { en: 'Where', id: 'Di mana', hi: 'कहाँ' },
  transfer: { en: 'Transfer abroad', id: 'Transfer ke luar negeri', hi: 'विदेश भेजना' },
  measures: { en: 'What keeps it safe', id: 'Pengamanan', hi: 'सुरक्षा के उपाय' },
  encryption: { en: 'How it is stored', id: 'Cara penyimpanan', hi: 'कैसे रखा है' },
  places: { en: 'Where it lies', id: 'Di mana disimpan', hi: 'कहाँ रखा है' },
  nobody: { en: 'Nobody', id: 'Tidak ada', hi: 'कोई नहीं' },
  unknown: { en: 'not entered', id: 'belum diisi', hi: 'भरा नहीं गया' },
  activities: { en: 'Activities', id: 'Kegiatan', hi: 'गतिविधियाँ' },
} as const satisfies Record<string, InLanguages>;
