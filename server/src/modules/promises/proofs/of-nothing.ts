import { notOffered, type Proof } from './proof.ts';

const noPayments = notOffered('Kabar takes no payments yet', 'Kabar belum menerima pembayaran');

/** What no part of the product does, with the reason that the board shows. */
export const ofNothing = {
  payments: noPayments,
  gst: notOffered('Kabar takes no tax numbers, because it writes no bills', 'Kabar tidak meminta nomor pajak karena tidak membuat tagihan'),
  projects: notOffered('Kabar keeps no projects or deadlines', 'Kabar tidak mengelola proyek atau tenggat'),
  newsletter: notOffered('Kabar sends account holders no newsletter', 'Kabar tidak mengirim buletin kepada pemegang akun'),
  mail_wishes: notOffered(
    'Kabar mails only what an account needs, so there is nothing to choose',
    'Kabar hanya mengirim email yang diperlukan akun, jadi tidak ada pilihan',
  ),
  support_desk: notOffered('Kabar has no support mailbox of its own', 'Kabar tidak memiliki kotak surat dukungan sendiri'),
} as const satisfies Record<string, readonly Proof[]>;
