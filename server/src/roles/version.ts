import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The version of the program whose folder this is. */
export function readVersion(project: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
