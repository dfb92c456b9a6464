/** What makes promises true. Each is the work of one or more modules; `about` says it in a sentence. */
export const controls = {
  K01: {
    en: 'Data catalogue',
    id: 'Katalog data',
    about: 'Every field that can hold personal data is declared: whose, why, on what basis, for how long.',
  },
  K02: {
    en: 'Collection gate',
    id: 'Gerbang pengumpulan',
    about: 'Requests are read by closed schemas; what was not asked for is not taken.',
  },
  K03: {
    en: 'Workspaces apart',
    id: 'Ruang kerja terpisah',
    about: 'Types, row-level security and tests keep each workspace to its own rows.',
  },
  K04: { en: 'Sign-in', id: 'Masuk', about: 'Versioned, sealed password hashes; rules for passwords; guessing is slowed and stopped.' },
  K05: {
    en: 'Sessions and cookies',
    id: 'Sesi dan kuki',
    about: 'Random session tokens, stored as hashes, bound to the host, with an end.',
  },
  K06: { en: 'API keys', id: 'Kunci API', about: 'Random keys, stored as hashes, with scopes, an end and a list of addresses.' },
  K07: { en: 'Roles', id: 'Peran', about: 'One table of permissions; what is not allowed is refused.' },
  K08: { en: 'Transport', id: 'Transport', about: 'TLS 1.2 or newer wherever data leaves the machine.' },
  K09: {
    en: 'Encryption of fields',
    id: 'Enkripsi kolom',
    about: 'AES-256-GCM with key versions, bound to workspace, table, column and row.',
  },
  K10: {
    en: 'A key per contact',
    id: 'Kunci per kontak',
    about: 'Each contact has a key; without it nothing of theirs can be read, in backups neither.',
  },
  K11: {
    en: 'Blind index',
    id: 'Indeks buta',
    about: 'Look-ups by keyed hash instead of clear values, with other keys in each workspace.',
  },
  K12: {
    en: 'Retention',
    id: 'Retensi',
    about: 'Each class of data has an end between the floors and ceilings of the law; sweeps keep it.',
  },
  K13: {
    en: 'Requests of people',
    id: 'Permintaan orang',
    about: 'Access, correction, erasure, restriction, objection and portability, with clocks and receipts.',
  },
  K14: {
    en: 'Consent and suppression',
    id: 'Persetujuan dan penahanan',
    about: 'An append-only ledger with evidence; the send gate asks it for every message.',
  },
  K15: { en: 'Audit log', id: 'Log audit', about: 'Every change in the same transaction, chained so that tampering shows.' },
  K16: { en: 'Logs', id: 'Log', about: 'A closed list of keys; no key for names, numbers, addresses or text.' },
  K17: { en: 'Incidents', id: 'Insiden', about: 'Who is touched, by when whom to tell, and drafts of what to say.' },
  K18: {
    en: 'Notices and acceptance',
    id: 'Pemberitahuan dan penerimaan',
    about: 'Versions that never change, rendered from what holds, announced ahead, accepted on record.',
  },
  K19: {
    en: 'Processors and what leaves',
    id: 'Pengolah dan yang keluar',
    about: 'A register with purpose, region and contract; the outgoing client reaches nobody else.',
  },
  K20: { en: 'Disclosures', id: 'Pengungkapan', about: 'Requests of authorities are recorded before anything is handed out.' },
  K21: { en: 'Sale of the business', id: 'Penjualan usaha', about: 'Notice before and after, and terms that bind the buyer.' },
  K22: { en: 'Billing', id: 'Penagihan', about: 'Plans, subscriptions, ledger and invoices.' },
  K23: { en: 'Payments', id: 'Pembayaran', about: 'Hosted pages of payment providers only.' },
  K24: { en: 'Taxes and invoices', id: 'Pajak dan faktur', about: 'Tax tables with dates, and gapless numbers.' },
  K25: { en: 'Counting', id: 'Penghitungan', about: 'Counts that come out the same in any order and after repetition.' },
  K26: { en: 'WhatsApp port', id: 'Port WhatsApp', about: 'One way to WhatsApp, typed, through a gate; nothing lost and nothing twice.' },
  K27: { en: 'Incoming webhooks', id: 'Webhook masuk', about: 'Signature over the raw bytes, stored before the answer, each unit once.' },
  K28: { en: 'Outgoing webhooks', id: 'Webhook keluar', about: 'Signed deliveries with retries and an end.' },
  K29: {
    en: 'Templates and limits',
    id: 'Templat dan batas',
    about: 'States, quality and limits as Meta tells them, obeyed when sending.',
  },
  K30: { en: 'Automatic answers', id: 'Jawaban otomatis', about: 'What a program says is marked as such.' },
  K31: { en: 'Contacts', id: 'Kontak', about: 'Records with their source and basis.' },
  K32: { en: 'Files', id: 'Berkas', about: 'Sealed files, short-lived links, types that are checked.' },
  K33: {
    en: 'Usage statistics',
    id: 'Statistik pemakaian',
    about: 'First-party, without persons, with a smallest group, not before the choice.',
  },
  K34: { en: 'Cookies', id: 'Kuki', about: 'A register of cookies, a choice where one is due, and browser signals that count.' },
  K35: { en: 'Age', id: 'Usia', about: 'Lowest ages by place, and a way to report a child.' },
  K36: { en: 'Backups', id: 'Cadangan', about: 'Encrypted, at most 35 days, with a drill that proves they come back.' },
  K37: { en: 'Where data lies', id: 'Letak data', about: 'A register of transfers with the safeguard of each.' },
  K38: { en: 'Content guard', id: 'Penjaga isi', about: 'No content leaves, or is read by a program, beyond what the workspace ordered.' },
  K39: {
    en: 'Operators kept out',
    id: 'Operator di luar',
    about:
      'Who runs the installation sees the content of a workspace only while it lets them in, with everything they read in its audit log.',
  },
  K40: {
    en: 'Wishes about messages',
    id: 'Keinginan soal pesan',
    about: 'Service messages and marketing are told apart, and an objection holds.',
  },
  K41: { en: 'Evidence', id: 'Bukti', about: 'Audits, training, certificates and contracts as dated records that expire.' },
  K42: { en: 'Contact forms', id: 'Formulir kontak', about: 'Their own time of keeping, and a rule for when work begins.' },
  K43: { en: 'Fault reports', id: 'Laporan galat', about: 'Only listed fields, never the words of an error that may quote data.' },
  K44: {
    en: 'Public pages',
    id: 'Halaman publik',
    about: 'Privacy, cookies, security, processors, deletion and retention, written from what holds.',
  },
  K45: { en: 'Linked devices', id: 'Perangkat tertaut', about: 'A history of connections that is only added to.' },
} as const;

/** `K01` to `K45`. */
export type ControlId = keyof typeof controls;
