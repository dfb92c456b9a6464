import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dataKeyBytes } from './data-key.ts';
import type { KeyRing } from './data-key.ts';
import { readRootKeys, RootKeyError, rootKeyIdOf, rootKeyLine, rootKeysFromRing } from './root-keys.ts';
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
  if (text !== null) return following(file, text);
  if (!createIfMissing) throw new RootKeyError(`there is no root key at ${file}`);
  await mkdir(keysDir, { recursive: true, mode: 0o700 });
  await createOnce(keysDir, file);
  await writeFile(path.join(keysDir, 'README.txt'), warning, { mode: 0o644 });
  const created = await readIfPresent(file);
  if (created === null) throw new RootKeyError(`the root key at ${file} vanished while it was being made`);
  return following(file, created);
}

/** Whether there is a root key file in a folder. */
export async function hasRootKeyFile(keysDir: string): Promise<boolean> {
  return (await readIfPresent(path.join(keysDir, 'root.key'))) !== null;
}

/**
 * Puts a new root key in front of those in the file; the older ones stay and go on opening. The file is replaced whole, so that a reader sees the old or the new
 * one. Processes that run find the new key by themselves. Gives its id.
 *
 * Errors: `RootKeyError` when there is no file or it is malformed.
 */
export async function addRootKeyToFile(keysDir: string): Promise<string> {
  const line = rootKeyLine(randomBytes(dataKeyBytes));
  await rewrite(keysDir, (text) => `${line}\n${text.trimEnd()}\n`);
  return rootKeyIdOf(line);
}

/** Takes every root key out of the file that `isNeeded` does not name; the first one stays in any case. Gives the ids of those that went. */
export async function dropRootKeysFromFile(keysDir: string, isNeeded: (id: string) => boolean): Promise<string[]> {
  const dropped: string[] = [];
  await rewrite(keysDir, (text) => {
    let isFirst = true;
    const kept = text.split(/[\n,]/).filter((line) => {
      const written = line.trim();
      if (written === '' || written.startsWith('#')) return written !== '';
      const id = rootKeyIdOf(written);
      if (isFirst || isNeeded(id)) {
        isFirst = false;
        return true;
      }
      dropped.push(id);
      return false;
    });
    return `${kept.map((line) => line.trim()).join('\n')}\n`;
  });
  return dropped;
}

/** Ids of the keys in the file, first the one that wraps. Errors: `RootKeyError`. */
export async function listRootKeysInFile(keysDir: string): Promise<string[]> {
  const text = await readIfPresent(path.join(keysDir, 'root.key'));
  if (text === null) throw new RootKeyError(`there is no root key at ${path.join(keysDir, 'root.key')}`);
  return [...readRootKeys(text).all.keys()].map((id) => id.toString(16));
}

async function rewrite(keysDir: string, change: (text: string) => string): Promise<void> {
  const file = path.join(keysDir, 'root.key');
  const text = await readIfPresent(file);
  if (text === null) throw new RootKeyError(`there is no root key at ${file}`);
  const next = change(text);
  readRootKeys(next);
  const draft = path.join(keysDir, `.root.key.${process.pid}.${randomBytes(6).toString('hex')}`);
  const { mode, uid, gid } = await stat(file);
  const handle = await open(draft, 'wx', 0o600);
  try {
    // Whoever may read the old file may read the new one: a service often runs as another user than the operator's.
    await handle.chmod(mode & 0o777);
    if (process.getuid?.() === 0) await handle.chown(uid, gid);
    await handle.writeFile(next);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await syncFolder(keysDir);
}

/** A provider that looks at the file again when it changed, so that a root key put first counts without a restart. */
function following(file: string, text: string): RootKeyProvider {
  let ring: KeyRing = readRootKeys(text);
  let seen = '';
  return rootKeysFromRing('file', async (isStale) => {
    const { mtimeMs, ino } = await stat(file).catch(() => ({ mtimeMs: 0, ino: 0 }));
    const mark = `${mtimeMs} ${ino}`;
    if (ino !== 0 && (isStale || mark !== seen)) {
      const now = await readIfPresent(file);
      if (now !== null) ring = readRootKeys(now);
      seen = mark;
    }
    return ring;
  });
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
  await syncFolder(keysDir);
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
