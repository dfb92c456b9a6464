import { createHash } from 'node:crypto';
import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** Passwords that were in breaches, as the operator keeps them on the machine. Nothing is asked of anybody else. */
export type BreachedPasswords = {
  /** Whether a password is among them. Errors: rejects when the list cannot be read any more. */
  has(password: string): Promise<boolean>;
};

/** The list cannot be used; the message says why and what would be right. */
export class BreachedListError extends Error {
  override readonly name = 'BreachedListError';
}

/** A line of the whole list: SHA-1 of the password, and how often it was seen. */
const hashLine = /^([0-9A-F]{40})(?::\d+)?$/i;
/** A line of the file of a prefix: the rest of the hash. A count of 0 is padding. */
const suffixLine = /^([0-9A-F]{35}):(\d+)$/i;
const rangeFile = /^[0-9A-F]{5}(?:\.txt)?$/i;
/** Enough for the longest line with the end of the one before. */
const windowBytes = 160;
const sampleCount = 512;

/**
 * Opens a list in one of the two forms in which Have I Been Pwned gives its own: one file of lines `<SHA-1>:<count>` in the order of the hashes, or a folder
 * with a file per prefix of five (`0A1B2.txt`) of lines `<the other 35>:<count>`. A password costs one small file, or some forty short reads of the whole
 * one: neither is kept in memory, and both may be replaced while Kabar runs. SHA-1 is the form of the list; it protects nothing here.
 * Source: https://haveibeenpwned.com/API/v3#PwnedPasswords, read 2026-11-21.
 *
 * Errors: `BreachedListError` when nothing is there, or it has another form or order.
 */
export async function openBreachedPasswords(path: string): Promise<BreachedPasswords> {
  const found = await stat(path).catch((error: unknown) => {
    throw new BreachedListError(`The list of breached passwords ${path} cannot be read (${reasonOf(error)}).`, { cause: error });
  });
  if (found.isDirectory()) {
    await checkFolder(path);
    return { has: (password) => isInFolder(path, hashOf(password)) };
  }
  await withFile(path, (file) => checkOrder(path, file));
  return { has: (password) => withFile(path, (file) => isInFile(file, hashOf(password))) };
}

function hashOf(password: string): string {
  return createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

async function checkFolder(folder: string): Promise<void> {
  const first = (await readdir(folder)).find((name) => rangeFile.test(name));
  if (first === undefined)
    throw new BreachedListError(
      `In ${folder} is no file of breached passwords: they are named after the first five digits, such as 0A1B2.txt.`,
    );
  if (!(await readLines(join(folder, first))).some((line) => suffixLine.test(line)))
    throw new BreachedListError(
      `${join(folder, first)} is no file of breached passwords: its lines are the other 35 digits, a colon and a count.`,
    );
}

async function isInFolder(folder: string, hash: string): Promise<boolean> {
  const [prefix, suffix] = [hash.slice(0, 5), hash.slice(5)];
  const names = [`${prefix}.txt`, prefix, `${prefix.toLowerCase()}.txt`, prefix.toLowerCase()];
  for (const name of names) {
    const lines = await readLines(join(folder, name)).catch((error: unknown) => {
      if (reasonOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (lines === null) continue;
    return lines.some((line) => {
      const [, rest, count] = suffixLine.exec(line) ?? [];
      return rest?.toUpperCase() === suffix && Number(count) > 0;
    });
  }
  return false; // a list of some prefixes only is one, too
}

async function readLines(path: string): Promise<string[]> {
  return (await readFile(path, 'latin1')).split(/\r?\n/);
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Halves the file until the hash is found, or the place where it would stand. */
async function isInFile(file: FileHandle, hash: string): Promise<boolean> {
  let from = 0;
  let to = (await file.stat()).size;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const line = await lineFrom(file, middle);
    if (line === null || line.hash > hash) to = middle;
    else if (line.hash === hash) return true;
    else from = line.end;
  }
  return false;
}

/** The first line that begins at or behind `offset`, with where the next one begins; null when none does. Errors: `BreachedListError` for another form. */
async function lineFrom(file: FileHandle, offset: number): Promise<{ hash: string; end: number } | null> {
  const before = Math.max(0, offset - 1);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(windowBytes), 0, windowBytes, before);
  const text = buffer.toString('latin1', 0, bytesRead);
  const begin = offset === 0 ? 0 : text.indexOf('\n') + 1;
  if (offset > 0 && begin === 0 && bytesRead === windowBytes)
    throw new BreachedListError('A line of the list of breached passwords is too long.');
  if ((offset > 0 && begin === 0) || begin >= text.length) return null;
  const stop = text.indexOf('\n', begin);
  const end = stop === -1 ? text.length : stop + 1;
  const hash = hashLine.exec(text.slice(begin, end).trimEnd())?.[1];
  if (hash === undefined)
    throw new BreachedListError('A line of the list of breached passwords is not the SHA-1 of one, in 40 digits, a colon and a count.');
  return { hash: hash.toUpperCase(), end: before + end };
}

/** Looks at lines all over the file: halving an unordered one would miss passwords silently. */
async function checkOrder(path: string, file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  let last = '';
  for (let sample = 0; sample < sampleCount; sample += 1) {
    const line = await lineFrom(file, Math.floor((size * sample) / sampleCount));
    if (line === null) break;
    if (line.hash < last)
      throw new BreachedListError(`The lines of ${path} are not in the order of their hashes. Take the list that is ordered by hash.`);
    last = line.hash;
  }
  if (last === '') throw new BreachedListError(`The list of breached passwords ${path} is empty.`);
}
