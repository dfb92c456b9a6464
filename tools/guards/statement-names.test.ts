import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listRepositoryFiles, repositoryRoot } from '../run/repository-files.ts';

// A connection prepares a statement under its name once and refuses another text under the same name.
it('no two prepared statements share a name', async () => {
  const files = (await listRepositoryFiles()).filter((file) => /^server\/src\/.*(?<!\.test)\.ts$/.test(file));
  const places = new Map<string, string[]>();
  for (const file of files) {
    const text = await readFile(join(repositoryRoot, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/\bname: '([a-z0-9_]+)',\s*text:/g)) places.set(name, [...(places.get(name) ?? []), file]);
  }
  expect(places.size).toBeGreaterThan(50); // or nothing was looked at
  expect([...places].filter(([, where]) => where.length > 1)).toEqual([]);
});
