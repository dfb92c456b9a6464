// What a release is made of, as a CycloneDX document: `npm run sbom`, or `npm run sbom -- <file>`. Needs no network, and gives the same bytes for the same lockfile.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from './run/repository-files.ts';
import { runCommand } from './run/run-command.ts';
import { settleSbom } from './run/settle-sbom.ts';

const file = process.argv[2] ?? join(repositoryRoot, 'sbom.cdx.json');
const { exitCode, output } = await runCommand(
  'npm',
  ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only', '--loglevel', 'error'],
  { cwd: repositoryRoot },
);
if (exitCode === 0) {
  const { text, count } = settleSbom(output.slice(output.indexOf('{')));
  await writeFile(file, text);
  console.log(`${file}: ${count} packages`);
} else {
  console.error(output);
  process.exitCode = 1;
}
