import { catalogue, personalDataParts } from '../../server/src/roles/personal-data.ts';
import { listRepositoryFiles, readRepositoryFile } from '../run/repository-files.ts';
import type { Finding } from './guard.ts';
import { checkCatalogue, checkJobs, checkObjects, checkReadings } from './personal-data-rules.ts';
import { readServerSources } from './repository-guards.ts';
import { readSchemaPicture } from './schema-picture.ts';

/** Everything that is stored is declared, everything that is declared exists, and everything personal leads to its person. */
export async function checkRepositoryPersonalData(): Promise<Finding[]> {
  const sources = await readServerSources();
  const owners = new Set(personalDataParts.map(({ owner }) => owner));
  const forgotten = (await listRepositoryFiles()).flatMap((name): Finding[] => {
    const module = /^server\/src\/modules\/([^/]+)\/personal-data\.ts$/.exec(name)?.[1];
    return module === undefined || owners.has(module)
      ? []
      : [{ file: name, message: 'is not in the list of server/src/roles/personal-data.ts: add it' }];
  });
  return [
    ...forgotten,
    ...checkCatalogue(catalogue, readSchemaPicture(await readRepositoryFile('server/migrations/schema.sql'))),
    ...checkJobs(catalogue, sources),
    ...checkObjects(catalogue, sources),
    ...checkReadings(catalogue, sources),
  ];
}
