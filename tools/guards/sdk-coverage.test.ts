import { describe, expect, it } from 'vitest';
import { listRepositoryFiles, readRepositoryFile } from '../run/repository-files.ts';
import { readServerSources } from './repository-guards.ts';

/** `GET /v1/contacts/:` for every endpoint the server declares under /v1. */
async function serverEndpoints(): Promise<Set<string>> {
  const sources = await readServerSources();
  const found = new Set<string>();
  for (const { text } of sources) {
    for (const block of text.split(/\bdefineRoute\s*\(/).slice(1)) {
      const method = /\bmethod:\s*'([A-Z]+)'/.exec(block)?.[1];
      const path = /\bpath:\s*'(\/v1\/[^']*)'/.exec(block)?.[1];
      if (method !== undefined && path !== undefined) found.add(`${method} ${path.replaceAll(/:\w+/g, ':')}`);
    }
  }
  return found;
}

/** The same for every call the SDK can make. */
async function sdkEndpoints(): Promise<Set<string>> {
  const names = (await listRepositoryFiles()).filter((name) => /^sdk\/src\/(resources\/|stream-events)[^.]*\.ts$/.test(name));
  const found = new Set<string>();
  for (const name of names) {
    const text = await readRepositoryFile(name);
    for (const match of text.matchAll(/method: '([A-Z]+)',\s*path: (?:pathOf)?['`]([^'`]+)['`]/g)) {
      const path = (match[2] ?? '').replaceAll(/\$\{\w+\}/g, ':');
      if (name.endsWith('/auth.ts')) continue;
      found.add(`${match[1]} ${path}`);
    }
    if (name.endsWith('/auth.ts')) {
      for (const match of text.matchAll(/\bspec\('([a-z-]+)'/g)) found.add(`POST /v1/auth/${match[1]}`);
    }
  }
  return found;
}

describe('the SDK', () => {
  it('reaches every endpoint of the server and no other', async () => {
    const [server, sdk] = await Promise.all([serverEndpoints(), sdkEndpoints()]);
    expect(server.size).toBeGreaterThanOrEqual(40);
    expect([...sdk].toSorted()).toEqual([...server].toSorted());
  });
});
