import { requestPublicId } from './acting.ts';
import { sayMoment } from './answer-texts.ts';
import type { RequestRow } from './requests.sql.ts';

type Facts = { row: Pick<RequestRow, 'id' | 'dueAt'>; percent: 50 | 80 | 100; publicUrl: string };

/** The mail that reminds a member of a request. It names nobody: who reads it may not be who may see the request. */
export function reminderMail(language: 'en' | 'id', { row, percent, publicUrl }: Facts): { subject: string; text: string } {
  const due = sayMoment(row.dueAt, language, 'UTC');
  const reference = requestPublicId(row.id);
  if (language === 'id') {
    const subject = percent === 100 ? 'Terlambat: permintaan data pribadi' : `Permintaan data pribadi: ${percent}% waktunya habis`;
    const state =
      percent === 100
        ? `Batas waktu permintaan ${reference} telah lewat (${due} UTC). Kerjakan sekarang dan beri tahu orangnya.`
        : `Permintaan ${reference} harus selesai paling lambat ${due} UTC. ${percent}% dari waktunya sudah habis.`;
    return { subject, text: `${state}\n\nBuka Privasi, Permintaan di Kabar:\n\n${publicUrl}` };
  }
  const subject =
    percent === 100 ? 'Overdue: a request about personal data' : `A request about personal data: ${percent}% of its time is over`;
  const state =
    percent === 100
      ? `The time for request ${reference} is over (${due} UTC). Do it now and tell the person.`
      : `Request ${reference} has to be done by ${due} UTC. ${percent}% of its time is over.`;
  return { subject, text: `${state}\n\nOpen Privacy, Requests in Kabar:\n\n${publicUrl}` };
}
