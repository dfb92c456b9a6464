// Every promise with its proof: `npm run promises`; `-- --json` for programs, `-- --fresh` runs the tests again, `-- --record` keeps the
// results for the release. Ends with 1 when a promise has no proof or a red one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ledger } from '../server/src/modules/promises/ledger/ledger.ts';
import type { Proof, TestProof } from '../server/src/modules/promises/proofs/proof.ts';
import { proofs } from '../server/src/modules/promises/proofs/registry.ts';
import { shippedReportPath, testReportForm, type TestReport } from '../server/src/modules/promises/proofs/test-report.ts';
import { stopLeftOver } from '../server/src/platform/db/embedded/postmaster.ts';
import { askFreshInstallation } from './promises/ask-installation.ts';
import { fingerprintSources } from './promises/fingerprint.ts';
import { printBoard } from './promises/print-board.ts';
import { repositoryRoot } from './run/repository-files.ts';
import { toolEnvironment } from './run/run-command.ts';

const asJson = process.argv.includes('--json');
/** Progress goes to standard error, so that standard output is the result alone. */
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const reportPath = join(repositoryRoot, '.kabar', 'promises', 'tests.json');

function namedTests(): TestProof[] {
  const all = ledger.flatMap((row): readonly Proof[] => proofs[row.proof]).filter((proof) => proof.kind === 'test');
  return [...new Map(all.map((test) => [`${test.file} ${test.title}`, test])).values()];
}

async function keptReport(tree: string, named: readonly TestProof[]): Promise<TestReport | null> {
  if (process.argv.includes('--fresh')) return null;
  const text = await readFile(reportPath, 'utf8').catch(() => null);
  const report = text === null ? null : testReportForm.safeParse(JSON.parse(text));
  if (report?.success !== true || report.data.tree !== tree) return null;
  const files = new Set(report.data.tests.map(({ file }) => file));
  return named.every(({ file }) => files.has(file)) ? report.data : null;
}

async function testReport(): Promise<void> {
  const tree = await fingerprintSources();
  const named = namedTests();
  const kept = await keptReport(tree, named);
  if (kept !== null) {
    say(`${named.length} named tests: results of ${kept.recordedAt} hold, because the sources are the same.`);
    return;
  }
  say(`Running ${named.length} named tests of ${new Set(named.map(({ file }) => file)).size} files …`);
  await mkdir(dirname(reportPath), { recursive: true });
  await writeFile(`${reportPath}.asked`, JSON.stringify({ tree, named }));
  // In a process of its own, whose output is progress: some tests print, and standard output is for the result.
  const child = spawn(process.execPath, [join(repositoryRoot, 'tools/promises/run-tests.ts'), `${reportPath}.asked`, reportPath], {
    stdio: ['ignore', process.stderr, process.stderr],
    env: toolEnvironment(),
  });
  const [code] = (await once(child, 'close')) as [number | null];
  await rm(`${reportPath}.asked`);
  if (code !== 0) throw new Error('The named tests could not be run.');
}

await testReport();
if (process.argv.includes('--record')) await cp(reportPath, shippedReportPath);
const home = await mkdtemp(join(tmpdir(), 'kabar-promises-'));
try {
  say('Starting a fresh installation and looking into it …');
  await mkdir(join(home, 'promises'));
  await cp(reportPath, join(home, 'promises', 'tests.json'));
  const board = await askFreshInstallation(home);
  const { red, missing } = board.summary;
  process.stdout.write(asJson ? `${JSON.stringify({ ...board.summary, rows: board.data }, null, 2)}\n` : `${printBoard(board)}\n`);
  process.exitCode = red + missing === 0 ? 0 : 1;
} finally {
  await stopLeftOver(join(home, 'postgres')).catch(() => undefined);
  await rm(home, { recursive: true, force: true });
}
