import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The folder that holds the whole repository. */
export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const skippedFolders = new Set(['node_modules', '.git', 'dist', 'coverage', '.kabar']);

/**
 * Paths of the repository's own files with `/`, sorted: what git tracks or would track. Outside a git work tree (an
 * unpacked archive) every file that is not installed or built.
 */
export async function listRepositoryFiles(root: string = repositoryRoot): Promise<string[]> {
  const names = (await listByGit(root)) ?? (await listByWalking(root, root));
  return names.filter((name) => existsSync(join(root, name))).toSorted();
}

/** Reads a file of the repository as text. */
export function readRepositoryFile(name: string, root: string = repositoryRoot): Promise<string> {
  return readFile(join(root, name), 'utf8');
}

async function listByGit(root: string): Promise<string[] | null> {
  if (!existsSync(join(root, '.git'))) return null;
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  return [...new Set(stdout.split('\0').filter((name) => name !== ''))];
}

async function listByWalking(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : listByWalking(root, path);
      return entry.isFile() ? [relative(root, path).split(sep).join('/')] : [];
    }),
  );
  return nested.flat();
}
