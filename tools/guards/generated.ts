import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateFiles } from '../generate/generate-files.ts';
import { repositoryRoot } from '../run/repository-files.ts';
import type { Finding } from './guard.ts';

/** Generated files of the repository that are not what their generator makes now. */
export async function checkGeneratedFiles(): Promise<Finding[]> {
  return compareGenerated(await generateFiles(), (name) => readFile(join(repositoryRoot, name), 'utf8').catch(() => null));
}

/** Compares what should be written with what is; `read` gives null for a file that is not there. */
export async function compareGenerated(
  files: ReadonlyMap<string, string>,
  read: (name: string) => Promise<string | null>,
): Promise<Finding[]> {
  const findings = await Promise.all([...files].map(async ([name, text]) => compare(name, text, await read(name))));
  return findings.flat();
}

function compare(name: string, text: string, current: string | null): Finding[] {
  if (current === null) return [{ file: name, message: 'is missing' }];
  if (current === text) return [];
  const expected = text.split('\n');
  const line = current.split('\n').findIndex((row, index) => row !== expected[index]);
  return [{ file: name, line: line === -1 ? expected.length : line + 1, message: 'is out of date' }];
}
