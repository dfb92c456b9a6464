import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { repositoryRoot } from '../run/repository-files.ts';
import type { Finding } from './guard.ts';

/** Folders whose imports are checked. */
export const cruisedFolders = ['contract', 'cloud-api', 'server', 'emulator', 'sdk', 'web/src', 'tools', 'e2e', 'bench'];

/** Fewer modules than this means that the parser does not see TypeScript, whatever it reports. */
const fewestModules = 200;

/** What the import rules say about a tree. */
export type ImportReport = { findings: Finding[]; moduleCount: number; edges: ReadonlySet<string> };

/**
 * Checks the import directions of `.dependency-cruiser.mjs` in the tree at `root`. `edges` holds every import between
 * files of the tree as `from -> to`, so that a test can ask whether the parser sees imports through package names.
 */
export async function checkImports(root: string, folders: readonly string[]): Promise<ImportReport> {
  const options = await extractDepcruiseOptions(join(repositoryRoot, '.dependency-cruiser.mjs'));
  const { output } = await cruise([...folders], { ...options, baseDir: root }, options.enhancedResolveOptions);
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output}`);
  return { findings: findingsOf(output), moduleCount: output.summary.totalCruised, edges: edgesOf(output) };
}

/** The repository's own import rules, with the floor under the number of modules seen. */
export async function checkRepositoryImports(): Promise<Finding[]> {
  const report = await checkImports(repositoryRoot, cruisedFolders);
  const blind = report.moduleCount < fewestModules;
  return blind
    ? [{ file: '.dependency-cruiser.mjs', message: `sees only ${report.moduleCount} modules, at least ${fewestModules} expected` }]
    : report.findings;
}

function findingsOf(result: ICruiseResult): Finding[] {
  const comments = new Map((result.summary.ruleSetUsed?.forbidden ?? []).map((rule) => [rule.name, rule.comment ?? '']));
  return result.summary.violations.map((violation) => ({
    file: violation.from,
    message: `${violation.rule.name}: imports ${violation.to}. ${comments.get(violation.rule.name) ?? ''}`.trim(),
  }));
}

function edgesOf(result: ICruiseResult): Set<string> {
  return new Set(result.modules.flatMap((module) => module.dependencies.map((dependency) => `${module.source} -> ${dependency.resolved}`)));
}
