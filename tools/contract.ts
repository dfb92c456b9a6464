// What changed in the API since the last release: `npm run contract`. `-- --release 0.2.0` makes today's contract the one to compare with.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { freezeDocument, type OpenApiDocument } from './contract/openapi-document.ts';
import {
  apiChanges,
  checkRepositoryContract,
  currentContract,
  declarationOf,
  readContractChanges,
  releasedContract,
} from './guards/api-contract.ts';
import { presentFindings } from './guards/guard.ts';
import { readRepositoryFile, repositoryRoot } from './run/repository-files.ts';

const { values } = parseArgs({ options: { release: { type: 'string' } } });
if (values.release === undefined) await show();
else await release(values.release);

async function show(): Promise<void> {
  const changes = await readContractChanges();
  const [breaking, others] = [changes.filter(({ isBreaking }) => isBreaking), changes.filter(({ isBreaking }) => !isBreaking)];
  console.log(breaking.length === 0 ? 'Nothing breaks programs of the last release.' : breaking.map(declarationOf).join('\n'));
  if (others.length > 0) console.log(`\n${others.map(({ sentence }) => `- ${sentence}`).join('\n')}`);
  console.log(
    `\n${breaking.length} breaking, ${others.length} others. Breaking ones stand, as above and with what callers have to do, under "Unreleased" in ${apiChanges}.`,
  );
}

/** Keeps today's contract as that of `version`, and gives what stood under "Unreleased" its heading. Refused while something is not declared. */
async function release(version: string): Promise<void> {
  const findings = await checkRepositoryContract().catch((error: unknown) => {
    // The first release has nothing before it.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  if (findings.length > 0) {
    console.error(presentFindings(findings));
    process.exitCode = 1;
    return;
  }
  const document = JSON.parse(await readRepositoryFile(currentContract)) as OpenApiDocument; // written by us, from the routes
  const file = join(repositoryRoot, releasedContract);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, freezeDocument({ ...document, info: { ...document.info, version } }));
  const changelog = await readRepositoryFile(apiChanges);
  const heading = `## Unreleased\n\n## ${version}`;
  if (!changelog.includes(`\n## ${version}\n`))
    await writeFile(join(repositoryRoot, apiChanges), changelog.replace('## Unreleased', heading));
  console.log(`${releasedContract} is the contract of ${version} now.`);
}
