import type { DenialReason, PrivacyRequestKind } from '@kabar/contract';

/** What a person can be told about their request. */
export const ANSWERS = ['received', 'duplicate', 'code', 'denied', 'extended', 'beginning', 'done', 'partial', 'cancelled'] as const;
export type AnswerWord = (typeof ANSWERS)[number];

/** What the words of an answer need. Times are written out for the reader already. */
export type AnswerFacts = {
  kind: PrivacyRequestKind;
  workspace: string;
  /** Short name of the request, for asking about it. */
  reference: string;
  due: string;
  code?: string;
  reason?: string;
  denial?: DenialReason;
  authority: { name: string; url: string };
  /** Where to go for the copy, the receipt, or to ask. */
  page: string;
  contact: string | null;
  kept: readonly string[];
};

type Language = 'en' | 'id';

const kinds: Record<Language, Record<PrivacyRequestKind, string>> = {
  en: {
    access: 'a copy of your data',
    portability: 'your data in a form you can take along',
    rectify: 'the correction of your data',
    erase: 'the erasure of your data',
    restrict: 'that your data is only stored',
    object: 'that your data is not used for what you object to',
    withdraw_consent: 'taking back your consent',
  },
  id: {
    access: 'salinan data Anda',
    portability: 'data Anda dalam bentuk yang bisa dibawa',
    rectify: 'perbaikan data Anda',
    erase: 'penghapusan data Anda',
    restrict: 'agar data Anda hanya disimpan',
    object: 'agar data Anda tidak dipakai untuk hal yang Anda tolak',
    withdraw_consent: 'penarikan persetujuan Anda',
  },
};

const denials: Record<Language, Record<DenialReason, string>> = {
  en: {
    identity_not_proved: 'we could not make sure that the request comes from you',
    not_our_data: 'we hold no data about you',
    rights_of_others: 'it would reveal data of other people',
    legal_duty_to_keep: 'a law obliges us to keep the data',
    excessive_or_repeated: 'the same was asked and answered a short time ago',
    safety_or_security: 'it would endanger somebody, or national security',
  },
  id: {
    identity_not_proved: 'kami tidak dapat memastikan bahwa permintaan ini dari Anda',
    not_our_data: 'kami tidak menyimpan data tentang Anda',
    rights_of_others: 'hal itu akan membuka data orang lain',
    legal_duty_to_keep: 'undang-undang mewajibkan kami menyimpan data tersebut',
    excessive_or_repeated: 'hal yang sama baru saja diminta dan dijawab',
    safety_or_security: 'hal itu membahayakan seseorang atau keamanan nasional',
  },
};

type Parts = { subject: string; paragraphs: string[] };

const english: Record<AnswerWord, (facts: AnswerFacts) => Parts> = {
  received: (f) => ({
    subject: `We have your request (${f.reference})`,
    paragraphs: [
      `${f.workspace} has received your request for ${kinds.en[f.kind]}. We answer by ${f.due} at the latest.`,
      'First we make sure that it is really you. If we need something from you for that, we ask.',
    ],
  }),
  duplicate: (f) => ({
    subject: `We are working on your request already (${f.reference})`,
    paragraphs: [
      `You asked ${f.workspace} for ${kinds.en[f.kind]} before, and we are working on that. We answer by ${f.due} at the latest.`,
    ],
  }),
  code: (f) => ({
    subject: `Your code: ${f.code ?? ''}`,
    paragraphs: [
      `Your code for ${f.workspace} is ${f.code ?? ''}. It is good for 10 minutes and proves that your request about your data comes from you.`,
      'Nobody from us ever asks you for it out of the blue. If you did not ask for it, do nothing.',
    ],
  }),
  denied: (f) => ({
    subject: `About your request (${f.reference})`,
    paragraphs: [
      `${f.workspace} cannot do what you asked for (${kinds.en[f.kind]}), because ${f.denial === undefined ? 'of the following' : denials.en[f.denial]}.`,
      f.reason ?? '',
      `You can complain to ${f.authority.name}, ${f.authority.url}, or go to court.`,
    ],
  }),
  extended: (f) => ({
    subject: `We need more time for your request (${f.reference})`,
    paragraphs: [
      `${f.workspace} needs more time for your request for ${kinds.en[f.kind]}: until ${f.due} at the latest. The reason:`,
      f.reason ?? '',
      `You can complain to ${f.authority.name}, ${f.authority.url}.`,
    ],
  }),
  beginning: (f) => ({
    subject: `Your data will be erased (${f.reference})`,
    paragraphs: [
      `${f.workspace} erases your data, as you asked, by ${f.due} at the latest; nothing is done with it until then. After that we know neither your number nor your name any more, so this is the last message about it here. Reference: ${f.reference}.`,
      `If a law obliges us to keep something, it is kept for that and nothing else. You can complain to ${f.authority.name}, ${f.authority.url}.`,
    ],
  }),
  done: (f) => ({
    subject: `Your request is done (${f.reference})`,
    paragraphs: [
      `${f.workspace} has done what you asked for: ${kinds.en[f.kind]}.`,
      ...(f.kind === 'access' || f.kind === 'portability'
        ? [`Your copy is ready for seven days. Get it here, after a code that only you receive:`, f.page]
        : []),
      ...(f.kept.length > 0 ? [`Kept because a law or a duty demands it: ${f.kept.join('; ')}.`] : []),
      `You can complain to ${f.authority.name}, ${f.authority.url}.`,
    ],
  }),
  partial: (f) => ({
    subject: `About your request (${f.reference})`,
    paragraphs: [
      `${f.workspace} has done a part of what you asked for (${kinds.en[f.kind]}) and is still working on the rest. We answer by ${f.due} at the latest.`,
    ],
  }),
  cancelled: (f) => ({
    subject: `Your request was taken back (${f.reference})`,
    paragraphs: [
      `Your request to ${f.workspace} for ${kinds.en[f.kind]} was taken back. Nothing was changed. You can ask again at any time.`,
    ],
  }),
};

