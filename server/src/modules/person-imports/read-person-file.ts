import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { PersonFile, PersonFileMessage, PERSON_IMPORT_LIMITS } from '@kabar/contract';
import yauzl from 'yauzl';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { SealError } from '#platform/crypto/seal-error';
import { StorageError } from '#platform/storage/object-storage';
import type { SealedStorage } from '#platform/storage/sealed-storage';

/** A file that is no export of a person, or one that cannot be read. `why` is a plain sentence without anything out of the file. */
export class PersonFileError extends Error {
  override name = 'PersonFileError';
  readonly why: string;
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.why = why;
  }
}

/** A stored export of a person, read in place: neither it nor its files have to fit into memory. Close it at the end. */
export type PersonArchive = {
  /** Errors: `PersonFileError` for what is no `person.json` of a version that is known here. */
  person(): Promise<PersonFile>;
  /** The messages from the given place on, one at a time. Errors: `PersonFileError` for one that is none, with its place. */
  messages(from?: number): AsyncGenerator<PersonFileMessage>;
  /** The files by the id they have in the messages. */
  files: readonly ArchivedFile[];
  close(): void;
};

/** A file in the archive. `sourceId` is its id where it was kept. */
export type ArchivedFile = { sourceId: string; filename: string; sizeBytes: number; open(): Promise<Readable> };

/** Where the archive is stored. */
export type StoredArchive = {
  name: string;
  owner: DataKey | KeyRing;
  place: readonly string[];
  sealedKey: Uint8Array;
  sizeBytes: number;
};

/** Three times the largest file: text packs well, and what takes most of the place, pictures and films, hardly at all. */
const maxUnpackedBytes = 3 * PERSON_IMPORT_LIMITS.bytes;

const mediaName = /^media\/([A-Za-z0-9_-]{1,64})(\.[A-Za-z0-9]{1,8})?$/;

/**
 * Opens an export of a person (docs/reference/person-export.md) where it lies. The end of a ZIP tells what is in it, so only the parts that are asked for
 * are read and unsealed. Errors: `PersonFileError`; `StorageError` and `SealError` of the storage.
 */
export async function openArchive(storage: Pick<SealedStorage, 'getPart'>, stored: StoredArchive): Promise<PersonArchive> {
  const zip = await openZip(storage, stored);
  const entries = new Map<string, yauzl.Entry>();
  let unpackedBytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= PERSON_IMPORT_LIMITS.files + 20) throw new PersonFileError('the file has too many parts');
      // What a part says here is what is unpacked of it at most: the reader stops a part that has more.
      unpackedBytes += entry.uncompressedSize;
      if (unpackedBytes > maxUnpackedBytes) throw new PersonFileError('unpacked, it would be too large');
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
    }
  } catch (error) {
    zip.close();
    throw readable(error);
  }
  const open = async (name: string): Promise<Readable | null> => {
    const entry = entries.get(name);
    return entry === undefined ? null : openEntry(zip, entry);
  };
  return {
    person: async () => readPerson(await open('person.json'), entries.get('person.json')?.uncompressedSize ?? 0),
    messages: async function* (from = 0) {
      const source = await open('messages.json');
      if (source !== null) yield* readMessages(source, from);
    },
    files: [...entries.values()].flatMap((entry) => {
      const [, sourceId, extension = ''] = mediaName.exec(entry.fileName) ?? [];
      return sourceId === undefined
        ? []
        : [{ sourceId, filename: `${sourceId}${extension}`, sizeBytes: entry.uncompressedSize, open: () => openEntry(zip, entry) }];
    }),
    close: () => zip.close(),
  };
}

async function readPerson(source: Readable | null, sizeBytes: number): Promise<PersonFile> {
  if (source === null) throw new PersonFileError('there is no person.json in it; a whole export of one person is needed');
  if (sizeBytes > PERSON_IMPORT_LIMITS.recordBytes) throw new PersonFileError('its person.json is too large');
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of source) chunks.push(chunk as Buffer); // a byte stream
  } catch (error) {
    throw readable(error);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new PersonFileError('its person.json is not JSON', { cause });
  }
  const { format, version } = (typeof value === 'object' && value !== null ? value : {}) as { format?: unknown; version?: unknown };
  if (format !== 'kabar.person') throw new PersonFileError('it is not an export of one person');
  if (version !== 1) throw new PersonFileError('it was written by a newer version that is not known here; update this installation first');
  const parsed = PersonFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PersonFileError(`its person.json does not have the form of version 1 (${issue?.path.join('.') ?? ''})`);
  }
  return parsed.data;
}

/** One message stands on each line between the brackets. */
async function* readMessages(source: Readable, from: number): AsyncGenerator<PersonFileMessage> {
  let place = 0;
  try {
    for await (const line of linesOf(source)) {
      const text = line.trim().replace(/,$/, '');
      if (text === '' || text === '[' || text === ']' || text === '[]') continue;
      place += 1;
      if (place > PERSON_IMPORT_LIMITS.messages) throw new PersonFileError('it has too many messages');
      if (place <= from) continue;
      if (text.length > PERSON_IMPORT_LIMITS.messageBytes) throw new PersonFileError(`message ${place} is too large`);
      yield readMessage(text, place);
    }
  } catch (error) {
    throw readable(error);
  } finally {
    source.destroy();
  }
}

/** Lines of a text, none of which is ever held beyond the size of a message: a few bytes of a ZIP can be a line of gigabytes. */
async function* linesOf(source: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let held = '';
  for await (const chunk of source) {
    held += decoder.write(chunk as Buffer); // a byte stream
    const parts = held.split('\n');
    held = parts.pop() ?? '';
    yield* parts;
    if (held.length > PERSON_IMPORT_LIMITS.messageBytes) throw new PersonFileError('a line of its messages.json is too large');
  }
  yield held + decoder.end();
}

function readMessage(text: string, place: number): PersonFileMessage {
  try {
    const parsed = PersonFileMessage.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch (cause) {
    throw new PersonFileError(`message ${place} is not JSON on a line of its own`, { cause });
  }
  throw new PersonFileError(`message ${place} does not have the form of version 1`);
}

/** Reads parts of a stored object for the ZIP reader. */
class StoredReader extends yauzl.RandomAccessReader {
  readonly #open: (first: number, last: number) => Promise<Readable>;
  constructor(open: (first: number, last: number) => Promise<Readable>) {
    super();
    this.#open = open;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    const open = this.#open;
    return Readable.from(
      (async function* () {
        if (end > start) yield* await open(start, end - 1);
      })(),
      { objectMode: false },
    );
  }
}

async function openZip(storage: Pick<SealedStorage, 'getPart'>, stored: StoredArchive): Promise<yauzl.ZipFile> {
  const reader = new StoredReader((first, last) => storage.getPart(stored, { first, last }));
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true };
  return yauzl.fromRandomAccessReaderPromise(reader, stored.sizeBytes, options).catch((error: unknown) => {
    throw readable(error);
  });
}

async function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return zip.openReadStreamPromise(entry).catch((error: unknown) => {
    throw readable(error);
  });
}

/** What the ZIP reader throws is about the file; what the storage throws is about us. */
function readable(error: unknown): unknown {
  if (error instanceof PersonFileError || error instanceof StorageError || error instanceof SealError) return error;
  return new PersonFileError('it is not a ZIP file that can be read, or it was damaged on its way', { cause: error });
}
