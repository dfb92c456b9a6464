import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { addressOf, documentsElsewhere } from './addresses.ts';
import { contentsFile } from './contents.ts';

/** Every document that is a page of the site, but for the contents, by its path from the root of the repository. */
export async function listDocuments(repository: string): Promise<string[]> {
  const below = await readdir(join(repository, 'docs'), { recursive: true });
  const names = [...below.map((name) => `docs/${name.replaceAll('\\', '/')}`), ...documentsElsewhere];
  return names.filter((name) => name.endsWith('.md') && name !== contentsFile && addressOf(name) !== null).toSorted();
}
