/** Types that browsers show by themselves without running anything; all others are downloaded. */
const shownTypes: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'application/pdf', 'text/plain']);

/**
 * Headers under which a file of unknown origin is handed to a browser: never sniffed, never run, never kept by proxies. What is
 * no picture, sound, film, PDF or plain text is a download.
 */
export function contentHeaders(file: { mimeType: string; filename: string | null; isDownload?: boolean }): Record<string, string> {
  const bare = file.mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
  const isShown = shownTypes.has(bare) || /^(audio|video)\/[a-z0-9.+-]+$/.test(bare);
  return {
    'content-type': isShown ? (bare === 'text/plain' ? 'text/plain; charset=utf-8' : bare) : 'application/octet-stream',
    'content-disposition': disposition(isShown && file.isDownload !== true ? 'inline' : 'attachment', file.filename),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=300',
    'accept-ranges': 'bytes',
  };
}

/** RFC 6266: a plain name for old programs and the full one in UTF-8. */
function disposition(kind: 'inline' | 'attachment', filename: string | null): string {
  if (filename === null) return kind;
  const plain = filename.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const full = encodeURIComponent(filename).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${full}`;
}

/** The asked part of a file: first and last byte, both included. */
export type ByteRange = { first: number; last: number };

/**
 * Reads a `Range` header of one part. Null: send the whole file (no header, several parts, another unit). `unsatisfiable`:
 * the part lies outside the file. Source: RFC 9110 section 14.
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  if (from === '') {
    const count = Number(to);
    return count === 0 || sizeBytes === 0 ? 'unsatisfiable' : { first: Math.max(0, sizeBytes - count), last: sizeBytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== '' && Number(to) < first) return null;
  return first >= sizeBytes ? 'unsatisfiable' : { first, last };
}
