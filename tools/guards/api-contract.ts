import { compareContracts, type ContractChange } from '../contract/compare-contracts.ts';
import type { OpenApiDocument } from '../contract/openapi-document.ts';
import { readRepositoryFile } from '../run/repository-files.ts';
import type { Finding } from './guard.ts';

/** What programs could rely on in the last release. Written by `npm run contract -- --release`, never by hand. */
export const releasedContract = 'contract/released/openapi.json';
/** The contract as the routes of this tree make it. */
export const currentContract = 'docs/reference/openapi.json';
/** Where changes of the API are told, breaking ones by their sentence. */
export const apiChanges = 'docs/reference/api-changes.md';

/** How a breaking change is declared under "Unreleased": a list item that begins so, and goes on with what callers have to do. */
export const declarationOf = ({ sentence }: ContractChange): string => `- Breaking: ${sentence}`;

/** Breaking changes that nobody declared, and declarations of changes that are not there (any more). */
export function checkDeclarations(changes: readonly ContractChange[], changelog: string): Finding[] {
  const lines = changelog.split('\n');
  const from = lines.indexOf('## Unreleased');
  const next = lines.findIndex((line, index) => index > from && line.startsWith('## '));
  if (from === -1) return [{ file: apiChanges, message: 'has no part "## Unreleased"' }];
  const declared = lines
    .slice(from, next === -1 ? undefined : next)
    .flatMap((line, index) => (line.startsWith('- Breaking: ') ? [{ line, at: from + index + 1 }] : []));
  const undeclared = changes.filter((change) => change.isBreaking && !declared.some(({ line }) => line.startsWith(declarationOf(change))));
  const stale = declared.filter(({ line }) => !changes.some((change) => change.isBreaking && line.startsWith(declarationOf(change))));
  return [
    ...undeclared.map((change) => ({ file: currentContract, message: `breaks programs of the last release: ${change.sentence}` })),
    ...stale.map(({ line, at }) => ({
      file: apiChanges,
      line: at,
      message: `declares what did not change: ${line.slice('- Breaking: '.length)}`,
    })),
  ];
}

/** What changed since the last release, breaking changes first. */
export async function readContractChanges(): Promise<ContractChange[]> {
  const [released, current] = await Promise.all([readRepositoryFile(releasedContract), readRepositoryFile(currentContract)]);
  // Both are written by us, from the routes of a running server.
  return compareContracts(JSON.parse(released) as OpenApiDocument, JSON.parse(current) as OpenApiDocument);
}

/** Breaking changes of this repository's API since the last release that the changelog of the API does not declare. */
export async function checkRepositoryContract(): Promise<Finding[]> {
  return checkDeclarations(await readContractChanges(), await readRepositoryFile(apiChanges));
}
