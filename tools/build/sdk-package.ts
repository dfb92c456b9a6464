import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import * as contract from '@kabar/contract';
import { build } from 'vite';
import { z } from 'zod';
import { repositoryRoot } from '../run/repository-files.ts';
import { runCommand } from '../run/run-command.ts';
import { typeOf } from './schema-types.ts';

const kinds = ['esm', 'cjs'] as const;

/** Types that the contract declares without a schema, by the name under which the SDK uses them. */
const plainTypes: Readonly<Record<string, string>> = {
  Page: 'export type Page<T> = { data: T[]; next_cursor: string | null };',
  EventType: `export type EventType = ${Object.keys(contract.EVENTS)
    .map((name) => `'${name}'`)
    .join(' | ')};`,
};

/**
 * Makes the package that is published from `sdk/` in `outFolder`: one file for `import` and one for `require`, each with types of its own that need no other
 * package. What was in the folder is removed.
 *
 * Errors: throws with the compiler's or bundler's words.
 */
export async function buildSdkPackage(outFolder: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'kabar-sdk-'));
  try {
    const types = await writeTypes(work);
    await rm(outFolder, { recursive: true, force: true });
    await bundle(outFolder);
    for (const kind of kinds) await cp(types, join(outFolder, kind), { recursive: true });
    const { version, license } = JSON.parse(await readFile(join(repositoryRoot, 'sdk', 'package.json'), 'utf8')) as Record<string, string>;
    await writeFile(join(outFolder, 'cjs', 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
    await writeFile(join(outFolder, 'package.json'), `${JSON.stringify({ ...published, version, license }, null, 2)}\n`);
    await cp(join(repositoryRoot, 'sdk', 'README.md'), join(outFolder, 'README.md'));
    await cp(join(repositoryRoot, 'LICENSE'), join(outFolder, 'LICENSE'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const published = {
  name: '@kabar/sdk',
  version: '',
  description: 'Typed client of the Kabar API for Node.js and browsers.',
  license: '',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
  main: './cjs/index.js',
  module: './esm/index.js',
  types: './cjs/index.d.ts',
  exports: {
    '.': {
      import: { types: './esm/index.d.ts', default: './esm/index.js' },
      require: { types: './cjs/index.d.ts', default: './cjs/index.js' },
    },
    './package.json': './package.json',
  },
  files: ['esm', 'cjs'],
};

async function bundle(outFolder: string): Promise<void> {
  for (const kind of kinds)
    await build({
      configFile: false,
      logLevel: 'error',
      root: join(repositoryRoot, 'sdk'),
      build: {
        outDir: join(outFolder, kind),
        emptyOutDir: true,
        target: 'es2022',
        minify: false,
        lib: {
          entry: join(repositoryRoot, 'sdk', 'src', 'index.ts'),
          formats: [kind === 'esm' ? 'es' : 'cjs'],
          fileName: () => 'index.js',
        },
      },
    });
}

/** Declarations of the SDK, in which the contract's schemas have become plain types. Gives their folder. */
async function writeTypes(work: string): Promise<string> {
  const stub = join(work, 'contract.d.ts');
  await writeFile(stub, await contractTypes());
  const emitted = join(work, 'emitted');
  const settings = {
    extends: join(repositoryRoot, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: repositoryRoot,
      outDir: emitted,
      lib: ['es2024', 'dom', 'dom.iterable', 'dom.asynciterable'],
      types: [],
      paths: { '@kabar/contract': [stub], '@kabar/contract/errors': [join(repositoryRoot, 'contract', 'src', 'errors.ts')] },
    },
    files: [join(repositoryRoot, 'sdk', 'src', 'index.ts')],
  };
  const project = join(work, 'tsconfig.json');
  await writeFile(project, JSON.stringify(settings));
  const { exitCode, output } = await runCommand('tsc', ['-p', project]);
  if (exitCode !== 0) throw new Error(`The types of the SDK could not be written:\n${output}`);
  const types = join(work, 'types');
  await cp(join(emitted, 'sdk', 'src'), types, { recursive: true });
  await cp(join(emitted, 'contract', 'src'), join(types, 'contract'), { recursive: true });
  await cp(stub, join(types, 'contract.d.ts'));
  for (const name of await readdir(types, { recursive: true })) if (name.endsWith('.d.ts')) await pointAtNeighbours(types, name);
  return types;
}

/** Makes the imports of a declaration file lead to the files beside it. */
async function pointAtNeighbours(folder: string, name: string): Promise<void> {
  const file = join(folder, name);
  const up = relative(dirname(file), folder) || '.';
  const text = (await readFile(file, 'utf8'))
    .replaceAll(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1')
    .replaceAll(/(['"])@kabar\/contract\/errors\1/g, `$1${up}/contract/errors.js$1`)
    .replaceAll(/(['"])@kabar\/contract\1/g, `$1${up}/contract.js$1`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** The types that the SDK takes from the contract, each written out from its schema. */
async function contractTypes(): Promise<string> {
  const schemas: Readonly<Record<string, unknown>> = contract;
  const lines: string[] = [];
  for (const name of await usedNames()) {
    const plain = plainTypes[name];
    if (plain !== undefined) {
      lines.push(plain);
      continue;
    }
    const schema = schemas[name];
    if (!(schema instanceof z.ZodType))
      throw new Error(`${name} of the contract has no schema. Write its type in tools/build/sdk-package.ts.`);
    const output = typeOf(z.toJSONSchema(schema, { io: 'output' }), name, 'output');
    const input = typeOf(z.toJSONSchema(schema, { io: 'input' }), `${name}_Input`, 'input');
    lines.push(`export type ${name} = ${output.type};`, `export type ${name}_Input = ${input.type};`);
    lines.push(`export declare const ${name}: { _zod: { input: ${name}_Input; output: ${name} } };`);
    for (const [part, type] of [...output.parts, ...input.parts]) lines.push(`export type ${part} = ${type};`);
  }
  return `${lines.join('\n')}\n`;
}

async function usedNames(): Promise<string[]> {
  const names = new Set<string>();
  const folder = join(repositoryRoot, 'sdk', 'src');
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const text = await readFile(join(folder, name), 'utf8');
    for (const match of text.matchAll(/import type \{([^}]*)\} from '@kabar\/contract';/g))
      for (const part of (match[1] ?? '').split(',')) if (part.trim() !== '') names.add(part.trim());
  }
  return [...names].toSorted();
}
