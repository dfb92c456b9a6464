/** Where a browser keeps something for us. `local` stays until it is removed, `session` until the tab is closed. */
export const BROWSER_STORES = ['cookie', 'local', 'session'] as const;
export type BrowserStore = (typeof BROWSER_STORES)[number];

/** `essential`: what was asked for does not work without it. `statistics`: only after somebody said yes. */
export const BROWSER_CATEGORIES = ['essential', 'statistics'] as const;
export type BrowserCategory = (typeof BROWSER_CATEGORIES)[number];

/** One thing kept in a browser. `{…}` in a name stands for a part that differs, such as an id. */
export type BrowserEntry = {
  store: BrowserStore;
  name: string;
  category: BrowserCategory;
  /** Who meets it: `dashboard` members, `public` anybody on a page for customers, `developer` readers of the API reference. */
  pages: readonly ('dashboard' | 'public' | 'developer')[];
  setBy: 'server' | 'page';
  /** ISO 8601 duration after which it is gone by itself; `tab` with the tab; null when only the person removes it. */
  duration: string | null;
  purpose: Readonly<Record<'en' | 'id' | 'hi', string>>;
};

/**
 * Number of the question that is put to people. It rises when something that needs a yes gets another purpose; a choice
 * made under a lower number is no choice any more.
 */
export const BROWSER_CHOICE_VERSION = 1;

/**
 * Everything that Kabar keeps in a browser: the one source of the cookie page, of what the server sets and of what pages may
 * store (`tools/guards/browser-storage.ts` and a crawl in a real browser hold it true). Over https the cookies have the prefix
 * `__Host-`, which binds them to this very host.
 */
