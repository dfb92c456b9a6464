import { localTime } from './local-time.ts';
import type { TranscriptHead, TranscriptLine } from './transcript-line.ts';

const columns = ['time', 'time_zone', 'kind', 'author', 'direction', 'type', 'status', 'text', 'marks', 'media_id', 'link', 'id'];

/** A transcript as a table for spreadsheets, piece by piece: RFC 4180 with a byte order mark, so that Excel reads it as UTF-8. */
export async function* writeCsv(head: TranscriptHead, lines: AsyncIterable<TranscriptLine>): AsyncGenerator<string> {
  const time = localTime(head.timeZone);
  yield `\uFEFF${columns.join(',')}\r\n`;
  for await (const line of lines) {
    const cells = [
      time(line.at),
      head.timeZone,
      line.kind,
      line.author,
      line.direction ?? '',
      line.type,
      line.status ?? '',
      line.text,
      line.marks.join('; '),
      line.mediaId ?? '',
      line.link ?? '',
      line.id,
    ];
    yield `${cells.map(csvCell).join(',')}\r\n`;
  }
}

/**
 * One cell in quotes. What a spreadsheet would take for a formula gets an apostrophe in front.
 * Source: OWASP, CSV Injection.
 */
export function csvCell(text: string): string {
  const guarded = /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}
