import { z } from 'zod';
import { listRepositoryFiles, readRepositoryFile } from '../run/repository-files.ts';
import { asvsFurther, asvsLevels } from './asvs-numbers.ts';
import type { Finding } from './guard.ts';

const file = 'docs/security/asvs.json';

const Row = z.strictObject({
  id: z.string(),
  level: z.literal([1, 2, 3]),
  /** Our own words for what it asks. */
  title: z.string().min(8).max(120),
  status: z.enum(['met', 'not_applicable', 'not_met']),
  /** Files that do it, or say how it is done. */
  controls: z.array(z.string()),
  tests: z.array(z.strictObject({ file: z.string(), name: z.string() })),
  /** Why no test can show it, why it does not apply, or why it is not met. */
  reason: z.string().optional(),
});

/** One requirement, and what is said about it here. */
export type AsvsRow = z.infer<typeof Row>;

const Document = z.strictObject({ standard: z.string(), source: z.string(), note: z.string(), requirements: z.array(Row) });

/** The whole file. */
export type AsvsDocument = z.infer<typeof Document>;

/** Reads the file of this repository. Errors: zod's, where it has another form. */
export async function readAsvs(): Promise<AsvsDocument> {
  return Document.parse(JSON.parse(await readRepositoryFile(file)));
}

/** What is needed to judge rows: which files there are, and the text of those that hold tests. */
export type AsvsWorld = { files: ReadonlySet<string>; textOf(file: string): string | undefined };

/**
 * Every requirement of levels 1 and 2 and of our list of level 3 has one row, in order, at its level; what is met names files that exist and a test
 * that exists and runs, or says why no test can show it; everything else has a reason.
 */
export function checkAsvs(rows: readonly AsvsRow[], world: AsvsWorld): Finding[] {
  const wanted = [...asvsLevels].flatMap(([id, level]) => (level < 3 || asvsFurther.includes(id) ? [id] : []));
  const findings: Finding[] = [];
  const say = (message: string): void => void findings.push({ file, message });
  const given = rows.map(({ id }) => id);
  for (const id of wanted) if (!given.includes(id)) say(`${id} is missing`);
  for (const id of given.filter((one, index) => given.indexOf(one) !== index)) say(`${id} stands there twice`);
  const known = given.filter((id) => wanted.includes(id));
  if (known.join() !== wanted.filter((id) => known.includes(id)).join()) say('the rows are not in the order of their numbers');
  for (const row of rows) {
    const level = asvsLevels.get(row.id);
    if (level === undefined) say(`${row.id} is no requirement of ASVS 5.0.0`);
    else if (!wanted.includes(row.id)) say(`${row.id} is of level 3 and not on the list in tools/guards/asvs-numbers.ts`);
    else if (level !== row.level) say(`${row.id} is of level ${level}, not ${row.level}`);
    for (const problem of problemsOf(row, world)) say(`${row.id} ${problem}`);
  }
  return findings;
}

function problemsOf(row: AsvsRow, world: AsvsWorld): string[] {
  const problems: string[] = [];
  if (row.reason !== undefined && row.reason.length < 20) problems.push('has a reason that says nothing');
  if (row.status !== 'met') {
    if (row.reason === undefined) problems.push(`is ${row.status} without a reason`);
    return [...problems, ...filesMissing(row, world)];
  }
  if (row.controls.length === 0) problems.push('is met by no file');
  if (row.tests.length === 0 && row.reason === undefined) problems.push('has neither a test nor a reason why there is none');
  for (const test of row.tests) {
    const found = findTest(world.textOf(test.file), test.name);
    if (found === 'missing') problems.push(`names the test "${test.name}", which is not in ${test.file}`);
    if (found === 'skipped') problems.push(`names the test "${test.name}" of ${test.file}, which is skipped`);
  }
  return [...problems, ...filesMissing(row, world)];
}

function filesMissing({ controls }: AsvsRow, { files }: AsvsWorld): string[] {
  const isThere = (path: string): boolean => files.has(path) || [...files].some((one) => one.startsWith(`${path.replace(/\/$/, '')}/`));
  return controls.filter((path) => !isThere(path)).map((path) => `names ${path}, which does not exist`);
}

/**
 * Looks for a test by its name as it stands in the source, `%s` and all. `skipped`: it, or a `describe` of the file, is switched off; half a file that
 * does not run is no proof.
 */
export function findTest(text: string | undefined, name: string): 'there' | 'skipped' | 'missing' {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll("'", "\\\\?'");
  const call = new RegExp(`(?:\\b(?:it|test)([\\w.]*)\\s*\\(\\s*|\\]\\s*,?\\s*\\)\\s*\\(\\s*|\\)\\s*\\(\\s*)(['"\`])${escaped}\\2`).exec(
    text ?? '',
  );
  if (call === null || text === undefined) return 'missing';
  if (/\.(?:skip|todo|fails)\b/.test(call[1] ?? '') || /\bdescribe\.(?:skip|todo)\b/.test(text)) return 'skipped';
  const before = text.slice(0, call.index);
  // The head of a table of cases stands before its rows.
  const head = [...before.matchAll(/\b(?:it|test)((?:\.\w+)+)\s*\(/g)].at(-1)?.[1] ?? '';
  return call[1] === undefined && /\.(?:skip|todo)\b/.test(head) ? 'skipped' : 'there';
}

/** The rule over this repository. */
export async function checkRepositoryAsvs(): Promise<Finding[]> {
  const { requirements } = await readAsvs();
  const files = new Set(await listRepositoryFiles());
  const wanted = [...new Set(requirements.flatMap(({ tests }) => tests.map((test) => test.file)))].filter((one) => files.has(one));
  const texts = new Map(await Promise.all(wanted.map(async (one) => [one, await readRepositoryFile(one)] as const)));
  return checkAsvs(requirements, { files, textOf: (one) => texts.get(one) });
}
