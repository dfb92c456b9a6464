/**
 * Words that the long passwords people really choose are put together from. Written for this product from general
 * knowledge (English and Indonesian); no foreign list was copied.
 */
const words = `
password passw0rd p4ssword pass passwort admin administrator root user guest login welcome letmein changeme secret default test
testing demo sample hello goodbye iloveyou ilove love you lovely forever always never mother father family brother sister baby angel
princess prince queen king dragon monkey tiger lion eagle bear wolf shadow master superman batman spiderman pokemon naruto starwars
football baseball basketball soccer hockey liverpool arsenal chelsea barcelona manchester united madrid juventus persija persib
summer winter spring autumn january february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm azerty abc abcdef abcd computer internet
google facebook whatsapp instagram twitter youtube microsoft windows apple android samsung iphone nokia linkedin company business
office server network system security access account service support sales marketing finance manager customer india indonesia
jakarta bandung surabaya medan bali merdeka garuda bismillah alhamdulillah allah sayang sayangku cinta cintaku aku kamu kita rahasia
sandi katasandi kata selamat pagi siang malam datang terima kasih ibu ayah bapak mama papa adik kakak keluarga bahagia sukses
indah bunga kucing anjing rumah mobil kerja kantor sekolah mumbai delhi bharat hindustan cricket krishna ganesh jesus christ blessed
freedom liberty america london paris newyork california texas canada australia god trustno1 trust one no1 two three four five six
seven eight nine zero the is my me in of on and to this that for are it a i be what who correct horse battery staple kabar chat bot
message inbox number1 number first last new old good bad happy lucky star sun moon sky blue red green black white silver gold money
cash dollar rupiah million flower rainbow butterfly sunshine chocolate cookie coffee pizza music guitar rock metal jazz dance game
gamer player ninja killer hunter warrior hero magic power energy
`
  .trim()
  .split(/\s+/);

const vocabulary = new Set(words);
const longestWord = Math.max(...words.map((word) => word.length));

/** Swaps that fool nobody: every guessing program undoes them first. */
const plainLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
};

/**
 * Whether a lower-case password of 15 characters or more is one that is tried first: at most three common words and
 * numbers in a row, with the usual swaps of letters, digits and separators. Four or more words are a passphrase and pass,
 * except the few everybody has read about.
 */
export function isCommonPassword(folded: string): boolean {
  const letters = folded.replaceAll(/[^\p{L}\p{N}@$!+]/gu, '');
  if (famous.has(letters)) return true;
  const trimmed = letters.replace(/[\d!@$+]+$/u, '').replace(/^[\d!@$+]+/u, '');
  const wordsOnly = trimmed.replaceAll(/[!+]/g, '');
  return [letters, trimmed, wordsOnly].flatMap((form) => [form, plainForm(form)]).some((form) => pieceCount(form) <= 3);
}

function plainForm(text: string): string {
  return [...text].map((char) => plainLetters[char] ?? char).join('');
}

const famous = new Set([
  'correcthorsebatterystaple',
  'iloveyouforever',
  'thisismypassword',
  'thisisapassword',
  'whatisthepassword',
  'whatismypassword',
  'mynameis',
  'tobeornottobe',
  'letmeinplease',
  'openthedoorplease',
  'akucintakamuselamanya',
  'akusayangkamu',
  'bismillahirrahmanirrahim',
  'allahuakbarallahuakbar',
]);

/** The fewest vocabulary words and digit groups the text splits into; infinite when it does not. */
function pieceCount(text: string): number {
  const fewest: number[] = [0];
  for (let end = 1; end <= text.length; end += 1) {
    let best = Number.POSITIVE_INFINITY;
    for (let start = Math.max(0, end - longestWord); start < end; start += 1) {
      const piece = text.slice(start, end);
      if (vocabulary.has(piece) || /^\d{1,8}$/.test(piece)) best = Math.min(best, (fewest[start] ?? Number.POSITIVE_INFINITY) + 1);
    }
    fewest.push(best);
  }
  return fewest[text.length] ?? Number.POSITIVE_INFINITY;
}
