import { canaryName } from '../canaries/unused-export.ts';
import { runCommand } from '../run/run-command.ts';
import type { Finding } from './guard.ts';

type Item = { name: string; line?: number };
type Entry = { file: string } & Record<string, Item[] | string | boolean>;

const canaryFile = 'tools/canaries/unused-export.ts';

const words: Record<string, string> = {
  files: 'is used by nothing',
  dependencies: 'is a dependency that nothing imports',
  devDependencies: 'is a dependency that nothing imports',
  unlisted: 'is imported but not in package.json',
  unresolved: 'is imported and leads nowhere',
  binaries: 'is run but not in package.json',
  exports: 'is exported and never imported',
  types: 'is exported and never imported',
  duplicates: 'is exported twice',
};

/** Dead code, unused and unlisted dependencies, as knip sees them with `knip.json`. */
export async function checkDeadCode(): Promise<Finding[]> {
  const { exitCode, output } = await runCommand('knip', ['--no-progress', '--no-config-hints', '--reporter', 'json']);
  return readKnipReport(exitCode, output);
}

/**
 * Turns knip's JSON report into findings. The planted unused export must be among them: it is taken out, and its absence
 * is itself a finding, because then knip did not look.
 */
export function readKnipReport(exitCode: number, output: string): Finding[] {
  const start = output.indexOf('{');
  if (exitCode > 1 || start === -1) return [{ file: 'knip.json', message: `knip failed: ${output.trim()}` }];
  // knip's documented JSON reporter; a changed form shows as a missing canary below.
  const report = JSON.parse(output.slice(start)) as { issues?: Entry[] };
  const findings: Finding[] = [];
  let canarySeen = false;
  for (const entry of report.issues ?? []) {
    for (const [kind, items] of Object.entries(entry)) {
      if (!Array.isArray(items)) continue;
      for (const item of items.flat()) {
        if (entry.file === canaryFile && item.name === canaryName) canarySeen = true;
        else
          findings.push({
            file: entry.file,
            ...(item.line === undefined ? {} : { line: item.line }),
            message: `${item.name} ${words[kind] ?? kind}`,
          });
      }
    }
  }
  if (!canarySeen)
    findings.push({ file: 'knip.json', message: `knip does not report the planted unused export of ${canaryFile}: it is blind` });
  return findings;
}
