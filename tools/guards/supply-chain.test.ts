import { describe, expect, it } from 'vitest';
import { checkExactVersions, checkInstallScripts, checkLicences, checkRepositorySupplyChain, readLockfile } from './supply-chain.ts';

describe('what we install', () => {
  it('has licences, install scripts and versions that somebody looked at', async () => {
    expect(await checkRepositorySupplyChain()).toEqual([]);
    expect(Object.keys((await readLockfile()).packages).length).toBeGreaterThan(300);
  });

  it.each([['GPL-3.0-or-later'], ['AGPL-3.0-only'], ['SSPL-1.0'], ['LGPL-3.0-or-later'], ['UNLICENSED'], [undefined]])(
    'finds a package under %s',
    (license) => {
      const found = checkLicences({
        packages: { 'node_modules/left': { version: '1.0.0', ...(license === undefined ? {} : { license }) } },
      });
      expect(found.map(({ message }) => message)).toEqual([
        expect.stringContaining(`node_modules/left has the licence ${license ?? 'none'}`),
      ]);
    },
  );

  it('finds one inside another package, and leaves tools for building and testing alone', () => {
    const packages = { 'node_modules/a/node_modules/left': { license: 'GPL-2.0' }, 'node_modules/tool': { license: 'GPL-2.0', dev: true } };
    expect(checkLicences({ packages })).toHaveLength(1);
  });

  it('finds a package that runs a program when it is installed, tools too', () => {
    const packages = { 'node_modules/miner': { hasInstallScript: true, dev: true }, 'node_modules/node': { hasInstallScript: true } };
    expect(checkInstallScripts({ packages }, { file: 'package.json', allowScripts: { node: true } })).toEqual([
      { file: 'package-lock.json', message: expect.stringMatching(/^miner runs a program/) },
    ]);
    const found = checkInstallScripts({ packages: {} }, { file: 'package.json', allowScripts: { gone: true } });
    expect(found).toHaveLength(2);
  });

  it.each(['^1.2.3', '~1.2.3', '1.x', '>=1.0.0', 'latest', '*', '', 'https://example.com/a.tgz', 'git+ssh://example.com/a.git'])(
    'finds the version %s',
    (version) => {
      expect(checkExactVersions([{ file: 'a/package.json', devDependencies: { left: version } }])).toHaveLength(1);
    },
  );

  it.each([
    ['left', '1.2.3'],
    ['left', '18.4.0-beta.17'],
  ])('leaves %s at %s alone', (name, version) => {
    expect(checkExactVersions([{ file: 'a/package.json', dependencies: { [name]: version } }])).toEqual([]);
  });
});
