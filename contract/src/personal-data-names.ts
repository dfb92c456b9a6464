import type { DataClass, Encryption, ErasureEffect, KeepReason, LegalBasis, Purpose, Whose } from './personal-data-words.ts';
import type { RetentionClass } from './retention-classes.ts';

/** Words in English, Indonesian and Hindi. */
export type InLanguages = { readonly en: string; readonly id: string; readonly hi: string };

/** The words in the language; English where it is none of the three. A region (`id-ID`) does not matter. */
export function inLanguage(words: InLanguages, language: string): string {
  const code = language.split('-')[0];
  return code === 'id' || code === 'hi' ? words[code] : words.en;
}

const words = (en: string, id: string, hi: string): InLanguages => ({ en, id, hi });

/** Names of everything that a declaration of personal data can say, for people who never read a law. */
export const PERSONAL_DATA_NAMES: {
  readonly whose: Readonly<Record<Whose, InLanguages>>;
  readonly class: Readonly<Record<DataClass, InLanguages>>;
  readonly purpose: Readonly<Record<Purpose, InLanguages>>;
  readonly basis: Readonly<Record<LegalBasis, InLanguages>>;
  readonly retention: Readonly<Record<RetentionClass, InLanguages>>;
  readonly encryption: Readonly<Record<Encryption, InLanguages>>;
  readonly erasure: Readonly<Record<ErasureEffect, InLanguages>>;
  readonly keep: Readonly<Record<KeepReason, InLanguages>>;
} = {
  whose: {
    contact: words('Customers', 'Pelanggan', 'ग्राहक'),
    account: words('People who sign in', 'Orang yang masuk', 'साइन इन करने वाले'),
    visitor: words('Visitors of public pages', 'Pengunjung halaman publik', 'सार्वजनिक पेज देखने वाले'),
    third_person: words('Other people who are mentioned', 'Orang lain yang disebut', 'जिन दूसरे लोगों का ज़िक्र है'),
    nobody: words('Nobody in particular', 'Tidak tentang siapa pun', 'किसी व्यक्ति के बारे में नहीं'),
  },
  class: {
    identifier: words('Phone numbers and other ids', 'Nomor telepon dan id lain', 'फ़ोन नंबर और दूसरी आईडी'),
    profile: words('Names and facts about customers', 'Nama dan keterangan pelanggan', 'ग्राहकों के नाम और जानकारी'),
    message_content: words('What was written', 'Isi pesan', 'क्या लिखा गया'),
    message_metadata: words('When and how messages went', 'Kapan dan bagaimana pesan terkirim', 'संदेश कब और कैसे गए'),
    media: words('Pictures, voice and documents', 'Gambar, suara, dan dokumen', 'तस्वीरें, आवाज़ और दस्तावेज़'),
    search_index: words('Fingerprints for search', 'Sidik untuk pencarian', 'खोज के फिंगरप्रिंट'),
    internal_note: words('Notes of colleagues', 'Catatan rekan kerja', 'सहकर्मियों के नोट'),
    conversation: words('Conversations and their state', 'Percakapan dan statusnya', 'बातचीत और उसकी स्थिति'),
    consent_evidence: words('Proof of consent', 'Bukti persetujuan', 'सहमति का सबूत'),
    suppression: words('The stop list', 'Daftar berhenti', 'रोक सूची'),
    webhook_payload: words('Raw deliveries from WhatsApp', 'Kiriman mentah dari WhatsApp', 'WhatsApp का मूल डेटा'),
    export_file: words('Files of exports', 'Berkas ekspor', 'एक्सपोर्ट की फ़ाइलें'),
    import_file: words('Imported files', 'Berkas impor', 'आयात की फ़ाइलें'),
    audit_event: words('The audit log', 'Log audit', 'ऑडिट लॉग'),
    account: words('Accounts and members', 'Akun dan anggota', 'खाते और सदस्य'),
    credential: words('Passwords, keys and tokens', 'Kata sandi, kunci, dan token', 'पासवर्ड, कुंजियाँ और टोकन'),
    session: words('Sign-ins', 'Riwayat masuk', 'साइन इन'),
    notification: words('Notifications', 'Pemberitahuan', 'सूचनाएँ'),
    mail: words('E-mails', 'Surel', 'ईमेल'),
    service_quality: words('Answering times and ratings', 'Waktu jawab dan penilaian', 'उत्तर का समय और रेटिंग'),
    setting: words('Settings', 'Pengaturan', 'सेटिंग'),
    template: words('Templates and saved replies', 'Templat dan balasan tersimpan', 'टेम्पलेट और सहेजे उत्तर'),
    key: words('Encryption keys', 'Kunci enkripsi', 'एन्क्रिप्शन कुंजियाँ'),
    queue: words('Messages waiting', 'Antrean pesan', 'कतार में संदेश'),
    api_log: words('Log of API calls', 'Log panggilan API', 'API कॉल का लॉग'),
    access_log: words('Log of page views', 'Log akses', 'एक्सेस लॉग'),
    system_log: words('Log of the system', 'Log sistem', 'सिस्टम लॉग'),
    crash: words('Crash reports', 'Laporan kerusakan', 'क्रैश रिपोर्ट'),
    analytics_raw: words('Raw usage statistics', 'Statistik penggunaan mentah', 'उपयोग के मूल आँकड़े'),
    aggregate: words('Statistics without persons', 'Statistik tanpa identitas', 'बिना पहचान के आँकड़े'),
    bot_log: words('Log of bots', 'Log bot', 'बॉट का लॉग'),
    contact_form: words('Contact form', 'Formulir kontak', 'संपर्क फ़ॉर्म'),
    support_ticket: words('Support requests', 'Permintaan bantuan', 'सहायता अनुरोध'),
    rights_request: words('Requests of people about their data', 'Permintaan orang tentang datanya', 'लोगों के अपने डेटा पर अनुरोध'),
    register: words('Registers of the privacy office', 'Daftar kantor privasi', 'निजता कार्यालय के रजिस्टर'),
    evidence: words('Evidence', 'Bukti', 'सबूत'),
    notice: words('Privacy notices', 'Pemberitahuan privasi', 'निजता सूचनाएँ'),
    backup: words('Backups', 'Cadangan', 'बैकअप'),
    usage: words('Usage', 'Pemakaian', 'उपयोग'),
    invoice: words('Invoices', 'Faktur', 'इनवॉइस'),
    payment: words('Payments', 'Pembayaran', 'भुगतान'),
    technical: words('Technical records', 'Catatan teknis', 'तकनीकी रिकॉर्ड'),
  },
  purpose: {
    messaging: words('Talk with customers', 'Berbicara dengan pelanggan', 'ग्राहकों से बात करना'),
    customer_record: words('Know the customer', 'Mengenal pelanggan', 'ग्राहक को जानना'),
    consent_proof: words('Respect and prove consent', 'Menghormati dan membuktikan persetujuan', 'सहमति का पालन और सबूत'),
    account: words('Sign in and work together', 'Masuk dan bekerja bersama', 'साइन इन और साथ काम'),
    security: words('Keep everything safe', 'Menjaga keamanan', 'सब कुछ सुरक्षित रखना'),
    statistics: words('See how well it goes', 'Melihat hasil kerja', 'काम कैसा चल रहा है, यह देखना'),
    accountability: words('Show that the law is kept', 'Menunjukkan kepatuhan hukum', 'क़ानून का पालन दिखाना'),
    rights: words('Answer people about their data', 'Menjawab orang tentang datanya', 'लोगों को उनके डेटा पर जवाब देना'),
    operations: words('Keep the system running', 'Menjalankan sistem', 'सिस्टम चलाना'),
    billing: words('Send invoices and take payments', 'Menagih dan menerima pembayaran', 'बिल भेजना और भुगतान लेना'),
    enquiries: words('Answer enquiries', 'Menjawab pertanyaan', 'पूछताछ का जवाब देना'),
    product_news: words('Tell about the product', 'Mengabarkan produk', 'उत्पाद की ख़बरें देना'),
  },
  basis: {
    contract: words('Needed for a contract', 'Diperlukan untuk kontrak', 'अनुबंध के लिए ज़रूरी'),
    consent: words('The person agreed', 'Orangnya setuju', 'व्यक्ति ने सहमति दी'),
    legal_obligation: words('A law demands it', 'Diwajibkan hukum', 'क़ानून माँगता है'),
    legitimate_interest: words(
      'A fair interest, weighed against theirs',
      'Kepentingan sah yang sudah ditimbang',
      'उचित हित, उनके हित से तौला हुआ',
    ),
  },
  retention: {
    message_content: words('Text of messages', 'Teks pesan', 'संदेशों का पाठ'),
    media: words('Files', 'Berkas', 'फ़ाइलें'),
    message_metadata: words('Facts about messages', 'Keterangan pesan', 'संदेशों के तथ्य'),
    contact_record: words('Customer records', 'Catatan pelanggan', 'ग्राहक रिकॉर्ड'),
    webhook_payload: words('Raw deliveries', 'Kiriman mentah', 'मूल डेटा'),
    api_log: words('API log', 'Log API', 'API लॉग'),
    access_log: words('Access log', 'Log akses', 'एक्सेस लॉग'),
    system_log: words('System log', 'Log sistem', 'सिस्टम लॉग'),
    audit_event: words('Audit log', 'Log audit', 'ऑडिट लॉग'),
    account: words('Accounts', 'Akun', 'खाते'),
    invoice: words('Invoices', 'Faktur', 'इनवॉइस'),
    payment: words('Payments', 'Pembayaran', 'भुगतान'),
    consent_evidence: words('Proof of consent', 'Bukti persetujuan', 'सहमति का सबूत'),
    suppression: words('Stop list', 'Daftar berhenti', 'रोक सूची'),
    contact_form: words('Contact form', 'Formulir kontak', 'संपर्क फ़ॉर्म'),
    support_ticket: words('Support requests', 'Permintaan bantuan', 'सहायता अनुरोध'),
    rights_request: words('Requests about data', 'Permintaan data', 'डेटा के अनुरोध'),
    conversation_work: words('Notes and work on conversations', 'Catatan dan pekerjaan percakapan', 'बातचीत के नोट और काम'),
    import_file: words('Imported files', 'Berkas impor', 'आयात की फ़ाइलें'),
    export_file: words('Exported files', 'Berkas ekspor', 'एक्सपोर्ट की फ़ाइलें'),
    live_event: words('News between the parts', 'Kabar antarbagian', 'हिस्सों के बीच की ख़बरें'),
    session: words('Sign-ins', 'Riwayat masuk', 'साइन इन'),
    configuration: words('Settings', 'Pengaturan', 'सेटिंग'),
    notification: words('Notifications', 'Pemberitahuan', 'सूचनाएँ'),
    mail: words('E-mails', 'Surel', 'ईमेल'),
    backup: words('Backups', 'Cadangan', 'बैकअप'),
    bot_log: words('Bot log', 'Log bot', 'बॉट लॉग'),
    crash: words('Crash reports', 'Laporan kerusakan', 'क्रैश रिपोर्ट'),
    analytics_raw: words('Raw statistics', 'Statistik mentah', 'मूल आँकड़े'),
    register: words('Registers and receipts', 'Register dan tanda terima', 'रजिस्टर और रसीदें'),
    aggregate: words('Statistics', 'Statistik', 'आँकड़े'),
  },
  encryption: {
    contact_key: words('Sealed with the customer’s own key', 'Disegel dengan kunci pelanggan itu sendiri', 'ग्राहक की अपनी कुंजी से सील'),
    workspace_key: words('Sealed with the workspace’s key', 'Disegel dengan kunci ruang kerja', 'वर्कस्पेस की कुंजी से सील'),
    payload_key: words('Sealed with the key of the day', 'Disegel dengan kunci hari itu', 'उस दिन की कुंजी से सील'),
    installation_key: words('Sealed with the installation’s key', 'Disegel dengan kunci instalasi', 'इंस्टॉलेशन की कुंजी से सील'),
    hash: words('Only a fingerprint', 'Hanya sidik', 'केवल फिंगरप्रिंट'),
    secret: words('Cannot be used as stored', 'Tidak bisa dipakai apa adanya', 'जैसा रखा है वैसा काम नहीं आता'),
    plain: words('Readable in the database', 'Terbaca di basis data', 'डेटाबेस में पढ़ने योग्य'),
  },
  erasure: {
    delete: words('Deleted', 'Dihapus', 'मिटाया जाता है'),
    detach: words('Emptied', 'Dikosongkan', 'ख़ाली किया जाता है'),
    anonymise: words('Replaced by nothing personal', 'Diganti tanpa identitas', 'पहचान हटाई जाती है'),
    destroy: words('Key destroyed, never readable again', 'Kunci dimusnahkan, tak terbaca lagi', 'कुंजी नष्ट, फिर कभी पढ़ा नहीं जा सकता'),
    keep: words('Stays', 'Tetap ada', 'रहता है'),
  },
  keep: {
    not_personal: words('It says nothing about a person.', 'Tidak mengatakan apa pun tentang orang.', 'यह किसी व्यक्ति के बारे में कुछ नहीं कहता।'),
    erased_mark: words(
      'An empty mark, so that nothing that comes later is taken for somebody new.',
      'Tanda kosong, agar yang datang kemudian tidak dianggap orang baru.',
      'एक ख़ाली निशान, ताकि बाद में आने वाली चीज़ किसी नए व्यक्ति की न समझी जाए।',
    ),
    points_to_nobody: words(
      'A random id that points to nobody once the account is gone.',
      'Id acak yang tidak menunjuk siapa pun setelah akun hilang.',
      'एक बेतरतीब आईडी जो खाता हटने पर किसी की ओर इशारा नहीं करती।',
    ),
    stop_list: words(
      'A fingerprint of the number stays, so that the person is never written to again.',
      'Sidik nomor tetap ada, agar orang itu tidak dihubungi lagi.',
      'नंबर का फिंगरप्रिंट रहता है, ताकि उस व्यक्ति को फिर कभी न लिखा जाए।',
    ),
    consent_proof: words(
      'Proof of what was agreed or refused, without the words.',
      'Bukti persetujuan atau penolakan, tanpa kata-katanya.',
      'सहमति या इनकार का सबूत, शब्दों के बिना।',
    ),
    audit_proof: words(
      'The log of who did what may not be changed; it holds ids, and the personal values in it are emptied.',
      'Log siapa melakukan apa tidak boleh diubah; isinya id, dan nilai pribadinya dikosongkan.',
      'किसने क्या किया का लॉग बदला नहीं जा सकता; उसमें आईडी हैं, और निजी मान ख़ाली किए जाते हैं।',
    ),
    key_tombstone: words(
      'The mark that a key was destroyed; the key itself is gone.',
      'Tanda bahwa kunci telah dimusnahkan; kuncinya sendiri sudah tiada.',
      'कुंजी नष्ट होने का निशान; कुंजी ख़ुद जा चुकी है।',
    ),
    short_lived: words(
      'Ids or fingerprints that go by themselves within days.',
      'Id atau sidik yang hilang sendiri dalam beberapa hari.',
      'आईडी या फिंगरप्रिंट जो कुछ दिनों में अपने आप हट जाते हैं।',
    ),
    workspace_record: words(
      'A record of the workspace’s own work that names nobody.',
      'Catatan kerja ruang kerja yang tidak menyebut siapa pun.',
      'वर्कस्पेस के काम का रिकॉर्ड जिसमें किसी का नाम नहीं।',
    ),
    statutory_record: words(
      'A law says how long it must be kept.',
      'Hukum menentukan berapa lama harus disimpan.',
      'क़ानून बताता है कि इसे कब तक रखना है।',
    ),
    request_proof: words(
      'Proof that the person’s request was answered.',
      'Bukti bahwa permintaan orang itu telah dijawab.',
      'सबूत कि व्यक्ति के अनुरोध का जवाब दिया गया।',
    ),
  },
};
