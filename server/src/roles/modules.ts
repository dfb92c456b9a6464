import { apiKeysRoutes, createKeyProver } from '#modules/api-keys';
import { auditRoutes } from '#modules/audit';
import { checkSession, createUsers, usersRoutes } from '#modules/users';
import { createWorkspaces, workspacesRoutes } from '#modules/workspaces';
import type { Authenticator } from '#platform/http/actor';
import type { Route } from '#platform/http/route';
import type { BoundJob } from '#platform/jobs/job';
import type { Context } from './context.ts';
import type { EmulatorAddresses } from './emulator-process.ts';
import type { Part } from './lifecycle.ts';
import { phoneRoute } from './phone-route.ts';

/** What is known about the world around the process once it has its port. */
export type Surroundings = {
  /** Address of this installation as browsers and Meta see it, without a slash at the end. */
  publicUrl: string;
  emulator: EmulatorAddresses | null;
};

/** All modules, joined. Nothing runs yet. */
export type Modules = {
  routes: Route[];
  jobs: BoundJob[];
  /** Run in every process. */
  parts: Part[];
  /** Run where work is done. */
  engines: Part[];
  authenticator: Authenticator;
};

/** Builds every module on the platform and joins what they offer. The list of modules is this function. */
export async function composeModules(context: Context, surroundings: Surroundings): Promise<Modules> {
  const { config, db, clock, ids, keyring, log, mails } = context;
  const users = await createUsers(
    { db, clock, ids, keyring, sendMail: (mail) => mails.post(mail) },
    { publicUrl: surroundings.publicUrl, requireVerifiedEmail: !config.isEmbedded },
  );
  const workspaces = createWorkspaces(users, keyring);
  const prover = createKeyProver({ db, clock, onError: (error) => log.warn('the last uses of API keys were not written', { error }) });
  return {
    routes: [
      ...usersRoutes(users),
      ...workspacesRoutes(workspaces),
      ...apiKeysRoutes({ db, clock, ids, audit: users.audit, prover }),
      ...auditRoutes({ ...users.audit, db }),
      ...phoneRoute(surroundings.emulator?.url ?? null),
    ],
    jobs: [],
    parts: [{ name: 'key_prover', start: () => prover.start(), stop: () => prover.stop() }],
    engines: [],
    authenticator: {
      session: (cookieHeader, workspacePublicId) => checkSession(users, cookieHeader, workspacePublicId),
      apiKey: (key, clientIp) => prover.prove(key, clientIp),
    },
  };
}
