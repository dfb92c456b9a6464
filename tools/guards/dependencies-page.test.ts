import { describe, expect, it } from 'vitest';
import { readRepositoryFile } from '../run/repository-files.ts';

type Manifest = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

/** Packages that run in production; the others are for building and testing. */
const shipped = ['.', 'contract', 'cloud-api', 'server', 'web', 'emulator', 'sdk', 'docs/site'];

describe('docs/dependencies.md', () => {
  it('has one line for every runtime dependency and none for anything else', async () => {
    const manifests = await Promise.all(
      // npm's own format.
      shipped.map(async (folder) => JSON.parse(await readRepositoryFile(`${folder}/package.json`)) as Manifest),
    );
    const used = new Set(
      manifests.flatMap((manifest) => Object.keys(manifest.dependencies ?? {})).filter((name) => !name.startsWith('@kabar/')),
    );
    const page = await readRepositoryFile('docs/dependencies.md');
    const listed = [...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map((match) => match[1] ?? '');
    expect(listed.toSorted()).toEqual([...used].toSorted());
  });

  it('has no run-time dependency in the SDK, nor any but zod in the vocabularies', async () => {
    const dependenciesOf = async (folder: string): Promise<string[]> =>
      Object.keys((JSON.parse(await readRepositoryFile(`${folder}/package.json`)) as Manifest).dependencies ?? {});
    expect(await dependenciesOf('sdk')).toEqual([]);
    expect(await dependenciesOf('contract')).toEqual(['zod']);
    expect(await dependenciesOf('cloud-api')).toEqual(['zod']);
  });
});
