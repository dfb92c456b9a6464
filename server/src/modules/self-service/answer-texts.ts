import type { SelfServiceLanguage } from '@kabar/contract';

/** What every answer needs. */
export type AnswerFacts = { title: string; page: string };

/** What Kabar answers to customers by itself. Each says that nobody wrote it by hand. */
export const answerTexts = {
  /** The code that somebody asked for on the page. */
  code: ({ title, page }: AnswerFacts, code: string, language: SelfServiceLanguage): string =>
    language === 'id'
      ? `${code} adalah kode Anda untuk melihat data Anda di ${title}: ${page}\nBerlaku 10 menit. Jangan berikan kepada siapa pun, juga bila yang meminta mengaku dari ${title}. Tidak memintanya? Abaikan pesan ini.\n(Pesan otomatis)`
      : `${code} is your code to see your data at ${title}: ${page}\nIt is good for 10 minutes. Give it to nobody, also not to somebody who says they are from ${title}. You did not ask for it? Ignore this message.\n(Automatic message)`,

  /** The link after a word. */
  link: ({ title, page }: AnswerFacts, more: { token: string; reference: string }, language: SelfServiceLanguage): string =>
    language === 'id'
      ? `Data Anda di ${title}: lihat, unduh, perbaiki, atau hapus di sini (sekali pakai, berlaku 15 menit):\n${page}#t=${more.token}\nSalinan data Anda sedang disiapkan. Nomor permintaan: ${more.reference}\nTautan ini milik Anda sendiri; jangan teruskan.\n(Pesan otomatis)`
      : `Your data at ${title}: see it, take it along, correct or erase it here (works once, for 15 minutes):\n${page}#t=${more.token}\nA copy of your data is being made. Your reference: ${more.reference}\nThis link is yours alone; do not pass it on.\n(Automatic message)`,

  /** The question before anything is erased. */
  askErase: ({ title }: AnswerFacts, language: SelfServiceLanguage): { body: string; yes: string; no: string } =>
    language === 'id'
      ? {
          body: `Anda meminta ${title} menghapus data Anda: percakapan, berkas, nama, dan nomor Anda. Yang wajib disimpan menurut hukum tetap disimpan dan disebutkan kepada Anda. Hapus?\n(Pesan otomatis)`,
          yes: 'Ya, hapus',
          no: 'Tidak',
        }
      : {
          body: `You asked ${title} to erase your data: conversations, files, your name and number. What the law makes them keep stays and is named to you. Erase it?\n(Automatic message)`,
          yes: 'Yes, erase it',
          no: 'No',
        },

  /** After yes. */
  eraseOrdered: ({ title, page }: AnswerFacts, reference: string, language: SelfServiceLanguage): string =>
    language === 'id'
      ? `${title} menerima permintaan hapus data Anda. Nomor permintaan: ${reference}\nIkuti kemajuannya, atau batalkan selagi belum dimulai: ${page}/requests/${reference}\n(Pesan otomatis)`
      : `${title} has your request to erase your data. Your reference: ${reference}\nFollow it, or take it back while it has not begun: ${page}/requests/${reference}\n(Automatic message)`,

  /** After no, and when the question is too old. */
  notErased: (language: SelfServiceLanguage): string =>
    language === 'id' ? 'Baik, tidak ada yang dihapus.\n(Pesan otomatis)' : 'All right, nothing is erased.\n(Automatic message)',
  tooLate: (language: SelfServiceLanguage): string =>
    language === 'id'
      ? 'Pertanyaan itu sudah kedaluwarsa, jadi tidak ada yang dihapus. Tulis HAPUS DATA untuk meminta lagi.\n(Pesan otomatis)'
      : 'That question has expired, so nothing is erased. Write ERASE MY DATA to ask again.\n(Automatic message)',
} as const;
