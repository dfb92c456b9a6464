import { Resolver } from 'node:dns/promises';
import { createProviderGate, singleSignOnJobs, singleSignOnRoutes, type SingleSignOnContext } from '#modules/single-sign-on';
import type { UsersContext } from '#modules/users';
import type { WorkspacesContext } from '#modules/workspaces';
import { createEgress } from '#platform/egress/egress';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';

/** What single sign-on takes from the modules below it. */
export type SingleSignOnNeeds = { users: UsersContext; workspaces: WorkspacesContext };

/** Builds single sign-on. While Kabar runs a database of its own it is a laptop, where a provider may run beside it. */
export function composeSingleSignOn(context: Context, needs: SingleSignOnNeeds): Pick<Modules, 'routes' | 'jobs'> {
  const { config, db, clock, ids, keyring } = context;
  const allowLoopback = config.isEmbedded;
  const resolver = new Resolver({ timeout: 5_000, tries: 2 });
  const singleSignOn: SingleSignOnContext = {
    db,
    clock,
    ids,
    keyring,
    audit: needs.users.audit,
    ...needs,
    client: {
      egress: createEgress({ gate: createProviderGate({ ownHosts: config.identity.ownHosts ?? [], allowLoopback }) }),
      allowLoopback,
    },
    resolveTxt: async (name) => {
      try {
        return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')) return [];
        throw error;
      }
    },
  };
  return { routes: singleSignOnRoutes(singleSignOn), jobs: singleSignOnJobs(singleSignOn) };
}