export const BROWSER_ENTRIES = [
  {
    store: 'cookie',
    name: 'kabar_session',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'server',
    duration: 'P7D',
    purpose: {
      en: 'Keeps you signed in. Pages cannot read it; it ends after 12 hours without use.',
      id: 'Membuat Anda tetap masuk. Halaman tidak dapat membacanya; berakhir setelah 12 jam tidak dipakai.',
      hi: 'आपको साइन इन रखता है। पेज इसे पढ़ नहीं सकते; 12 घंटे बिना उपयोग के समाप्त हो जाता है।',
    },
  },
  {
    store: 'cookie',
    name: 'kabar_challenge',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'server',
    duration: 'PT10M',
    purpose: {
      en: 'Ties the second step of signing in to the browser that began it. Ends after ten minutes or when you are in.',
      id: 'Mengikat langkah kedua saat masuk ke peramban yang memulainya. Berakhir setelah sepuluh menit atau setelah Anda masuk.',
      hi: 'साइन इन का दूसरा चरण उसी ब्राउज़र से जोड़ता है जिसने शुरू किया था। दस मिनट बाद या साइन इन होने पर समाप्त।',
    },
  },
  {
    store: 'cookie',
    name: 'kabar_passkey',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'server',
    duration: 'PT10M',
    purpose: {
      en: 'Ties the answer of a passkey to the browser that was asked, where the sign-in page offers passkeys. Ends after ten minutes or when you are in.',
      id: 'Mengikat jawaban passkey ke peramban yang ditanya, bila halaman masuk menawarkan passkey. Berakhir setelah sepuluh menit atau setelah Anda masuk.',
      hi: 'जहाँ साइन इन पेज पासकी सुझाता है, वहाँ पासकी का उत्तर उसी ब्राउज़र से जोड़ता है जिससे पूछा गया। दस मिनट बाद या साइन इन होने पर समाप्त।',
    },
  },
  {
    store: 'cookie',
    name: 'kabar_device',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'server',
    duration: 'P365D',
    purpose: {
      en: 'Recognises a browser you signed in with, so that you are told of new ones and attacks from elsewhere do not lock you out.',
      id: 'Mengenali peramban yang pernah Anda pakai untuk masuk, agar Anda diberi tahu bila ada yang baru dan serangan dari tempat lain tidak mengunci Anda.',
      hi: 'उस ब्राउज़र को पहचानता है जिससे आपने साइन इन किया था, ताकि नए ब्राउज़र की सूचना मिले और कहीं और से हमला आपको बाहर न कर दे।',
    },
  },
  {
    store: 'cookie',
    name: 'kabar_choice',
    category: 'essential',
    pages: ['dashboard', 'public'],
    setBy: 'server',
    duration: 'P180D',
    purpose: {
      en: 'Remembers whether you allowed or refused usage statistics, under which question and when.',
      id: 'Mengingat apakah Anda mengizinkan atau menolak statistik pemakaian, untuk pertanyaan yang mana dan kapan.',
      hi: 'याद रखता है कि आपने उपयोग के आँकड़ों की अनुमति दी या मना किया, किस प्रश्न पर और कब।',
    },
  },
  {
    store: 'cookie',
    name: 'kabar_self',
    category: 'essential',
    pages: ['public'],
    setBy: 'server',
    duration: 'PT30M',
    purpose: {
      en: 'Shows that you proved who you are, so that you can see your own data. Ends after 30 minutes or when you leave.',
      id: 'Menunjukkan bahwa Anda sudah membuktikan identitas, sehingga dapat melihat data Anda sendiri. Berakhir setelah 30 menit atau saat Anda keluar.',
      hi: 'दिखाता है कि आपने अपनी पहचान साबित की है, ताकि आप अपना डेटा देख सकें। 30 मिनट बाद या बाहर निकलने पर समाप्त।',
    },
  },
  {
    store: 'cookie',
    name: 'kabar_counted',
    category: 'statistics',
    pages: ['dashboard'],
    setBy: 'server',
    duration: 'P31D',
    purpose: {
      en: 'What this browser was counted for this month, so that it counts once. It holds no name and no number of yours, and is removed when you refuse.',
      id: 'Apa yang sudah dihitung dari peramban ini bulan ini, agar dihitung sekali saja. Tidak memuat nama atau nomor Anda, dan dihapus bila Anda menolak.',
      hi: 'इस ब्राउज़र को इस महीने किसके लिए गिना जा चुका है, ताकि वह एक बार ही गिने। इसमें आपका नाम या नंबर नहीं है; मना करने पर मिटा दिया जाता है।',
    },
  },
  {
    store: 'local',
    name: 'kabar.theme',
    category: 'essential',
    pages: ['dashboard', 'public', 'developer'],
    setBy: 'page',
    duration: null,
    purpose: {
      en: 'The light or dark look you chose.',
      id: 'Tampilan terang atau gelap yang Anda pilih.',
      hi: 'आपका चुना हुआ हल्का या गहरा रूप।',
    },
  },
  {
    store: 'local',
    name: 'kabar.docs.sample',
    category: 'essential',
    pages: ['developer'],
    setBy: 'page',
    duration: null,
    purpose: {
      en: 'The programming language in which you read the samples of the documentation.',
      id: 'Bahasa pemrograman yang Anda pilih untuk membaca contoh di dokumentasi.',
      hi: 'वह प्रोग्रामिंग भाषा जिसमें आप दस्तावेज़ के नमूने पढ़ते हैं।',
    },
  },
  {
    store: 'local',
    name: 'kabar.language',
    category: 'essential',
    pages: ['dashboard', 'public'],
    setBy: 'page',
    duration: null,
    purpose: { en: 'The language you chose.', id: 'Bahasa yang Anda pilih.', hi: 'आपकी चुनी हुई भाषा।' },
  },
  {
    store: 'local',
    name: 'kabar.workspace',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'page',
    duration: null,
    purpose: {
      en: 'The workspace you used last, to open it again.',
      id: 'Ruang kerja yang terakhir Anda pakai, agar dibuka kembali.',
      hi: 'आपका पिछला वर्कस्पेस, ताकि वही फिर खुले।',
    },
  },
  {
    store: 'local',
    name: 'kabar.rail',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'page',
    duration: null,
    purpose: {
      en: 'Whether the menu is narrow or wide.',
      id: 'Apakah menu sempit atau lebar.',
      hi: 'मेनू सँकरा है या चौड़ा।',
    },
  },
  {
    store: 'local',
    name: 'kabar.pane.{pane}',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'page',
    duration: null,
    purpose: {
      en: 'The widths you gave to parts of a page.',
      id: 'Lebar bagian halaman yang Anda atur.',
      hi: 'पेज के हिस्सों को आपकी दी हुई चौड़ाई।',
    },
  },
  {
    store: 'local',
    name: 'kabar.inbox.customer',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'page',
    duration: null,
    purpose: {
      en: 'Whether the customer is shown beside the conversation.',
      id: 'Apakah data pelanggan ditampilkan di samping percakapan.',
      hi: 'बातचीत के साथ ग्राहक दिखे या नहीं।',
    },
  },
  {
    store: 'local',
    name: 'kabar.phone-opened.{workspace}',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'page',
    duration: null,
    purpose: {
      en: 'Ticks a first step off once it is done.',
      id: 'Mencentang langkah awal yang sudah selesai.',
      hi: 'पूरा हुआ पहला कदम दर्ज करता है।',
    },
  },
  {
    store: 'local',
    name: 'kabar.template-draft.{draft}',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'page',
    duration: null,
    purpose: {
      en: 'A template you are writing, until the server has it.',
      id: 'Templat yang sedang Anda tulis, sampai server menyimpannya.',
      hi: 'लिखा जा रहा टेम्पलेट, जब तक सर्वर उसे न रख ले।',
    },
  },
  {
    store: 'session',
    name: 'tsr-scroll-restoration-v{version}',
    category: 'essential',
    pages: ['dashboard', 'public'],
    setBy: 'page',
    duration: 'tab',
    purpose: {
      en: 'How far you had scrolled, to come back to the same place.',
      id: 'Sejauh mana Anda menggulir, agar kembali ke tempat yang sama.',
      hi: 'आपने कितना स्क्रॉल किया था, ताकि उसी जगह लौट सकें।',
    },
  },
  {
    store: 'session',
    name: 'kabar.draft.{conversation}',
    category: 'essential',
    pages: ['dashboard'],
    setBy: 'page',
    duration: 'tab',
    purpose: {
      en: 'A message you are writing, until it is sent or the tab is closed.',
      id: 'Pesan yang sedang Anda tulis, sampai dikirim atau tab ditutup.',
      hi: 'लिखा जा रहा संदेश, भेजे जाने या टैब बंद होने तक।',
    },
  },
] as const satisfies readonly BrowserEntry[];

type EntryOf<S extends BrowserStore> = Extract<(typeof BROWSER_ENTRIES)[number], { store: S }>['name'];
type Filled<N extends string> = N extends `${infer Start}{${string}}${infer Rest}` ? `${Start}${string}${Filled<Rest>}` : N;

/** A key that a page may keep in local storage. */
export type LocalKey = Filled<EntryOf<'local'>>;
/** A key that a page may keep in the storage of its tab. */
export type SessionKey = Filled<EntryOf<'session'>>;
/** A cookie that the server may set, without the prefix it has over https. */
export type CookieName = EntryOf<'cookie'>;

/** The entry for something found in a browser, or null when we know nothing of it. */
export function browserEntryOf(store: BrowserStore, name: string): BrowserEntry | null {
  const bare = store === 'cookie' ? name.replace(/^__Host-/, '') : name;
  return BROWSER_ENTRIES.find((entry) => entry.store === store && patternOf(entry.name).test(bare)) ?? null;
}

function patternOf(name: string): RegExp {
  const parts = name.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}
