import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnchorContext } from '../src/modules/audit/index.ts';
import { silentLog } from '../src/platform/log.ts';
import { createDiskStorage } from '../src/platform/storage/disk-storage.ts';
import type { TestPeople } from './tenants.ts';

/** Checkpoints of the audit log in a folder of their own. */
export function createTestAnchor(people: TestPeople): AnchorContext & { folder: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'kabar-checkpoints-'));
  return {
    ...people.ctx.audit,
    db: people.ctx.db,
    log: silentLog,
    checkpoints: { label: folder, kind: 'folder', storage: createDiskStorage(folder) },
    signingKey: () => people.keyring.signingKey(),
    formerSigningKeys: () => people.keyring.formerSigningKeys(),
    folder,
  };
}
