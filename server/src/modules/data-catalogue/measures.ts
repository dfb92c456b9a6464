import type { InLanguages } from '@kabar/contract';

/** What keeps data safe (GDPR art. 30(1)(g) and 32): only what the program itself always does. */
export const securityMeasures: readonly InLanguages[] = [
  {
    en: 'Names, numbers, messages and files are sealed with AES-256-GCM under a key for each customer; destroying the key makes them unreadable everywhere.',
    id: 'Nama, nomor, pesan, dan berkas disegel dengan AES-256-GCM memakai satu kunci per pelanggan; kunci yang dimusnahkan membuat semuanya tak terbaca di mana pun.',
    hi: 'नाम, नंबर, संदेश और फ़ाइलें हर ग्राहक की अपनी कुंजी से AES-256-GCM में सील हैं; कुंजी नष्ट होते ही वे हर जगह अपठनीय हो जाते हैं।',
  },
  {
    en: 'The database itself shows each workspace its own rows only (row-level security, forced).',
    id: 'Basis data sendiri hanya menunjukkan baris milik ruang kerja itu (row-level security, dipaksakan).',
    hi: 'डेटाबेस ख़ुद हर वर्कस्पेस को केवल उसकी पंक्तियाँ दिखाता है (row-level security, अनिवार्य)।',
  },
  {
    en: 'What a member may see and do follows from a role; every act is in a log whose lines are chained, so that a change shows.',
    id: 'Yang boleh dilihat dan dilakukan anggota mengikuti perannya; setiap tindakan tercatat dalam log berantai, sehingga perubahan terlihat.',
    hi: 'सदस्य क्या देख और कर सकता है, यह उसकी भूमिका तय करती है; हर काम शृंखलाबद्ध लॉग में है, इसलिए बदलाव दिख जाता है।',
  },
  {
    en: 'Search finds words by keyed fingerprints; log lines hold ids and numbers, never text, names or phone numbers.',
    id: 'Pencarian memakai sidik berkunci; baris log berisi id dan angka, tanpa teks, nama, atau nomor telepon.',
    hi: 'खोज कुंजीबद्ध फिंगरप्रिंट से होती है; लॉग में आईडी और अंक हैं, कभी पाठ, नाम या फ़ोन नंबर नहीं।',
  },
  {
    en: 'Deliveries from WhatsApp are taken only with a valid signature, and lie sealed under a key of the day that is destroyed.',
    id: 'Kiriman WhatsApp hanya diterima dengan tanda tangan sah, dan disegel dengan kunci harian yang dimusnahkan.',
    hi: 'WhatsApp का डेटा केवल वैध हस्ताक्षर के साथ लिया जाता है, और दिन की कुंजी से सील रहता है जो नष्ट कर दी जाती है।',
  },
  {
    en: 'Passwords are hashed and sealed; too many tries are slowed down.',
    id: 'Kata sandi di-hash dan disegel; percobaan yang terlalu sering diperlambat.',
    hi: 'पासवर्ड हैश और सील हैं; बहुत सारी कोशिशें धीमी कर दी जाती हैं।',
  },
];
