import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readReference, type Reference, type Schema } from './read-reference.ts';
import { requestExamples } from './request-examples.ts';
import { literal, samplesOf } from './samples.ts';
import { findSdkCalls, type SdkCall } from './sdk-calls.ts';

const repository = join(import.meta.dirname, '../../../..');
const run = promisify(execFile);
let reference: Reference;
let calls: Map<string, SdkCall>;
let folder = '';

beforeAll(async () => {
  reference = await readReference(repository);
  calls = await findSdkCalls(reference.operations);
  // Inside the package, so that the compiler finds the SDK as any program of the repository does.
  folder = await mkdtemp(join(import.meta.dirname, '../../.build-samples-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the compiler says about the files, one line per mistake. */
async function compile(files: Readonly<Record<string, string>>): Promise<string[]> {
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  const config = { extends: join(repository, 'tsconfig.base.json'), files: Object.keys(files) };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const failed: unknown = await run('npx', ['tsc', '--noEmit', '--pretty', 'false', '-p', folder], { cwd: repository }).then(
    () => null,
    (error: unknown) => error,
  );
  if (failed === null) return [];
  const output = typeof failed === 'object' && 'stdout' in failed ? JSON.stringify(failed.stdout) : 'error TS: the compiler did not run';
  return output.split(String.raw`\n`).filter((line) => line.includes('error TS'));
}

const typeScript = (name: string): string => {
  const operation = reference.operations.find((one) => one.name === name);
  return operation === undefined
    ? ''
    : (samplesOf(operation, reference, calls.get(name)).find(({ language }) => language === 'ts')?.code ?? '');
};

describe('the samples of the reference', () => {
  it('in TypeScript: one for every operation of the API, and all of them compile', async () => {
    const without = reference.operations.filter(({ name }) => !calls.has(name)).map(({ name }) => name);
    expect(without).toEqual(['GET /files/{token}', 'GET /healthz', 'GET /metrics', 'GET /readyz']);
    const files = Object.fromEntries([...calls.keys()].map((name, index) => [`sample-${index}.ts`, `// ${name}\n${typeScript(name)}`]));
    expect(Object.keys(files).length).toBeGreaterThan(350);
    expect(await compile(files)).toEqual([]);
  });

  it('in TypeScript: a field that does not exist would be seen', async () => {
    const broken = typeScript('POST /v1/messages').replace('number_id', 'nummer_id');
    expect(await compile({ 'broken.ts': broken })).toHaveLength(1);
  });

  it('in curl: the shell can read each', async () => {
    const read = async (script: string): Promise<boolean> =>
      run('bash', ['-n', '-c', script]).then(
        () => true,
        () => false,
      );
    const samples = reference.operations.map((operation) => samplesOf(operation, reference, undefined)[0]?.code ?? '');
    // Each in a function of its own: an open quote in one cannot be closed by the next.
    for (const sample of samples) expect(sample).toMatch(/^curl (?:-X [A-Z]+ )?"\$KABAR_URL\/[^"]+"/);
    expect(await read(samples.map((sample, index) => `sample${index}() {\n${sample}\n}`).join('\n'))).toBe(true);
    expect(await read(`curl -d '{"text":"it's"}'`)).toBe(false);
  });

  it('send bodies that fit their schema', () => {
    const misfits = reference.operations.flatMap((operation) => {
      if (operation.body === null || operation.body.type !== 'application/json') return [];
      const curl = samplesOf(operation, reference, undefined)[0]?.code ?? '';
      const sent = /-d '([\s\S]*)'$/.exec(curl)?.[1]?.replaceAll(String.raw`'\''`, "'") ?? '';
      const result = asZod(operation.body.schema).safeParse(JSON.parse(sent));
      return result.success ? [] : [`${operation.name}: ${sent} ${result.error.message}`];
    });
    expect(misfits).toEqual([]);
  });

  it('have no example of their own for an operation that is gone', () => {
    const names = new Set(reference.operations.map(({ name }) => name));
    expect(Object.keys(requestExamples).filter((name) => !names.has(name))).toEqual([]);
  });

  it('are written as people write TypeScript', () => {
    expect(literal({ a: "it's", 'b-c': [1, { d: null }] })).toBe(String.raw`{ a: 'it\'s', 'b-c': [1, { d: null }] }`);
    expect(literal({})).toBe('{}');
  });
});

function asZod(schema: Schema): z.ZodType {
  const text = JSON.stringify(schema, (key, value: unknown) => {
    // The library reads patterns without the flag that classes such as `\\p{L}` need; JSON Schema means them with it.
    if (key === 'pattern' && /\\p\{/.test(String(value))) return undefined;
    return typeof value === 'object' && value !== null && '$ref' in value ? reference.resolve(value as Schema) : value;
  });
  return z.fromJSONSchema(JSON.parse(text) as Parameters<typeof z.fromJSONSchema>[0]);
}
