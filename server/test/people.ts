import { randomBytes } from 'node:crypto';
import { createManualClock, type ManualClock } from '../src/platform/clock.ts';
import { rootKeyLine, rootKeysFromText } from '../src/platform/crypto/root-keys.ts';
import { dataKey, keyRing } from '../src/platform/crypto/data-key.ts';
import { newIndexKey } from '../src/platform/crypto/keyed-hash.ts';
import { systemIds } from '../src/platform/ids.ts';
import { createUsers, type PersonMail, type UsersConfig, type UsersContext } from '../src/modules/users/index.ts';
import type { TestDatabase } from './harness.ts';

/** A users module for tests: cheap bcrypt, mails kept in a list, a clock that stands still. */
export type TestUsers = { ctx: UsersContext; clock: ManualClock; mails: PersonMail[] };

/** A password that the rules accept. */
export const goodPassword = 'seven lanterns over the harbour';

/** One root key for the whole file, because a database outlives the contexts that tests build over it. */
const testRootKeys = rootKeysFromText('test', rootKeyLine(randomBytes(32)));

/** Builds the users module over a test database. */
export async function createTestUsers(database: TestDatabase, config: Partial<UsersConfig> = {}): Promise<TestUsers> {
  const clock = createManualClock(new Date());
  const mails: PersonMail[] = [];
  const workspaceKeys = { ring: keyRing(dataKey(7, randomBytes(32))), commitment: newIndexKey().key };
  const ctx = await createUsers(
    {
      db: database.db,
      clock,
      ids: systemIds,
      rootKeys: testRootKeys,
      sendMail: (mail) => void mails.push(mail),
      keysOfWorkspace: () => Promise.resolve(workspaceKeys),
    },
    { publicUrl: 'http://localhost:4000', requireVerifiedEmail: false, bcryptCost: 4, ...config },
  );
  return { ctx, clock, mails };
}

/** The token behind `#token=` of the newest mail to an address. */
export function tokenFromMail(mails: readonly PersonMail[], to: string): string {
  const text = mails.findLast((mail) => mail.to === to)?.text ?? '';
  const token = /#token=(\S+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link in the mails to ${to}`);
  return token;
}
