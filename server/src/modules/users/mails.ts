import type { FlowMail } from './auth-flow.ts';
import type { PersonMail, UsersContext } from './users-context.ts';

type Words = { subject: string; lines: string[] };
type Reader = { name: string; email: string; language: string };

/** Hands the mails of a finished flow to delivery. */
export function deliverMails(ctx: Pick<UsersContext, 'config' | 'sendMail'>, mails: readonly FlowMail[]): void {
  for (const mail of mails) ctx.sendMail(write(mail, wordsOf(mail, ctx.config.publicUrl)));
}

/** Tells a person that their password was changed, in case it was not them. */
export function passwordChangedMail(person: Reader): PersonMail {
  return write(
    person,
    person.language === 'id'
      ? {
          subject: 'Kata sandi Kabar Anda telah diganti',
          lines: [
            'Kata sandi akun Kabar Anda baru saja diganti, dan semua sesi diakhiri.',
            'Jika bukan Anda yang melakukannya, segera setel ulang kata sandi dan beri tahu admin Anda.',
          ],
        }
      : {
          subject: 'Your Kabar password was changed',
          lines: [
            'The password of your Kabar account was just changed, and all sessions were ended.',
            'If this was not you, reset the password now and tell your admin.',
          ],
        },
  );
}

/**
 * Secrets stand behind `#`: browsers send that part to nobody, so it is in no log of a proxy and in no referrer. The page
 * reads it and sends it in the body.
 */
function wordsOf(mail: FlowMail, publicUrl: string): Words {
  const inIndonesian = mail.language === 'id';
  switch (mail.kind) {
    case 'verify_email': {
      const link = `${publicUrl}/verify-email#token=${mail.token}`;
      return inIndonesian
        ? {
            subject: 'Konfirmasi alamat email Anda',
            lines: [
              'Buka tautan ini untuk mengonfirmasi alamat email Anda. Tautan berlaku 24 jam.',
              link,
              'Jika Anda tidak mendaftar di Kabar, abaikan email ini.',
            ],
          }
        : {
            subject: 'Confirm your e-mail',
            lines: [
              'Open this link to confirm your e-mail. It works for 24 hours.',
              link,
              'If you did not sign up for Kabar, ignore this mail.',
            ],
          };
    }
    case 'reset_password': {
      const link = `${publicUrl}/reset-password#token=${mail.token}`;
      return inIndonesian
        ? {
            subject: 'Setel ulang kata sandi Kabar',
            lines: [
              'Buka tautan ini untuk membuat kata sandi baru. Tautan berlaku 1 jam dan hanya sekali.',
              link,
              'Jika Anda tidak memintanya, abaikan email ini; kata sandi Anda tidak berubah.',
            ],
          }
        : {
            subject: 'Reset your Kabar password',
            lines: [
              'Open this link to choose a new password. It works once, within one hour.',
              link,
              'If you did not ask for this, ignore this mail; your password has not changed.',
            ],
          };
    }
    case 'already_registered': {
      const link = `${publicUrl}/forgot-password`;
      return inIndonesian
        ? {
            subject: 'Anda sudah punya akun Kabar',
            lines: [
              'Seseorang mencoba mendaftar di Kabar dengan alamat email ini, tetapi Anda sudah punya akun. Tidak ada yang berubah.',
              'Lupa kata sandi? Setel ulang di sini:',
              link,
            ],
          }
        : {
            subject: 'You already have a Kabar account',
            lines: [
              'Somebody tried to sign up for Kabar with this e-mail, but you already have an account. Nothing has changed.',
              'Forgot your password? Reset it here:',
              link,
            ],
          };
    }
  }
}

function write(reader: Reader, words: Words): PersonMail {
  const greeting = reader.language === 'id' ? `Halo ${reader.name},` : `Hello ${reader.name},`;
  return { to: reader.email, subject: words.subject, text: [greeting, ...words.lines].join('\n\n') };
}
