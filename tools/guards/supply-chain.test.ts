import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRepositoryFile } from '../run/repository-files.ts';
import { runCommand } from '../run/run-command.ts';
import {
  checkExactVersions,
  checkInstallScripts,
  checkLicences,
  checkRepositorySupplyChain,
  namesOfShipped,
  readLockfile,
} from './supply-chain.ts';

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

describe('what a release says about itself', () => {
  it('lists every package that production installs, each with its licence, and nothing else', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kabar-sbom-'));
    const file = join(folder, 'sbom.json');
    const { exitCode, output } = await runCommand('npm', ['run', '--silent', 'sbom', '--', file]);
    expect(exitCode, output).toBe(0);
    // npm's own format.
    const { components } = JSON.parse(readFileSync(file, 'utf8')) as { components: { purl: string; licenses?: unknown[] }[] };
    rmSync(folder, { recursive: true });
    const wanted = namesOfShipped(await readLockfile());
    const named = components.map(({ purl }) => decodeURIComponent(purl.replace(/^pkg:npm\//, '').replace(/\?.*$/, '')));
    // What a tool uses, too, is shipped all the same.
    expect([...wanted].some((one) => one.startsWith('jose@'))).toBe(true);
    expect([...wanted].filter((one) => !named.includes(one))).toEqual([]);
    expect(named.filter((one) => !wanted.has(one) && !one.startsWith('@kabar/'))).toEqual([]);
    expect(components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([]);
  });

  it('says within how many days a report of a weakness is answered and repaired', async () => {
    const policy = await readRepositoryFile('SECURITY.md');
    const rows = [...policy.matchAll(/^\| ([^|]+) \| (\d+)(?: or \d+)? (?:working )?days \|$/gm)].map(([, step = '', days]) => [
      step,
      Number(days),
    ]);
    expect(rows).toEqual([
      ['we confirm that we have it', 2],
      ['we say whether we see it as you do, and how serious it is', 5],
      ['a fix for something critical or high', 14],
      ['a fix for the rest', 90],
      ['a fixed version of something we are made of, by the same measure', 14],
    ]);
    expect(policy).toContain('Report a vulnerability');
  });
});
