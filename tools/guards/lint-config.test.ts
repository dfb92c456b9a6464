import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../run/repository-files.ts';
import { runCommand } from '../run/run-command.ts';

const faulty = `
type Shape = { kind: 'round' } | { kind: 'square' };
async function save(): Promise<void> {}
const handlers = { save };
export function run(shape: Shape): number {
  handlers.save();
  switch (shape.kind) {
    case 'round':
      return 1;
  }
  return 0;
}
export const loose = (input: any): unknown => input;
export const sure = (list: string[]): string => list[0]!;
export function fail(): never {
  throw 'text';
}
export const secret = process.env['SECRET'];
export default run;
`;

const files: Record<string, string> = {
  'package.json': '{"type":"module"}',
  'tsconfig.json': JSON.stringify({
    compilerOptions: { strict: true, noEmit: true, module: 'nodenext', target: 'es2024', types: [], noUncheckedIndexedAccess: true },
    include: ['.'],
  }),
  'node-globals.d.ts': 'declare const process: { env: Record<string, string | undefined> };',
  'server/src/modules/faulty.ts': faulty,
  'server/src/config/load.ts': `export const home = process.env['KABAR_HOME'];\n`,
  'web/src/Button.tsx': 'export const size = 1;\n',
  'server/src/BadName.ts': 'export const size = 1;\n',
};

/** Rule and file of each finding, sorted. */
async function lint(root: string, args: readonly string[]): Promise<string[]> {
  const { output } = await runCommand('oxlint', [...args, '--format', 'json'], { cwd: root });
  // oxlint's documented JSON format.
  const report = JSON.parse(output.slice(output.indexOf('{'))) as { diagnostics: { code: string; filename: string }[] };
  return report.diagnostics.map((item) => `${item.filename} ${item.code}`).toSorted();
}

const expected = [
  'server/src/BadName.ts unicorn(filename-case)',
  'server/src/modules/faulty.ts import(no-default-export)',
  'server/src/modules/faulty.ts node(no-process-env)',
  'server/src/modules/faulty.ts typescript(no-explicit-any)',
  'server/src/modules/faulty.ts typescript(no-floating-promises)',
  'server/src/modules/faulty.ts typescript(no-non-null-assertion)',
  'server/src/modules/faulty.ts typescript(only-throw-error)',
  'server/src/modules/faulty.ts typescript(switch-exhaustiveness-check)',
];

describe('the lint configuration', () => {
  let root = '';
  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'kabar-lint-')));
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
    await cp(join(repositoryRoot, '.oxlintrc.json'), join(root, '.oxlintrc.json'));
    await cp(join(repositoryRoot, '.oxfmtrc.json'), join(root, '.oxfmtrc.json'));
  });
  afterAll(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it('finds every planted fault, with types, and nothing else', async () => {
    expect(await lint(root, ['--type-aware'])).toEqual(expected);
  });

  it('asks for types by itself, so that an editor or a bare "oxlint" is not blind', async () => {
    expect(await lint(root, [])).toEqual(expected);
  });

  it('comes with a format that sees what is not formatted', async () => {
    await writeFile(join(root, 'server/src/ugly.ts'), 'export const  quoted = "double"\n');
    await writeFile(join(root, 'server/src/tidy.ts'), "export const quoted = 'single';\n");
    const { exitCode, output } = await runCommand('oxfmt', ['--list-different', 'server/src/ugly.ts', 'server/src/tidy.ts'], { cwd: root });
    expect(output.trim()).toBe('server/src/ugly.ts');
    expect(exitCode).toBe(1);
  });
});
