// Every test of the repository: `npm test`; `npm test -- <filter>` runs the files whose path contains the filter.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { allPages, buildPages } from './build/pages.ts';
import { repositoryRoot } from './run/repository-files.ts';
import { runCommand } from './run/run-command.ts';
import { addCounts, readTestReport, replaceFailedFiles, type TestCounts, type TestReport } from './run/test-report.ts';

type Phase = { name: string; folder: string; args: readonly string[] };

const phases: readonly Phase[] = [
  { name: 'tests of the Node code', folder: '.', args: ['--project', 'unit', '--project', 'database'] },
  // On its own, because Lingui looks for its configuration in the working directory.
  { name: 'tests of the dashboard', folder: 'web', args: [] },
  // Journeys start whole systems, so they come after the rest and few files at a time: they mostly wait for pages and processes.
  { name: 'journeys and faults', folder: '.', args: ['--project', 'e2e', `--maxWorkers=${availableParallelism() < 4 ? 2 : 3}`] },
];

async function runPhase({ folder: cwd, args }: Phase, filters: readonly string[]): Promise<TestReport> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-test-report-'));
  const report = join(folder, 'report.json');
  try {
    const { exitCode } = await runCommand(
      'vitest',
      ['run', ...args, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters],
      { cwd: join(repositoryRoot, cwd), stream: true, env: process.stdout.isTTY ? { FORCE_COLOR: '1' } : {} },
    );
    return readTestReport(await readFile(report, 'utf8').catch(() => null), exitCode);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** More failed files than this are no accident of a busy machine. */
const mostFilesAgain = 5;

/**
 * Runs a phase; on CI, files that failed run once more by themselves, because machines there are shared and slow. A file that needed it is
 * named at the end: it passed, and it still deserves a repair.
 */
async function runPhaseTwice(phase: Phase, filters: readonly string[]): Promise<TestCounts> {
  const first = await runPhase(phase, filters);
  const files = first.failedFiles.map((file) => file.path);
  if (process.env['CI'] === undefined || files.length === 0 || files.length > mostFilesAgain) return first;
  console.log(`\nOnce more, by themselves:\n  ${files.join('\n  ')}`);
  const again = await runPhase({ ...phase, args: [...phase.args, '--no-file-parallelism'] }, files);
  const stillFailing = new Set(again.failedFiles.map((file) => file.path));
  needed.push(...files.filter((file) => !stillFailing.has(file)));
  return replaceFailedFiles(first, again);
}

const needed: string[] = [];
const filters = process.argv.slice(2);
let total: TestCounts = { passed: 0, failed: 0 };
try {
  for (const pages of allPages) {
    if ((await buildPages(pages, false)) === 'built') console.log(`Built the ${pages.name}.`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total = { passed: 0, failed: 1 };
}
for (const phase of phases) {
  console.log(`\n── ${phase.name} ${'─'.repeat(60)}`);
  total = addCounts(total, await runPhaseTwice(phase, filters));
}
for (const file of needed) console.log(`Passed only when run again by itself: ${file}`);
if (total.passed + total.failed === 0) console.log('\nNo test ran.');
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
