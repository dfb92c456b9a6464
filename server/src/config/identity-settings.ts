import { hostNames, text } from './value-forms.ts';
import { group, optional } from './variable.ts';

/** How people sign in, as far as the machine and its network decide it. */
export const identitySettings = group('Sign-in', {
  breachedPasswords: optional('KABAR_BREACHED_PASSWORDS', {
    form: text(),
    example: '/var/lib/kabar-lists/pwned-passwords-sha1-ordered-by-hash.txt',
    otherwise: 'passwords are judged by the rules and the built-in words alone',
    does: 'List of breached passwords that nobody may choose, in a form of Have I Been Pwned: one file of SHA-1 hashes in their order, or a folder with a file per prefix. It is read on this machine; nothing is asked of anybody. A relative path lies in the home folder.',
  }),
  ownHosts: optional('KABAR_IDENTITY_HOSTS', {
    form: hostNames(),
    example: 'keycloak.corp.internal',
    otherwise: 'none',
    does: 'Names of identity providers for single sign-on that stand in your own network, separated by commas. Workspaces choose their provider themselves; every other one is reached at public addresses only.',
  }),
});
