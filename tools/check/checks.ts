import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkRepositoryContract } from '../guards/api-contract.ts';
import { checkRepositoryAsvs } from '../guards/asvs.ts';
import { checkDeadCode } from '../guards/dead-code.ts';
import { checkRepositoryPackages } from '../guards/forbidden-packages.ts';
import { checkGeneratedFiles } from '../guards/generated.ts';
import { presentFindings, type Finding } from '../guards/guard.ts';
import { checkRepositoryImports } from '../guards/import-rules.ts';
import { checkRepositoryPersonalData } from '../guards/personal-data.ts';
import {
  checkRepositoryBrowserStorage,
  checkRepositoryDocs,
  checkRepositoryEgress,
  checkRepositoryJsdoc,
  checkRepositorySql,
  checkRepositoryKeys,
  checkRepositoryMigrations,
  checkRepositoryWording,
} from '../guards/repository-guards.ts';
import { checkRepositorySupplyChain } from '../guards/supply-chain.ts';
import { repositoryRoot } from '../run/repository-files.ts';
import { runCommand } from '../run/run-command.ts';

/** What a check found; `output` is for the reader and empty when all is well. */
export type CheckResult = { ok: boolean; output: string };

/** One check of the repository. `fix` is what to do about a failure; `fast` ones also run before a push. */
export type Check = { name: string; fix: string; fast: boolean; run(): Promise<CheckResult> };

/** Every check, in the order of the summary. */
export function listChecks(): Check[] {
  const phone = existsSync(join(repositoryRoot, 'emulator/phone/tsconfig.json'));
  return [
    command('types of the Node code', 'npx tsc --noEmit -p tsconfig.json', true),
    command('types of the dashboard', 'npx tsc --noEmit -p web', true),
    command('types of the documentation', 'npx tsc --noEmit -p docs/site/browser', true),
    ...(phone ? [command('types of the phone', 'npx tsc --noEmit -p emulator/phone', true)] : []),
    command(
      'lint',
      'npx oxlint --type-aware --deny-warnings --format unix',
      true,
      'npx oxlint --type-aware --fix repairs a part; the rest by hand',
    ),
    command('format', 'npx oxfmt --list-different', true, 'npm run format'),
    guard(
      'import rules',
      'move the code or its import; the rules and their reasons are in .dependency-cruiser.mjs',
      true,
      checkRepositoryImports,
    ),
    guard('dead code', 'delete it, or stop exporting it (knip.json says what counts as used)', false, checkDeadCode),
    guard(
      'database statements',
      'see tools/guards/sql-rules.ts for the rules and tools/guards/sql-exceptions.ts for exceptions',
      true,
      checkRepositorySql,
    ),
    guard('order of migrations', 'rename it to the next free number and run npm run generate', true, checkRepositoryMigrations),
    guard(
      'browser storage',
      'give it an entry in contract/src/browser-storage.ts and use web/src/lib/stored.ts',
      true,
      checkRepositoryBrowserStorage,
    ),
    guard('licences, install scripts, versions', 'see the lists in tools/guards/supply-chain.ts', true, checkRepositorySupplyChain),
    guard(
      'security requirements',
      'mend the row in docs/security/asvs.json; tools/guards/asvs.ts says what one needs',
      true,
      checkRepositoryAsvs,
    ),
    guard('packages that read people', 'remove the package; docs/guides/automatic-reading.md says why', true, checkRepositoryPackages),
    guard(
      'personal data',
      "declare what is stored in the module's personal-data.ts; docs/guides/data-map.md says how",
      true,
      checkRepositoryPersonalData,
    ),
    guard('ways out', 'ask platform/egress, or name the file with its reason in tools/guards/egress-rules.ts', true, checkRepositoryEgress),
    guard('documented exports', 'write a JSDoc block: purpose, shapes, units, guarantees, errors', true, checkRepositoryJsdoc),
    guard('links in documents', 'correct the link, the heading or the script name', true, checkRepositoryDocs),
    guard(
      'contract of the API',
      'take the change back; or say it in docs/reference/api-changes.md, in the words of `npm run contract`, with what callers have to do',
      true,
      checkRepositoryContract,
    ),
    guard('API keys', 'revoke it where it is used, then take it out', true, checkRepositoryKeys),
    guard('wording', 'remove what belongs to one machine or one workplace', true, checkRepositoryWording),
    guard('generated files', 'npm run generate, then look at the difference', false, checkGeneratedFiles),
  ];
}

function command(name: string, line: string, fast: boolean, fix = line): Check {
  const [program = '', ...args] = line.split(' ').slice(1);
  return {
    name,
    fix,
    fast,
    run: async () => {
      const { exitCode, output } = await runCommand(program, args);
      return { ok: exitCode === 0, output: output.trim() };
    },
  };
}

function guard(name: string, fix: string, fast: boolean, find: () => Promise<Finding[]>): Check {
  return {
    name,
    fix,
    fast,
    run: async () => {
      const findings = await find();
      return { ok: findings.length === 0, output: presentFindings(findings) };
    },
  };
}
