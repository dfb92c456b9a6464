// What a release is made of, as a CycloneDX document: `npm run sbom`, or `npm run sbom -- <file>`. Needs no network, and gives the same bytes for the same lockfile.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { namesOfShipped, readLockfile } from './guards/supply-chain.ts';
import { repositoryRoot } from './run/repository-files.ts';
import { runCommand } from './run/run-command.ts';
import { settleSbom } from './run/settle-sbom.ts';

const file = process.argv[2] ?? join(repositoryRoot, 'sbom.cdx.json');
const { exitCode, output } = await runCommand(
  'npm',
  // Not `--omit dev`: npm 11 then leaves out what production and a tool both use, such as jose.
  ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--loglevel', 'error'],
  { cwd: repositoryRoot },
);
if (exitCode === 0) {
  const shipped = namesOfShipped(await readLockfile());
  const { text, count } = settleSbom(output.slice(output.indexOf('{')), (name) => shipped.has(name) || name.startsWith('@kabar/'));
  await writeFile(file, text);
  console.log(`${file}: ${count} packages`);
} else {
  console.error(output);
  process.exitCode = 1;
}