const indonesian: Record<AnswerWord, (facts: AnswerFacts) => Parts> = {
  received: (f) => ({
    subject: `Permintaan Anda kami terima (${f.reference})`,
    paragraphs: [
      `${f.workspace} telah menerima permintaan Anda: ${kinds.id[f.kind]}. Kami menjawab paling lambat ${f.due}.`,
      'Kami pastikan dulu bahwa permintaan ini benar dari Anda. Bila ada yang kami perlukan, kami akan bertanya.',
    ],
  }),
  duplicate: (f) => ({
    subject: `Permintaan Anda sedang kami kerjakan (${f.reference})`,
    paragraphs: [
      `Anda sudah meminta ${kinds.id[f.kind]} kepada ${f.workspace}, dan itu sedang kami kerjakan. Kami menjawab paling lambat ${f.due}.`,
    ],
  }),
  code: (f) => ({
    subject: `Kode Anda: ${f.code ?? ''}`,
    paragraphs: [
      `Kode Anda untuk ${f.workspace} adalah ${f.code ?? ''}. Kode berlaku 10 menit dan membuktikan bahwa permintaan tentang data Anda berasal dari Anda.`,
      'Kami tidak pernah memintanya tiba-tiba. Jika Anda tidak memintanya, abaikan saja.',
    ],
  }),
  denied: (f) => ({
    subject: `Tentang permintaan Anda (${f.reference})`,
    paragraphs: [
      `${f.workspace} tidak dapat memenuhi permintaan Anda (${kinds.id[f.kind]}), karena ${f.denial === undefined ? 'hal berikut' : denials.id[f.denial]}.`,
      f.reason ?? '',
      `Anda dapat mengadu kepada ${f.authority.name}, ${f.authority.url}, atau menempuh jalur pengadilan.`,
    ],
  }),
  extended: (f) => ({
    subject: `Kami memerlukan waktu lebih untuk permintaan Anda (${f.reference})`,
    paragraphs: [
      `${f.workspace} memerlukan waktu lebih untuk permintaan Anda (${kinds.id[f.kind]}): paling lambat ${f.due}. Alasannya:`,
      f.reason ?? '',
      `Anda dapat mengadu kepada ${f.authority.name}, ${f.authority.url}.`,
    ],
  }),
  beginning: (f) => ({
    subject: `Data Anda akan dihapus (${f.reference})`,
    paragraphs: [
      `${f.workspace} menghapus data Anda sesuai permintaan, paling lambat ${f.due}; sampai saat itu data Anda tidak dipakai. Setelah itu kami tidak lagi mengetahui nomor dan nama Anda, jadi ini pesan terakhir tentang hal ini di sini. Nomor permintaan: ${f.reference}.`,
      `Bila undang-undang mewajibkan kami menyimpan sesuatu, itu disimpan hanya untuk hal tersebut. Anda dapat mengadu kepada ${f.authority.name}, ${f.authority.url}.`,
    ],
  }),
  done: (f) => ({
    subject: `Permintaan Anda selesai (${f.reference})`,
    paragraphs: [
      `${f.workspace} telah memenuhi permintaan Anda: ${kinds.id[f.kind]}.`,
      ...(f.kind === 'access' || f.kind === 'portability'
        ? ['Salinan Anda tersedia selama tujuh hari. Ambil di sini, setelah kode yang hanya Anda terima:', f.page]
        : []),
      ...(f.kept.length > 0 ? [`Disimpan karena diwajibkan undang-undang atau kewajiban lain: ${f.kept.join('; ')}.`] : []),
      `Anda dapat mengadu kepada ${f.authority.name}, ${f.authority.url}.`,
    ],
  }),
  partial: (f) => ({
    subject: `Tentang permintaan Anda (${f.reference})`,
    paragraphs: [
      `${f.workspace} telah memenuhi sebagian permintaan Anda (${kinds.id[f.kind]}) dan masih mengerjakan sisanya. Kami menjawab paling lambat ${f.due}.`,
    ],
  }),
  cancelled: (f) => ({
    subject: `Permintaan Anda dibatalkan (${f.reference})`,
    paragraphs: [
      `Permintaan Anda kepada ${f.workspace} (${kinds.id[f.kind]}) telah dibatalkan. Tidak ada yang diubah. Anda dapat meminta lagi kapan saja.`,
    ],
  }),
};

/** What a person is told, in their language. `text` is paragraphs separated by empty lines. Pure. */
export function answerText(language: Language, word: AnswerWord, facts: AnswerFacts): { subject: string; text: string } {
  const { subject, paragraphs } = (language === 'id' ? indonesian : english)[word](facts);
  const closing =
    facts.contact === null || word === 'code' ? [] : [language === 'id' ? `Pertanyaan: ${facts.contact}` : `Questions: ${facts.contact}`];
  return { subject, text: [...paragraphs.filter((paragraph) => paragraph !== ''), ...closing].join('\n\n') };
}

/** A moment as a person reads it, in the time zone of the workspace. */
export function sayMoment(at: Date, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
}
