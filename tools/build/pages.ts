import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../run/repository-files.ts';
import { runCommand } from '../run/run-command.ts';

/**
 * A set of pages that is built for browsers. `sources` are the folders and files whose content decides about a new build;
 * `program` builds them into the folder named behind `--outDir`, Vite where it is left out.
 */
export type Pages = { name: string; folder: string; sources: readonly string[]; program?: readonly string[] };

/** The dashboard, the simulated phone and the documentation. */
export const allPages: readonly Pages[] = [
  { name: 'dashboard', folder: 'web', sources: ['web', 'sdk/src', 'contract/src', 'package-lock.json'] },
  { name: 'simulated phone', folder: 'emulator/phone', sources: ['emulator/phone', 'package-lock.json'] },
  {
    name: 'documentation',
    folder: 'docs/site',
    sources: ['docs', 'sdk', 'contract/src', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'package-lock.json'],
    program: ['node', 'src/main.ts'],
  },
];

const stampName = '.built-from';
const skipped = /^(?:node_modules|dist|\.vite|\.build-.*)$|\.test\.tsx?$/;

/** Digest of everything the build reads. Changes when a file is added, removed, renamed or edited. */
export function digestSources(pages: Pages, root: string = repositoryRoot): string {
  const hash = createHash('sha256');
  for (const source of pages.sources) addPath(hash, root, source);
  return hash.digest('hex');
}

/** Whether `dist` was built from what the sources hold now. */
export function isFresh(pages: Pages, digest: string, root: string = repositoryRoot): boolean {
  const stamp = join(root, pages.folder, 'dist', stampName);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
}

/**
 * Builds the pages unless they are fresh. The new build takes the place of the old one in one step at its end, so that a
 * running server never serves half of it. Gives what happened: `absent` when there is nothing to build.
 *
 * Errors: throws with the output of the build when it fails.
 */
export async function buildPages(pages: Pages, force: boolean): Promise<'absent' | 'fresh' | 'built'> {
  const folder = join(repositoryRoot, pages.folder);
  if (!existsSync(join(folder, 'package.json')) && !existsSync(join(folder, 'vite.config.ts'))) return 'absent';
  const digest = digestSources(pages);
  if (!force && isFresh(pages, digest)) return 'fresh';
  const next = join(folder, `.build-${process.pid}`);
  const [program = '', ...args] = pages.program ?? ['vite', 'build', '--emptyOutDir', '--logLevel', 'warn'];
  const { exitCode, output } = await runCommand(program, [...args, '--outDir', next], {
    cwd: folder,
    env: { NODE_ENV: 'production' },
  });
  if (exitCode !== 0) {
    await rm(next, { recursive: true, force: true });
    throw new Error(`The ${pages.name} could not be built:\n${output}`);
  }
  await mkdir(next, { recursive: true });
  await writeFile(join(next, stampName), digest);
  await rm(join(folder, 'dist'), { recursive: true, force: true });
  await rename(next, join(folder, 'dist'));
  return 'built';
}

function addPath(hash: ReturnType<typeof createHash>, root: string, name: string): void {
  const path = join(root, name);
  if (!existsSync(path)) return;
  const entries = readEntries(path);
  if (entries === null) {
    hash.update(`${name}\0`).update(readFileSync(path)).update('\0');
    return;
  }
  for (const entry of entries) {
    if (!skipped.test(entry)) addPath(hash, root, `${name}/${entry}`);
  }
}

/** Names in a folder, sorted; null when the path is a file. */
function readEntries(path: string): string[] | null {
  try {
    return readdirSync(path).toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return null;
    throw error;
  }
}
