import type { PersonMail } from './users-context.ts';
import type { Whereabouts } from './whereabouts.ts';

type Reader = { name: string; email: string; language: string };
type Words = { subject: string; lines: string[] };

/** What changed in how somebody proves who they are. */
export type FactorChange =
  | 'password_set'
  | 'totp_added'
  | 'totp_removed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'recovery_codes_made'
  | 'recovery_code_used'
  | 'factors_removed';

const changeWords: Readonly<Record<FactorChange, { en: string; id: string }>> = {
  password_set: { en: 'a new password was set', id: 'kata sandi baru dibuat' },
  totp_added: { en: 'an authenticator app was added', id: 'aplikasi autentikator ditambahkan' },
  totp_removed: { en: 'the authenticator app was removed', id: 'aplikasi autentikator dihapus' },
  passkey_added: { en: 'a passkey was added', id: 'passkey ditambahkan' },
  passkey_removed: { en: 'a passkey was removed', id: 'passkey dihapus' },
  recovery_codes_made: {
    en: 'new recovery codes were made, and the old ones ended',
    id: 'kode pemulihan baru dibuat dan yang lama tidak berlaku lagi',
  },
  factors_removed: {
    en: 'all second factors were taken away by whoever runs this installation',
    id: 'semua faktor kedua dihapus oleh pengelola instalasi ini',
  },
  recovery_code_used: { en: 'a recovery code was used to sign in', id: 'kode pemulihan dipakai untuk masuk' },
};

/** Tells a person that somebody came in with a browser that the account did not know. */
export function newDeviceMail(person: Reader, where: Whereabouts, at: Date, publicUrl: string): PersonMail {
  const device = deviceWords(where, person.language);
  const place = placeWords(where, person.language);
  return write(
    person,
    person.language === 'id'
      ? {
          subject: 'Masuk ke Kabar dari peramban baru',
          lines: [
            `Akun Kabar Anda baru saja dibuka dari peramban yang belum dikenal: ${device}, ${place}, ${timeWords(at, where)}.`,
            `Jika itu Anda, tidak perlu melakukan apa pun. Jika bukan, akhiri sesi itu dan ganti kata sandi: ${publicUrl}/account/security`,
          ],
        }
      : {
          subject: 'Signed in to Kabar with a new browser',
          lines: [
            `Somebody signed in to your Kabar account with a browser it did not know: ${device}, ${place}, ${timeWords(at, where)}.`,
            `If it was you, there is nothing to do. If not, end that session and change your password: ${publicUrl}/account/security`,
          ],
        },
  );
}

/** Tells a person that how they prove who they are was changed. */
export function factorChangedMail(person: Reader, change: FactorChange, publicUrl: string): PersonMail {
  const words = changeWords[change];
  return write(
    person,
    person.language === 'id'
      ? {
          subject: 'Keamanan akun Kabar Anda berubah',
          lines: [
            `Di akun Kabar Anda, ${words.id}.`,
            `Jika bukan Anda yang melakukannya, setel ulang kata sandi sekarang dan beri tahu admin Anda: ${publicUrl}/forgot-password`,
          ],
        }
      : {
          subject: 'The security of your Kabar account changed',
          lines: [
            `In your Kabar account, ${words.en}.`,
            `If this was not you, reset the password now and tell your admin: ${publicUrl}/forgot-password`,
          ],
        },
  );
}

/** Tells a person that whoever runs the installation signed them out everywhere. */
export function sessionsEndedMail(person: Reader): PersonMail {
  return write(
    person,
    person.language === 'id'
      ? {
          subject: 'Anda dikeluarkan dari Kabar di semua perangkat',
          lines: [
            'Pengelola instalasi Kabar ini mengakhiri semua sesi Anda.',
            'Kata sandi dan faktor kedua Anda tetap sama: masuk lagi seperti biasa. Tanyakan alasannya kepada pengelola jika Anda tidak mengetahuinya.',
          ],
        }
      : {
          subject: 'You were signed out of Kabar everywhere',
          lines: [
            'Whoever runs this installation of Kabar ended all your sessions.',
            'Your password and second factors stay as they are: sign in as usual. Ask them for the reason if you do not know it.',
          ],
        },
  );
}

/** Tells a person that somebody who knows their password does not know their second factor. */
export function passwordKnownMail(person: Reader, where: Whereabouts, publicUrl: string): PersonMail {
  const device = deviceWords(where, person.language);
  const place = placeWords(where, person.language);
  return write(
    person,
    person.language === 'id'
      ? {
          subject: 'Seseorang mungkin mengetahui kata sandi Kabar Anda',
          lines: [
            `Seseorang memasukkan kata sandi Anda yang benar, tetapi beberapa kali salah pada langkah kedua: ${device}, ${place}. Ia tidak masuk.`,
            `Jika bukan Anda, ganti kata sandi: ${publicUrl}/forgot-password`,
          ],
        }
      : {
          subject: 'Somebody may know your Kabar password',
          lines: [
            `Somebody gave your right password and then failed several times at the second step: ${device}, ${place}. They did not get in.`,
            `If this was not you, choose another password: ${publicUrl}/forgot-password`,
          ],
        },
  );
}

/** The program in words: `Firefox on Linux`. */
export function deviceWords({ browser, system }: Whereabouts, language: string): string {
  if (browser === null && system === null) return language === 'id' ? 'program yang tidak dikenal' : 'an unknown program';
  return [browser, system].filter((word) => word !== null).join(language === 'id' ? ' di ' : ' on ');
}

/** The place in words, as rough as it is kept. */
export function placeWords({ network, time_zone: timeZone }: Whereabouts, language: string): string {
  const words = [network, timeZone].filter((word) => word !== null);
  if (words.length > 0) return words.join(', ');
  return language === 'id' ? 'tempat yang tidak diketahui' : 'an unknown place';
}

/** In the time zone that the browser said, or UTC, and says which. */
function timeWords(at: Date, { time_zone: timeZone }: Whereabouts): string {
  const zone = timeZone ?? 'UTC';
  return `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(at)} (${zone})`;
}

function write(reader: Reader, words: Words): PersonMail {
  const greeting = reader.language === 'id' ? `Halo ${reader.name},` : `Hello ${reader.name},`;
  return { to: reader.email, subject: words.subject, text: [greeting, ...words.lines].join('\n\n') };
}
