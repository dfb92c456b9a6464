import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { ID_PREFIXES, personExportSchema } from '@kabar/contract';
import { stringify } from 'csv-stringify/sync';
import yazl from 'yazl';
import { uuidOf } from '#modules/contacts';
import type { KeyRing } from '#platform/crypto/data-key';
import { guardFormula } from '#platform/csv/guard-formula';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import type { PersonIds } from '#platform/personal-data/person-rows';
import { readMessages, type ExportedMessage, type PersonRecord } from './collect-person.ts';
import { readRecords, readTrail, type ExportedRecord } from './collect-records.ts';
import type { ExportsContext } from './exports-context.ts';
import { htmlFoot, htmlHead, htmlMessage } from './person-html.ts';

/**
 * Everything about a person as a ZIP stream; what is in it says docs/reference/person-export.md. Written piece by piece, so that neither many messages
 * nor large files need memory. `onProgress` hears of messages and files that are done. A file that is gone or never arrived is left out; its record names
 * it all the same.
 */
export function writePerson(
  ctx: ExportsContext,
  workspaceId: string,
  { person, ring, ids }: { person: PersonRecord; ring: KeyRing; ids: PersonIds },
  onProgress: () => Promise<void>,
): Readable {
  const zip = new yazl.ZipFile();
  const fill = async (): Promise<void> => {
    zip.addBuffer(json(person), 'person.json');
    const files = new Map<string, string>();
    const messages = () => readMessages(ctx, workspaceId, person, ring);
    await addText(zip, 'messages.json', messagesJson(messages(), files, onProgress));
    await addText(zip, 'messages.csv', messagesCsv(messages()));
    zip.addBuffer(Buffer.from(contactCsv(person)), 'contact.csv');
    await addText(zip, 'records.json', recordsJson(ctx, readRecords(ctx, ids, ring), files));
    zip.addBuffer(json(await readTrail(ctx, ids)), 'trail.json');
    await addText(zip, 'person.html', messagesHtml(ctx, workspaceId, person, ring));
    zip.addBuffer(json(personExportSchema), 'schema.json');
    for (const [mediaId, name] of files) {
      const file = await ctx.openFile(workspaceId, uuidOf('media', mediaId));
      const source = await file?.open().catch((error: unknown) => {
        if (error instanceof AppError) return undefined; // its bytes are gone
        throw error;
      });
      // Pictures and films are compressed as they are.
      if (file !== null && source !== undefined) await addStream(zip, `${name}${extensionOf(file.filename, file.mimeType)}`, source, false);
      await onProgress();
    }
    zip.end();
  };
  const out = zip.outputStream.pipe(new PassThrough());
  fill().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('the export could not be written')));
  return out;
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** Every row, one line each, under the words of its table. Files that a row names are put in line. */
async function* recordsJson(
  ctx: ExportsContext,
  records: AsyncGenerator<ExportedRecord>,
  files: Map<string, string>,
): AsyncGenerator<string> {
  yield '{"format":"kabar.records","version":1,"tables":[';
  let open: string | null = null;
  let isFirst = true;
  for await (const { table, row } of records) {
    if (table !== open) {
      const known = ctx.catalogue.tables.get(table);
      const about = { table, holds: known?.holds[0] ?? table, class: known?.class, purpose: known?.purpose, legal_basis: known?.basis };
      yield `${open === null ? '' : '\n]},'}\n{${JSON.stringify(about).slice(1, -1)},"rows":[`;
      open = table;
      isFirst = true;
    }
    if (table === 'media' && row['status'] === 'stored') {
      const id = toPublicId(ID_PREFIXES.media, String(row['id']));
      files.set(id, `media/${id}`);
    }
    yield `${isFirst ? '' : ','}\n${JSON.stringify(row)}`;
    isFirst = false;
  }
  yield `${open === null ? '' : '\n]}'}]}\n`;
}

async function* messagesCsv(messages: AsyncGenerator<ExportedMessage>): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(['id', 'conversation', 'direction', 'author', 'type', 'status', 'occurred_at', 'text', 'file'])}`;
  for await (const one of messages) {
    const content = one.content as { body?: unknown; caption?: unknown; text?: unknown } | null; // any form; only words are looked for
    const words =
      [content?.body, content?.caption, content?.text].find((value) => typeof value === 'string') ?? JSON.stringify(one.content);
    yield csvLine([
      one.id,
      one.conversation_id,
      one.direction,
      one.author,
      one.type,
      one.status,
      one.occurred_at,
      words,
      one.media_id ?? '',
    ]);
  }
}

function contactCsv({ contact, stage, tags }: PersonRecord): string {
  const rows: [string, string | number | boolean | null][] = [
    ['name', contact.name],
    ['profile_name', contact.profile_name],
    ['country', contact.country],
    ['source', contact.source],
    ['created_at', contact.created_at],
    ['last_seen_at', contact.last_seen_at],
    ['marketing', contact.marketing],
    ['stage', stage],
    ['tags', tags.join(', ')],
    ...contact.identifiers.map((identifier): [string, string] => [identifier.kind, identifier.value]),
    ...Object.entries(contact.attributes),
  ];
  return `\uFEFF${csvLine(['field', 'value'])}${rows.map(([field, value]) => csvLine([field, String(value ?? '')])).join('')}`;
}

function csvLine(cells: readonly string[]): string {
  return stringify([cells.map(guardFormula)], { record_delimiter: '\r\n' });
}

async function* messagesJson(
  messages: AsyncGenerator<ExportedMessage>,
  files: Map<string, string>,
  onProgress: () => Promise<void>,
): AsyncGenerator<string> {
  yield '[';
  let isFirst = true;
  for await (const message of messages) {
    if (message.media_id !== null) files.set(message.media_id, `media/${message.media_id}`);
    yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(message)}`;
    isFirst = false;
    await onProgress();
  }
  yield '\n]\n';
}

async function* messagesHtml(ctx: ExportsContext, workspaceId: string, person: PersonRecord, ring: KeyRing): AsyncGenerator<string> {
  yield htmlHead(person);
  for await (const message of readMessages(ctx, workspaceId, person, ring)) yield htmlMessage(message);
  yield htmlFoot();
}

/** Puts one entry in and waits until it is taken in whole, so that only one source is open at a time. */
async function addStream(zip: yazl.ZipFile, name: string, source: Readable, compress = true): Promise<void> {
  zip.addReadStream(source, name, { compress });
  await once(source, 'end');
}

async function addText(zip: yazl.ZipFile, name: string, pieces: AsyncGenerator<string>): Promise<void> {
  await addStream(zip, name, Readable.from(pieces, { objectMode: false }));
}

/** The ending of a name as the sender gave it, when it is plain; else none, for the type is in the message. */
function extensionOf(filename: string | null, mimeType: string): string {
  const own = /\.[A-Za-z0-9]{1,8}$/.exec(filename ?? '')?.[0];
  if (own !== undefined) return own.toLowerCase();
  const known: Record<string, string> = {
    'image/jpeg': '.jpg',
    'image/png': '.png',
    'image/webp': '.webp',
    'video/mp4': '.mp4',
    'audio/ogg': '.ogg',
    'application/pdf': '.pdf',
  };
  return known[mimeType.split(';')[0] ?? ''] ?? '';
}
