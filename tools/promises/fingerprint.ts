import { createHash } from 'node:crypto';
import { listRepositoryFiles, readRepositoryFile } from '../run/repository-files.ts';

const folders = /^(?:server|contract|cloud-api|sdk|emulator|tools)\//;
const others = new Set(['package-lock.json', 'vitest.config.ts']);
/** What a run of the proofs writes itself. */
const written = 'server/src/modules/promises/proofs/recorded-tests.json';

/** One text for the state of everything that the named tests run: equal texts mean that they would come out alike. */
export async function fingerprintSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await listRepositoryFiles()) {
    if (name === written || !(folders.test(name) || others.has(name))) continue;
    hash.update(
      `${name}\0${createHash('sha256')
        .update(await readRepositoryFile(name))
        .digest('hex')}\n`,
    );
  }
  return hash.digest('hex').slice(0, 32);
}
