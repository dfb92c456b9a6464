import { openBreachedPasswords } from '#modules/users';
import { defineCheck, ok, skipped } from './check.ts';
import type { Check } from './check.ts';

/** What new passwords are compared with. */
export const signInChecks: readonly Check[] = [
  defineCheck('Breached passwords', async ({ config }) => {
    const path = config.paths.breachedPasswords;
    if (path === null)
      return skipped(
        'No list of breached passwords is set: passwords are judged by the rules and the built-in words alone. See KABAR_BREACHED_PASSWORDS.',
      );
    const list = await openBreachedPasswords(path);
    // In every list of any size: whoever hands over another one learns it here.
    return ok(
      (await list.has('password'))
        ? `Nobody can choose a password of the list ${path}.`
        : `Nobody can choose a password of the list ${path}. It does not hold "password", so it is a small one.`,
    );
  }),
];
