import type { NoticeLanguage, NoticePage, NoticeSection } from '@kabar/contract';

/** Titles of pages. */
export const pageTitles: Record<NoticeLanguage, Record<NoticePage, string>> = {
  en: {
    privacy: 'Privacy',
    cookies: 'Cookies',
    subprocessors: 'Who gets data',
    security: 'Security',
    'data-deletion': 'Deleting your data',
    retention: 'How long we keep data',
  },
  id: {
    privacy: 'Privasi',
    cookies: 'Kuki',
    subprocessors: 'Penerima data',
    security: 'Keamanan',
    'data-deletion': 'Menghapus data Anda',
    retention: 'Berapa lama data disimpan',
  },
};

/** Headings of sections. */
export const sectionTitles: Record<NoticeLanguage, Record<NoticeSection, string>> = {
  en: {
    who: 'Who we are',
    what: 'What we hold about you',
    why: 'Why, and on what basis',
    recipients: 'Who gets it',
    how_long: 'How long',
    security: 'How it is protected',
    rights: 'Your rights and how to use them',
    children: 'Children',
    transfers: 'Other countries',
    cookies: 'Cookies and the like',
    changes: 'Changes',
    contact: 'How to reach us',
  },
  id: {
    who: 'Siapa kami',
    what: 'Yang kami simpan tentang Anda',
    why: 'Untuk apa, dan atas dasar apa',
    recipients: 'Siapa yang menerimanya',
    how_long: 'Berapa lama',
    security: 'Bagaimana dilindungi',
    rights: 'Hak Anda dan cara memakainya',
    children: 'Anak-anak',
    transfers: 'Negara lain',
    cookies: 'Kuki dan sejenisnya',
    changes: 'Perubahan',
    contact: 'Cara menghubungi kami',
  },
};

/** The words around a notice. */
export const frameWords = {
  en: {
    lastUpdated: 'Last updated',
    countsFrom: 'counts from',
    version: 'Version',
    earlier: 'Earlier versions',
    allPages: 'All pages of this notice',
    otherLanguage: 'Bahasa Indonesia',
    notYet: 'No notice has been published here yet.',
    rightsStay: 'Your rights do not wait for it: ask {name} what they hold about you, and have it corrected or erased.',
    upcoming: 'This notice changes on',
    readUpcoming: 'Read what it will say',
    whatChanges: 'What changes',
    added: 'New',
    dropped: 'No longer said',
    changed: 'Changed',
    old: 'This is an earlier version. It no longer counts.',
    future: 'This version does not count yet.',
    current: 'Read the one that counts',
    before: 'before',
    notFound: 'This page does not exist.',
  },
  id: {
    lastUpdated: 'Terakhir diubah',
    countsFrom: 'berlaku mulai',
    version: 'Versi',
    earlier: 'Versi sebelumnya',
    allPages: 'Semua halaman pemberitahuan ini',
    otherLanguage: 'English',
    notYet: 'Belum ada pemberitahuan yang diterbitkan di sini.',
    rightsStay: 'Hak Anda tidak menunggu itu: tanyakan kepada {name} apa yang disimpan tentang Anda, minta diperbaiki atau dihapus.',
    upcoming: 'Pemberitahuan ini berubah pada',
    readUpcoming: 'Baca isinya nanti',
    whatChanges: 'Yang berubah',
    added: 'Baru',
    dropped: 'Tidak lagi disebut',
    changed: 'Berubah',
    old: 'Ini versi lama. Sudah tidak berlaku.',
    future: 'Versi ini belum berlaku.',
    current: 'Baca yang berlaku',
    before: 'sebelumnya',
    notFound: 'Halaman ini tidak ada.',
  },
} as const;
