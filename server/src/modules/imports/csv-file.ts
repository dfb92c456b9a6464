import { IMPORT_LIMITS } from '@kabar/contract';
import { parse } from 'csv-parse';

/** How the bytes of a file are to be read. */
export type CsvForm = { delimiter: ',' | ';' | '\t' | '|'; encoding: 'utf-8' | 'utf-16le' | 'latin-1' };

/** A row as it stands in the file; `number` is 1 for the header, as a spreadsheet counts. */
export type CsvRow = { number: number; cells: string[] };

const delimiters = [',', ';', '\t', '|'] as const;
const headBytes = 64 * 1024;
/** A record larger than this is a quote that was never closed, not a row. */
const maxRecordBytes = 4 * 1024 * 1024;

/**
 * Finds out how a file is written: a byte order mark tells; else it is UTF-8 when every byte fits it, else Latin-1 as spreadsheets
 * of Western Windows write it. The delimiter is the one that divides the first lines most evenly.
 */
export async function detectForm(source: AsyncIterable<Uint8Array>): Promise<CsvForm> {
  const head: Uint8Array[] = [];
  let headLength = 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  for await (const chunk of source) {
    if (headLength < headBytes) {
      head.push(chunk);
      headLength += chunk.byteLength;
    }
    if (isUtf8) isUtf8 = fits(decoder, chunk, true);
  }
  isUtf8 = isUtf8 && fits(decoder, new Uint8Array(), false);
  const bytes = Buffer.concat(head).subarray(0, headBytes);
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : isUtf8 ? 'utf-8' : 'latin-1';
  const text = new TextDecoder(encoding === 'latin-1' ? 'windows-1252' : encoding).decode(bytes);
  return { delimiter: guessDelimiter(text), encoding };
}

function fits(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(chunk, { stream });
    return true;
  } catch {
    return false;
  }
}

/** The delimiter that stands outside quotes in every one of the first lines, equally often if possible. Pure. */
export function guessDelimiter(text: string): CsvForm['delimiter'] {
  const lines = text
    .replaceAll(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  const scored = delimiters.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    return { delimiter, score: first === 0 ? 0 : first * counts.filter((count) => count === first).length };
  });
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

/**
 * Reads the rows of a file one by one in constant memory; empty lines count but are left out. Quotes that do not follow the rules are
 * taken as they stand. Errors: `CsvError` for a quote that is never closed or a row beyond all bounds.
 */
export async function* readCsv(source: AsyncIterable<Uint8Array>, form: CsvForm): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter: form.delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: maxRecordBytes,
  });
  const feeding = feed(parser, decode(source, form.encoding));
  feeding.catch(() => undefined); // the parser fails with it, and that is what the reader sees
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number += 1;
      if (cells.some((cell) => cell.trim() !== '')) yield { number, cells: cells.slice(0, IMPORT_LIMITS.columns) };
    }
    await feeding;
  } finally {
    parser.destroy();
  }
}

async function feed(parser: ReturnType<typeof parse>, text: AsyncIterable<string>): Promise<void> {
  try {
    for await (const piece of text) {
      if (parser.destroyed) return;
      if (!parser.write(piece)) await new Promise<void>((resolve) => waitFor(parser, resolve));
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error('the file could not be read'));
  }
}

function waitFor(parser: ReturnType<typeof parse>, resolve: () => void): void {
  const done = (): void => {
    parser.off('drain', done).off('close', done).off('error', done);
    resolve();
  };
  parser.once('drain', done).once('close', done).once('error', done);
}

async function* decode(source: AsyncIterable<Uint8Array>, encoding: CsvForm['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding === 'latin-1' ? 'windows-1252' : encoding);
  for await (const chunk of source) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
