import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

/**
 * Remembers, on this machine, which messages began to leave the process. It narrows the one honest gap: after a kill, a
 * claimed message that is not in the dead process's journal was provably never sent and may go out again; one that is
 * in it may have been sent and is not repeated on its own.
 *
 * An entry is written with a synchronous system call immediately before the first byte goes to the socket. It survives
 * the death of the process (the kernel holds it), not the death of the machine; the holder's name carries the boot id of
 * the machine, so that after a restart of the machine nobody believes an old journal.
 */
export type SendJournal = {
  /** To be called synchronously before the first byte of this try is written. */
  started(messageId: string, attempt: number): void;
  /** The try's outcome is durable in the database; its entry is no longer needed. */
  settled(messageId: string, attempt: number): void;
  close(): void;
};

/** What a dead process left: the tries that began, or null when there is no journal to believe. */
export type JournalEvidence = ReadonlySet<string> | null;

const entryBytes = 17;
const segmentEntryCount = 50_000;

/** Opens a fresh journal for `holder` in `folder`. Errors: file system errors. */
export function openSendJournal(folder: string, holder: string): SendJournal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const prefix = journalName(holder);
  writeFileSync(path.join(folder, `${prefix}${holderSuffix}`), holder, { mode: 0o600 });
  let serial = 0;
  let segment = openSegment();
  const older = new Set<Segment>();

  function openSegment(): Segment {
    const file = path.join(folder, `${prefix}.${serial++}`);
    return { file, fd: openSync(file, 'a', 0o600), open: new Set(), written: 0 };
  }

  return {
    started(messageId, attempt) {
      if (segment.written >= segmentEntryCount) {
        older.add(segment);
        segment = openSegment();
      }
      const entry = encodeEntry(messageId, attempt);
      writeSync(segment.fd, entry);
      segment.written += 1;
      segment.open.add(entryKey(messageId, attempt));
    },
    settled(messageId, attempt) {
      const key = entryKey(messageId, attempt);
      if (segment.open.delete(key)) return;
      for (const old of older) {
        if (!old.open.delete(key)) continue;
        if (old.open.size === 0) {
          closeSync(old.fd);
          rmSync(old.file, { force: true });
          older.delete(old);
        }
        return;
      }
    },
    close() {
      for (const one of [segment, ...older]) closeSync(one.fd);
    },
  };
}

type Segment = { file: string; fd: number; open: Set<string>; written: number };

/**
 * Reads what a dead `holder` began to send. Null when there is no journal of that holder here, which says nothing about
 * what it sent.
 */
export function readSendJournal(folder: string, holder: string): JournalEvidence {
  if (!existsSync(folder)) return null;
  const prefix = `${journalName(holder)}.`;
  const files = readdirSync(folder).filter((name) => name.startsWith(prefix) && !name.endsWith(holderSuffix));
  if (files.length === 0) return null;
  const tries = new Set<string>();
  for (const name of files) {
    const bytes = readFileSync(path.join(folder, name));
    for (let offset = 0; offset + entryBytes <= bytes.length; offset += entryBytes) tries.add(decodeEntry(bytes, offset));
  }
  return tries;
}

/** Removes the journals that nobody needs any more; `isNeeded` is asked once per holder. */
export function removeSendJournals(folder: string, isNeeded: (holder: string) => boolean): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder);
  for (const name of names.filter((one) => one.endsWith(holderSuffix))) {
    if (isNeeded(readFileSync(path.join(folder, name), 'utf8'))) continue;
    const prefix = name.slice(0, -holderSuffix.length);
    for (const own of names.filter((one) => one.startsWith(prefix))) rmSync(path.join(folder, own), { force: true });
  }
}

const holderSuffix = '.holder';

/** How a try is named in the evidence. */
export function entryKey(messageId: string, attempt: number): string {
  return `${messageId}/${attempt}`;
}

function journalName(holder: string): string {
  return createHash('sha256').update(holder).digest('hex').slice(0, 24);
}

function encodeEntry(messageId: string, attempt: number): Buffer {
  const entry = Buffer.allocUnsafe(entryBytes);
  entry.write(messageId.replaceAll('-', ''), 0, 16, 'hex');
  entry.writeUInt8(attempt & 0xff, 16);
  return entry;
}

function decodeEntry(bytes: Buffer, offset: number): string {
  const hex = bytes.toString('hex', offset, offset + 16);
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return entryKey(id, bytes.readUInt8(offset + 16));
}
