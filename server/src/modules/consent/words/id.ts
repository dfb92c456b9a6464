import type { WordList } from './word-list.ts';

/** Indonesian, with the short spellings of chats. */
export const indonesian: WordList = {
  language: 'id',
  isVerbLast: true,
  stopAlone:
    'berhenti, stop, stopp, setop, henti, hentikan, berhenti langganan, berhenti berlangganan, stop langganan, stop berlangganan, unsubscribe, unsub, unreg, stop promo, stop promosi, stop iklan, stop pesan, stop kirim, stop kirim pesan, berhenti promo, hentikan promo, hentikan promosi, hentikan pesan, berhenti kirim pesan, berhenti kirim promo, jangan kirim lagi pesan, jangan hubungi saya, jangan hubungi saya lagi, jangan chat saya lagi, jangan wa saya lagi, hapus nomor saya dari daftar, keluarkan saya dari daftar, tidak mau terima promo',
  startAlone:
    'mulai, mulai lagi, mulai kembali, langganan, langganan lagi, berlangganan, berlangganan lagi, aktifkan lagi, lanjutkan langganan, start, subscribe',
  doubtAlone:
    'batal, batalkan, cancel, keluar, cukup, sudah cukup, udah cukup, jangan, hapus, hapus saya, jangan ganggu, jangan ganggu saya, udahan, tidak mau, gak mau',
  stop: 'stop, setop, berhenti, henti, hentikan, stopin, distop, dihentikan, berhentilah, hentikanlah, sudahi',
  no: 'jangan, jgn, jangan lagi, jgn lagi, tolong jangan, ga usah, gak usah, nggak usah, gausah, ngga usah, tidak usah, tak usah, tidak perlu, gak perlu, ga perlu',
  send: 'kirim, kirimi, kirimin, kirimkan, ngirim, mengirim, mengirimkan, mengirimi, kirim2, terima, menerima, dapat, dapet, dikirim, dikirimi, dikirimin, nerima, bagikan, kasih',
  unwanted:
    'tidak mau, gak mau, ga mau, nggak mau, ngga mau, gamau, ogah, tdk mau, tidak ingin, gak pengen, tidak butuh, gak butuh, ga butuh, tidak tertarik dengan, tidak tertarik, gak tertarik, tidak mau lagi, ndak mau, gak minat, tidak berminat',
  mail: 'pesan, pesannya, pesan pesan, pesan2, promo, promonya, promosi, promosinya, iklan, iklannya, spam, sms, broadcast, bc, penawaran, tawaran, notifikasi, notif, marketing, wa promo, chat promo, pesan promo, pesan promosi, pesan iklan, whatsapp, newsletter, info promo',
  write:
    'hubungi saya, hubungi aku, hubungi kami, menghubungi saya, menghubungi kami, chat saya, chat aku, chat gue, ngechat, chat lagi, chat aku lagi, wa saya, wa aku, wa lagi, sms saya, nge wa, spam saya, kontak saya, nyepam, ngespam, spamming, di chat, di wa, dichat, dihubungi, kirim wa',
  leave:
    'unsubscribe, berhenti langganan, berhenti berlangganan, stop langganan, hapus nomor saya, hapus nomer saya, hapus no saya, keluarkan saya, keluarkan nomor saya, hapus saya dari, cabut nomor saya, hapus nomorku, unreg',
  filler:
    'saya, aku, gue, gw, kami, ke, kpd, kepada, lagi, lg, ini, itu, yang, yg, semua, segala, apapun, terus, mulu, melulu, dari, dr, nomor, nomer, no, hp, nya, apa, pun, macam, kayak, gini, begini, seperti, untuk, utk, mau, ingin, pengen, daftar, list, anda, kalian, kamu, tersebut, tiap, setiap, hari, wa, whatsapp, chat, juga, dan, atau, banyak, banyak2, sini, kesini, terima, grup, kontak, sms, mulai, sekarang, tau, sms an, aja',
  limit:
    'hari ini, besok, nanti, malam, malam ini, pagi, siang, sore, sampai, sebelum, sesudah, setelah, kecuali, hanya, cuma, dulu, minggu ini, lusa, barang, barangnya, paket, paketnya, ke alamat, alamat, alamat lama, nomor lama, suami, istri, kantor, pesanan, kalau, kalo, jika, tanpa, selain, sementara, salah, jam, tentang, soal, janji, obat, warna, bonus, diskon',
  ask: 'bagaimana, gimana, kenapa, mengapa, kapan, apakah, kok, knp, dimana, berapa, siapa, belum, sudah, udah, pernah, akan, dokter, takut, supaya tidak, agar tidak, biar gak, tidak stop, jangan sampai',
  polite:
    'tolong, tlg, mohon, ya, yah, yaa, dong, donk, deh, kak, kakak, ka, min, admin, gan, sis, bu, pak, bapak, ibu, mas, mbak, bro, terima kasih, makasih, trims, trimakasih, thanks, please, pls, plis, sekarang, maaf, halo, hai, saja, aja, lah, sih, nih, ok, oke, permisi, selamat pagi',
  doubtful: 'batal, batalkan, membatalkan, pembatalan, cancel, berenti, keluar dari, ganggu, mengganggu, terganggu, risih',
  request:
    'bisa, bisakah, bisa gak, bisa tidak, bisa ga, boleh, bolehkah, tolong, mohon, saya minta, saya mau, saya ingin, aku mau, minta, saya bilang',
};
