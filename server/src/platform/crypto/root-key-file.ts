import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dataKeyBytes } from './data-key.ts';
import { RootKeyError, rootKeyLine, rootKeysFromText } from './root-keys.ts';
import type { RootKeyProvider } from './root-keys.ts';

const warning = `The file root.key is the key to everything this installation stores.

- Without it, messages, contacts and access tokens in the database cannot be read by anybody, ever.
- With it and a copy of the database, they can. Keep it out of the backup of the database.

Copy root.key now to a safe place that is not this machine.
`;

/**
 * Reads the root keys from `<keysDir>/root.key`. When there is no such file and `createIfMissing`, makes one (mode 0600, in
 * a directory of mode 0700, on disk before this returns) with a warning text beside it. Safe when several processes start at once: all get
 * the same key.
 *
 * Errors: rejects with `RootKeyError` when the file is missing and may not be made, malformed, or readable by others
 * than its owner and group.
 */
export async function rootKeysFromFile(keysDir: string, createIfMissing: boolean): Promise<RootKeyProvider> {
  const file = path.join(keysDir, 'root.key');
  const text = await readIfPresent(file);
  if (text !== null) return rootKeysFromText('file', text);
  if (!createIfMissing) throw new RootKeyError(`there is no root key at ${file}`);
  await mkdir(keysDir, { recursive: true, mode: 0o700 });
  await createOnce(keysDir, file);
  await writeFile(path.join(keysDir, 'README.txt'), warning, { mode: 0o644 });
  const created = await readIfPresent(file);
  if (created === null) throw new RootKeyError(`the root key at ${file} vanished while it was being made`);
  return rootKeysFromText('file', created);
}

async function readIfPresent(file: string): Promise<string | null> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o007) !== 0) {
      throw new RootKeyError(`everybody on this machine can read ${file}; run: chmod 600 ${file}`);
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes the key under another name first and links it into place: a reader sees the whole key or none. */
async function createOnce(keysDir: string, file: string): Promise<void> {
  const draft = path.join(keysDir, `.root.key.${process.pid}.${randomBytes(6).toString('hex')}`);
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${rootKeyLine(randomBytes(dataKeyBytes))}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    // Another process was first; its key counts.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const directory = await open(keysDir, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
