import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateFiles } from '../generate/generate-files.ts';
import { readRepositoryFile, repositoryRoot } from '../run/repository-files.ts';
import type { Finding } from './guard.ts';

/** Generated files that are not what their generator makes now. */
export async function checkGeneratedFiles(): Promise<Finding[]> {
  const files = await generateFiles();
  const findings = await Promise.all([...files].map(([name, text]) => compare(name, text)));
  return findings.flat();
}

async function compare(name: string, text: string): Promise<Finding[]> {
  if (!existsSync(join(repositoryRoot, name))) return [{ file: name, message: 'is missing' }];
  const current = await readRepositoryFile(name);
  if (current === text) return [];
  const expected = text.split('\n');
  const line = current.split('\n').findIndex((row, index) => row !== expected[index]);
  return [{ file: name, line: line === -1 ? expected.length : line + 1, message: 'is out of date' }];
}
