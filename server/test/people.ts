import { randomBytes } from 'node:crypto';
import { createKeyring, type Keyring } from '../src/modules/keyring/index.ts';
import { createUsers, type PersonMail, type SignUpTerms, type UsersConfig, type UsersContext } from '../src/modules/users/index.ts';
import { createManualClock, systemClock, type ManualClock } from '../src/platform/clock.ts';
import { rootKeyLine, rootKeysFromText } from '../src/platform/crypto/root-keys.ts';
import { createNotifications } from '../src/platform/events/notifications.ts';
import { systemIds } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';
import type { TestDatabase } from './harness.ts';

/** A users module for tests: cheap bcrypt, mails kept in a list, a clock that stands still. */
export type TestUsers = { ctx: UsersContext; clock: ManualClock; keyring: Keyring; mails: PersonMail[] };

/** A password that the rules accept. */
export const goodPassword = 'seven lanterns over the harbour';

/** One root key for the whole file, because a database outlives the contexts that tests build over it. */
const testRootKeys = rootKeysFromText('environment', rootKeyLine(randomBytes(32)));

/** Builds the users module over a test database, with the given key ring or one of its own. */
export async function createTestUsers(
  database: TestDatabase,
  config: Partial<UsersConfig> = {},
  given: { keyring?: Keyring; terms?: SignUpTerms } = {},
): Promise<TestUsers> {
  const clock = createManualClock(new Date());
  const mails: PersonMail[] = [];
  const keyring =
    given.keyring ??
    createKeyring({
      db: database.db,
      rootKeys: testRootKeys,
      clock,
      notifications: createNotifications({ url: database.url, clock: systemClock, log: silentLog }),
    });
  const ctx = await createUsers(
    {
      db: database.db,
      clock,
      ids: systemIds,
      keyring,
      sendMail: (mail) => void mails.push(mail),
      ...(given.terms === undefined ? {} : { terms: given.terms }),
    },
    { publicUrl: 'http://localhost:4000', requireVerifiedEmail: false, bcryptCost: 4, operatorsNeedSecondFactor: false, ...config },
  );
  return { ctx, clock, keyring, mails };
}

/** The token behind `#token=` of the newest mail to an address. */
export function tokenFromMail(mails: readonly PersonMail[], to: string): string {
  const text = mails.findLast((mail) => mail.to === to)?.text ?? '';
  const token = /#token=(\S+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link in the mails to ${to}`);
  return token;
}
