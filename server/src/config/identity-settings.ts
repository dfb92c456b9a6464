import { hostNames } from './value-forms.ts';
import { group, optional } from './variable.ts';

/** How people sign in, as far as the machine and its network decide it. */
export const identitySettings = group('Sign-in', {
  ownHosts: optional('KABAR_IDENTITY_HOSTS', {
    form: hostNames(),
    example: 'keycloak.corp.internal',
    otherwise: 'none',
    does: 'Names of identity providers for single sign-on that stand in your own network, separated by commas. Workspaces choose their provider themselves; every other one is reached at public addresses only.',
  }),
});
