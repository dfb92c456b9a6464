import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../run/repository-files.ts';
import { checkImports, cruisedFolders } from './import-rules.ts';

/** A tiny repository in which every rule is broken once; each line is `file: imports`. */
const planted: Record<string, string> = {
  'contract/src/index.ts': `import '../../server/src/platform/ids.ts';`,
  'cloud-api/src/index.ts': `import type { A } from '../../contract/src/index.ts'; export type B = A;`,
  'server/src/main.ts': `import './roles/all.ts'; import '../test/harness.ts';`,
  'server/src/roles/all.ts': `import '../modules/messages/index.ts'; import '../modules/messages/send.ts'; import './missing.ts';`,
  'server/src/platform/ids.ts': `import type { A } from '../modules/messages/index.ts'; export type B = A;`,
  'server/src/modules/contacts/index.ts': `import type { A } from '../messages/index.ts'; export type B = A;`,
  'server/src/modules/contacts/contacts.sql.ts': `export const a = 1;`,
  'server/src/modules/messages/index.ts': `import './send.ts'; export type A = 1;`,
  'server/src/modules/messages/send.ts': `import '../contacts/contacts.sql.ts'; import '../../../../cloud-api/src/index.ts'; import '../horoscopes/index.ts';`,
  'server/src/modules/horoscopes/index.ts': `import '../../roles/all.ts';`,
  'server/src/whatsapp/send.ts': `import '../modules/messages/index.ts'; import '../../../cloud-api/src/index.ts';`,
  'server/src/modules/analytics/index.ts': `import '../messages/index.ts';`,
  'server/test/harness.ts': `import '../src/modules/contacts/contacts.sql.ts';`,
  'emulator/src/main.ts': `import type { B } from '../../server/src/platform/ids.ts'; export type C = B;`,
  'web/src/a.ts': `import type { B } from '../../server/src/platform/ids.ts'; import './features/inbox/list.ts'; export type C = B;`,
  'web/src/features/inbox/index.ts': `import './list.ts';`,
  'web/src/features/inbox/list.ts': `import '../numbers/page.ts';`,
  'web/src/features/numbers/page.ts': `export const a = 1;`,
  'sdk/src/index.ts': `import '../../contract/src/index.ts'; import type { B } from '../../contract/src/index.ts'; export type C = B;`,
  'e2e/src/a.ts': `import './b.ts'; import '../../server/src/main.ts';`,
  'e2e/src/b.ts': `import './a.ts';`,
  'bench/src/a.ts': `import '../../web/src/a.ts';`,
};

const expected = [
  'bench/src/a.ts reach-of-bench web/src/a.ts',
  'cloud-api/src/index.ts reach-of-cloud-api contract/src/index.ts',
  'contract/src/index.ts reach-of-contract server/src/platform/ids.ts',
  'e2e/src/a.ts no-cycle e2e/src/b.ts',
  'e2e/src/a.ts reach-of-e2e server/src/main.ts',
  'emulator/src/main.ts reach-of-emulator server/src/platform/ids.ts',
  'sdk/src/index.ts sdk-alone-at-run-time contract/src/index.ts',
  'server/src/main.ts tests-only server/test/harness.ts',
  'server/src/modules/analytics/index.ts counting-reads-nothing server/src/modules/messages/index.ts',
  'server/src/modules/contacts/index.ts tier server/src/modules/messages/index.ts',
  'server/src/modules/horoscopes/index.ts roles-on-top server/src/roles/all.ts',
  'server/src/modules/messages/send.ts meta-shapes-at-the-door cloud-api/src/index.ts',
  'server/src/modules/messages/send.ts module-door server/src/modules/contacts/contacts.sql.ts',
  'server/src/modules/messages/send.ts module-known server/src/modules/horoscopes/index.ts',
  'server/src/platform/ids.ts platform-below server/src/modules/messages/index.ts',
  'server/src/roles/all.ts resolvable ./missing.ts',
  'server/src/roles/all.ts roles-use-doors server/src/modules/messages/send.ts',
  'server/src/whatsapp/send.ts whatsapp-below server/src/modules/messages/index.ts',
  'web/src/a.ts reach-of-web server/src/platform/ids.ts',
  'web/src/features/inbox/list.ts feature-door web/src/features/numbers/page.ts',
];

describe('the import rules', () => {
  it('find every planted violation and nothing else', async () => {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'kabar-imports-')));
    try {
      for (const [name, text] of Object.entries(planted)) {
        await mkdir(dirname(join(root, name)), { recursive: true });
        await writeFile(join(root, name), text);
      }
      const { findings } = await checkImports(root, ['contract', 'cloud-api', 'server', 'emulator', 'web', 'sdk', 'e2e', 'bench']);
      const seen = findings.map((finding) => `${finding.file} ${finding.message.replace(/^(\S+): imports (\S+)\. .*$/, '$1 $2')}`);
      const withoutLoops = seen.filter((line) => !/^server\S+ no-cycle|^contract\S+ no-cycle/.test(line));
      expect(withoutLoops.toSorted()).toEqual(expected);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });

  it('see imports of the real tree through package names and import maps', async () => {
    const { edges, moduleCount } = await checkImports(repositoryRoot, cruisedFolders);
    expect(moduleCount).toBeGreaterThan(200);
    expect([...edges]).toEqual(
      expect.arrayContaining([
        'sdk/src/kabar-error.ts -> contract/src/errors.ts',
        'server/src/modules/audit/audit.sql.ts -> server/src/platform/db/tx.ts',
        'tools/guards/import-rules.ts -> tools/guards/guard.ts',
      ]),
    );
  });
});
