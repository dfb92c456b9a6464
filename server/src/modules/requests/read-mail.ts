import type { PrivacyRequestKind } from '@kabar/contract';

/** What matters of a mail: who wrote it, under which id, and its words. `from` is a bare address. */
export type ReadMail = { from: string; name: string | null; messageId: string | null; subject: string; text: string; isAutomatic: boolean };

type Part = { headers: Map<string, string>; body: Buffer };

const maxText = 4_000;
const maxDepth = 5;

/**
 * Reads a mail as it came over the wire (RFC 5322 with MIME): encoded headers, quoted-printable and base64, the first plain text part, else the first
 * HTML part without its tags. Null when it names no sender. Never throws, whatever the bytes are.
 */
export function readMail(raw: Buffer): ReadMail | null {
  const mail = splitPart(raw);
  const sender = readAddress(decodeWords(mail.headers.get('from') ?? ''));
  if (sender === null) return null;
  const text = textOf(mail, 'text/plain', 0) ?? stripTags(textOf(mail, 'text/html', 0) ?? '');
  const auto = mail.headers.get('auto-submitted')?.toLowerCase() ?? 'no';
  return {
    ...sender,
    messageId: mail.headers.get('message-id')?.trim().slice(0, 300) ?? null,
    subject: decodeWords(mail.headers.get('subject') ?? '').slice(0, 300),
    text: text.replaceAll('\r\n', '\n').trim().slice(0, maxText),
    isAutomatic: auto !== 'no' || ['bulk', 'list', 'junk'].includes(mail.headers.get('precedence')?.trim().toLowerCase() ?? ''),
  };
}

const kindWords: readonly [PrivacyRequestKind, RegExp][] = [
  ['withdraw_consent', /\b(withdraw|revoke|take back)\b.{0,40}\bconsent\b|\b(tarik|menarik|mencabut|cabut)\b.{0,40}\bpersetujuan\b/iu],
  ['portability', /\b(portab\w*|transfer my data|take my data along|machine.readable)\b|\b(memindahkan|pindahkan|portabilitas)\b/iu],
  ['erase', /\b(erase|erasure|delete|deletion|remove|forget me|right to be forgotten)\b|\b(hapus|menghapus|penghapusan|dihapus)\b/iu],
  ['rectify', /\b(correct|correction|rectif\w*|wrong|update my)\b|\b(perbaik\w*|koreksi|salah|ralat)\b/iu],
  ['restrict', /\b(restrict\w*|stop processing|only store)\b|\b(batasi|membatasi|pembatasan)\b/iu],
  ['object', /\b(object|objection|opt.?out|stop using)\b|\b(keberatan|menolak|berhenti menggunakan)\b/iu],
  ['access', /\b(access|copy|what (data )?do you (have|hold|know)|subject access|sar|dsar)\b|\b(akses|salinan|data apa)\b/iu],
];

/** What somebody most likely asks for, read out of their words in English and Indonesian; null when nothing tells. A member always looks again. */
export function guessKind(text: string): PrivacyRequestKind | null {
  return kindWords.find(([, words]) => words.test(text))?.[0] ?? null;
}

/** Whether words are more likely Indonesian than English. */
export function guessLanguage(text: string): 'en' | 'id' {
  const count = (words: RegExp): number => text.match(words)?.length ?? 0;
  return count(/\b(saya|data saya|mohon|tolong|anda|dan|yang|untuk|hapus|terima kasih)\b/giu) >
    count(/\b(i|my|the|please|you|and|data of|thank)\b/giu)
    ? 'id'
    : 'en';
}

function splitPart(raw: Buffer): Part {
  const end = /\r?\n\r?\n/.exec(raw.toString('latin1', 0, Math.min(raw.length, 200_000)));
  const head = raw.toString('latin1', 0, end?.index ?? raw.length);
  const body = end === null ? Buffer.alloc(0) : raw.subarray(end.index + end[0].length);
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body };
}

function textOf(part: Part, wanted: 'text/plain' | 'text/html', depth: number): string | null {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const kind = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (kind.startsWith('multipart/')) {
    const boundary = parameter(type, 'boundary');
    if (boundary === null || depth >= maxDepth) return null;
    for (const inner of splitBoundary(part.body, boundary)) {
      const text = textOf(splitPart(inner), wanted, depth + 1);
      if (text !== null) return text;
    }
    return null;
  }
  if (kind !== wanted || /attachment/i.test(part.headers.get('content-disposition') ?? '')) return null;
  return decode(unpack(part), parameter(type, 'charset'));
}

function unpack({ headers, body }: Part): Buffer {
  const how = headers.get('content-transfer-encoding')?.trim().toLowerCase();
  if (how === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (how !== 'quoted-printable') return body;
  const soft = body.toString('latin1').replaceAll(/=[ \t]*\r?\n/g, '');
  return Buffer.from(
    soft.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function splitBoundary(body: Buffer, boundary: string): Buffer[] {
  const pieces = body.toString('latin1').split(`--${boundary}`);
  return pieces.slice(1).flatMap((piece) => (piece.startsWith('--') ? [] : [Buffer.from(piece.replace(/^\r?\n/, ''), 'latin1')]));
}

function parameter(header: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*("([^"]*)"|[^;\\s]+)`, 'i').exec(header);
  return found === null ? null : (found[2] ?? found[1] ?? null);
}

function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?([^?]+)\?([bBqQ])\?([^?]*)\?=/g, (_, charset: string, how: string, value: string) => {
      const bytes =
        how.toLowerCase() === 'b'
          ? Buffer.from(value, 'base64')
          : Buffer.from(
              value
                .replaceAll('_', ' ')
                .replaceAll(/=([0-9A-Fa-f]{2})/g, (_hex, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))),
              'latin1',
            );
      return decode(bytes, charset);
    });
}

function decode(bytes: Buffer, charset: string | null): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes); // a character set nobody knows
  }
}

function readAddress(header: string): { from: string; name: string | null } | null {
  const angled = /^(.*)<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(header);
  const bare = /([^\s<>",;:()]+@[^\s<>",;:()]+)/.exec(header);
  const from = angled?.[2] ?? bare?.[1];
  if (from === undefined || from.length > 320) return null;
  const name = angled?.[1]?.trim().replaceAll(/^"|"$/g, '').trim() ?? '';
  return { from: from.toLowerCase(), name: name === '' ? null : name.slice(0, 200) };
}

function stripTags(html: string): string {
  return html
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/<br\s*\/?>|<\/p>|<\/div>/gi, '\n')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[ \t]+/g, ' ');
}
