// Writes every generated file of the repository: `npm run generate`.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateFiles } from './generate/generate-files.ts';
import { repositoryRoot } from './run/repository-files.ts';

for (const [name, text] of await generateFiles()) {
  const path = join(repositoryRoot, name);
  const current = await readFile(path, 'utf8').catch(() => null);
  if (current === text) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${name}`);
}
