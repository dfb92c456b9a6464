import { describe, expect, it } from 'vitest';
import { compareContracts } from '../contract/compare-contracts.ts';
import type { OpenApiDocument } from '../contract/openapi-document.ts';
import { readRepositoryFile } from '../run/repository-files.ts';
import { checkDeclarations, checkRepositoryContract, declarationOf, releasedContract } from './api-contract.ts';

const released = await readRepositoryFile(releasedContract);
const read = () => JSON.parse(released) as OpenApiDocument & { paths: Record<string, Record<string, unknown>> };
const changelog = (...lines: string[]) =>
  ['# Changes', '', '## Unreleased', '', ...lines, '', '## 0.1.0', '', '- Breaking: long ago.'].join('\n');

describe('the guard of the contract', () => {
  it('lets nothing pass that breaks programs of the last release', async () => {
    expect(await checkRepositoryContract()).toEqual([]);
  });

  it('names each planted break of the real contract, and is quiet once it is declared', () => {
    const after = read();
    delete after.paths['/v1/messages']?.['post'];
    const text = JSON.stringify(after).replace(
      '"payload":{"type":"string","enum":["thin","full"]',
      '"payload":{"type":"string","enum":["thin"]',
    );
    const changes = compareContracts(read(), JSON.parse(text) as OpenApiDocument);
    const findings = checkDeclarations(changes, changelog());
    expect(findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'breaks programs of the last release: `POST /v1/messages`: is gone.',
        expect.stringMatching(/`payload` no longer has the value `full`\.$/),
      ]),
    );
    const declared = changes.filter(({ isBreaking }) => isBreaking).map((change) => `${declarationOf(change)} Use another way.`);
    expect(checkDeclarations(changes, changelog(...declared))).toEqual([]);
  });

  it('refuses a declaration of what did not change, and a changelog without a place for it', () => {
    expect(checkDeclarations([], changelog('- Breaking: `GET /v1/contacts`: is gone.'))).toEqual([
      { file: 'docs/reference/api-changes.md', line: 5, message: 'declares what did not change: `GET /v1/contacts`: is gone.' },
    ]);
    expect(checkDeclarations([], '# Changes')).toMatchObject([{ message: 'has no part "## Unreleased"' }]);
  });
});
