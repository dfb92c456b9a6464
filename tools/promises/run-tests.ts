// Runs the tests that proofs name: `node run-tests.ts <file with what is asked> <file for the report>`. Progress goes to standard output.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { startVitest, type TestCase, type TestModule } from 'vitest/node';
import type { TestProof } from '../../server/src/modules/promises/proofs/proof.ts';
import { titlePattern, type TestReport } from '../../server/src/modules/promises/proofs/test-report.ts';
import { repositoryRoot } from '../run/repository-files.ts';

/**
 * Runs the named tests and nothing else of their files, and gives what became of each case. `tell` hears of every file that is done. A file that
 * does not load, or a test that does not run, is in the report as failed, so that it cannot look like one nobody asked for.
 */
async function runNamedTests(
  named: readonly TestProof[],
  tree: string,
  tell: (done: number, of: number, file: string) => void,
): Promise<TestReport> {
  const files = [...new Set(named.map(({ file }) => file))];
  const wanted = new Map(files.map((file) => [file, named.filter((test) => test.file === file)]));
  const tests: TestReport['tests'] = [];
  let done = 0;
  const take = (module: TestModule): void => {
    const file = module.relativeModuleId;
    done += 1;
    tell(done, files.length, file);
    const cases = [...module.children.allTests()];
    for (const { title } of wanted.get(file) ?? []) {
      const fits = titlePattern(title);
      const found = cases.filter((one) => fits.test(one.name) && one.result().state !== 'skipped');
      tests.push(...found.map((one) => ({ file, title: one.name, outcome: outcomeOf(one) })));
      if (found.length === 0) tests.push({ file, title, outcome: 'failed' });
    }
  };
  const vitest = await startVitest('test', files, {
    root: repositoryRoot,
    watch: false,
    project: ['unit', 'database'],
    testNamePattern: named.map(({ title }) => titlePattern(title).source.slice(1, -1)).join('|'),
    reporters: [{ onTestModuleEnd: take }],
  });
  await vitest.close();
  // The outcomes stand in the report: that a test failed is no failure of running it.
  process.exitCode = 0;
  return {
    recordedAt: new Date().toISOString(),
    tree,
    tests: tests.toSorted((a, b) => (`${a.file} ${a.title}` < `${b.file} ${b.title}` ? -1 : 1)),
  };
}

function outcomeOf(test: TestCase): 'passed' | 'failed' {
  return test.result().state === 'passed' ? 'passed' : 'failed';
}

const [askedPath = '', reportPath = ''] = process.argv.slice(2);
// Written by tools/promises.ts a moment ago.
const { tree, named } = JSON.parse(await readFile(askedPath, 'utf8')) as { tree: string; named: TestProof[] };
const tell = (done: number, of: number, file: string): void => console.log(`  ${String(done).padStart(3)}/${of}  ${file}`);
let report = await runNamedTests(named, tree, tell);
const failedFiles = new Set(report.tests.filter(({ outcome }) => outcome === 'failed').map(({ file }) => file));
if (failedFiles.size > 0) {
  // Many files at once make a small machine slow, and slow tests run out of time: what failed has one more chance by itself.
  console.log(`Once more, by themselves: ${[...failedFiles].join(', ')}`);
  const again = await runNamedTests(
    named.filter(({ file }) => failedFiles.has(file)),
    tree,
    tell,
  );
  report = { ...again, tests: [...report.tests.filter(({ file }) => !failedFiles.has(file)), ...again.tests] };
}
for (const test of report.tests.filter(({ outcome }) => outcome === 'failed')) console.log(`  FAILED  ${test.file} › ${test.title}`);
await writeFile(`${reportPath}.part`, `${JSON.stringify(report, null, 2)}\n`);
await rename(`${reportPath}.part`, reportPath);
