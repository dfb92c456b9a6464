import { describe, expect, it } from 'vitest';
import { readRepositoryFile } from '../run/repository-files.ts';

type Operation = { security: Record<string, string[]>[]; 'x-permission'?: string };

/**
 * What the dashboard can do and no API key: by permission, or by path for what belongs to a person. Each with the reason. Everything else is
 * within reach of a key that holds the scope; the dashboard calls nothing but operations of the document.
 */
const byPermission: Readonly<Record<string, string>> = {
  'api_keys:read': 'a leaked key must not be able to list the others',
  'api_keys:write': 'a leaked key must not be able to make others that outlive its revocation, or to lift its own limits',
  'privacy:write': 'decisions of the privacy office bear the name of a person, some of two',
  'workspace:sign_in': 'who comes in, and as whom, is decided by an owner who showed that it is them',
  'support:grant': 'letting somebody from outside in is decided by a person who showed that it is them',
  'workspace:close': 'the end of a workspace is decided by an owner',
};
const byPath: readonly (readonly [RegExp, string])[] = [
  [/ \/v1\/operator\//, 'belongs to the installation and to no workspace, and keys belong to one'],
  [/ \/v1\/me(\/|$)/, 'the account of a person'],
  [/ \/v1\/auth\//, 'the session of a person'],
  [/^POST \/v1\/workspaces$/, 'makes the person its owner'],
  [/^POST \/v1\/invitations\/accept$/, 'a person joins'],
  [/^GET \/v1\/business-transfer$/, 'what account holders are told'],
  [/^POST \/v1\/(crash-reports|usage-counts)$/, 'what the dashboard itself reports about how it runs'],
];

const document = JSON.parse(await readRepositoryFile('docs/reference/openapi.json')) as {
  paths: Record<string, Record<string, Operation>>;
};
const outOfReach = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) =>
    operation.security.length === 0 || operation.security.some((way) => 'apiKey' in way)
      ? []
      : [{ name: `${method.toUpperCase()} ${path}`, permission: operation['x-permission'] ?? null }],
  ),
);

describe('an API key', () => {
  it('reaches everything that the dashboard does, save what is listed with a reason', () => {
    const unexplained = outOfReach.filter(({ name, permission }) =>
      permission === null ? !byPath.some(([pattern]) => pattern.test(name)) : !(permission in byPermission),
    );
    expect(unexplained).toEqual([]);
  });

  it('has no exception that is not needed any more', () => {
    const names = outOfReach.map(({ name }) => name);
    const permissions = new Set(outOfReach.map(({ permission }) => permission));
    expect(Object.keys(byPermission).filter((permission) => !permissions.has(permission))).toEqual([]);
    expect(byPath.filter(([pattern]) => !names.some((name) => pattern.test(name))).map(([pattern]) => pattern.source)).toEqual([]);
  });
});
