import type { InLanguages, LegalBasis, Purpose } from '@kabar/contract';

/**
 * Why an interest outweighs that of the people, for each purpose that rests on one. GDPR art. 6(1)(f) and 5(2); Indian law knows no such ground, there
 * the same processing rests on the use a person gave the data for (DPDP Act 2023, s. 7(a); read 2025-11-14,
 * https://www.meity.gov.in/static/uploads/2024/06/2bf1f0e9f04e6fb4f8fef35e82c42aa5.pdf).
 */
const notes: Partial<Record<Purpose, InLanguages>> = {
  security: {
    en: 'Whoever entrusts data must be protected from break-ins. Only fingerprints, ids and times are used; they go by themselves; nobody is judged by them.',
    id: 'Siapa pun yang mempercayakan data harus dilindungi dari pembobolan. Hanya sidik, id, dan waktu yang dipakai; hilang sendiri; tidak ada yang dinilai darinya.',
    hi: 'जो डेटा सौंपता है उसे सेंध से बचाना ज़रूरी है। केवल फिंगरप्रिंट, आईडी और समय काम में आते हैं; वे अपने आप हट जाते हैं; उनसे किसी को आँका नहीं जाता।',
  },
  statistics: {
    en: 'A team must see whether customers are answered in time. Times and counts are used, never the text of messages; ratings are given by the customers themselves.',
    id: 'Tim perlu tahu apakah pelanggan dijawab tepat waktu. Yang dipakai waktu dan jumlah, bukan teks pesan; penilaian diberikan pelanggan sendiri.',
    hi: 'टीम को देखना होता है कि ग्राहकों को समय पर उत्तर मिला या नहीं। समय और गिनती काम में आती है, संदेशों का पाठ कभी नहीं; रेटिंग ग्राहक ख़ुद देते हैं।',
  },
};

/** The note for a purpose; null when none of its bases is an interest. Errors: throws when an interest has no note (a defect of ours). */
export function balancingNote(purpose: Purpose, bases: readonly LegalBasis[]): InLanguages | null {
  if (!bases.includes('legitimate_interest')) return null;
  const note = notes[purpose];
  if (note === undefined) throw new Error(`purpose ${purpose} rests on an interest that nobody weighed`);
  return note;
}
