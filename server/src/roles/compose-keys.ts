import { apiKeysJobs, apiKeysRoutes, createAddressGate, createKeyProver } from '#modules/api-keys';
import type { ApiKeysContext } from '#modules/api-keys';
import { createRequestWriter, prepareRequestDays, requestLogJobs, requestLogRoutes } from '#modules/request-log';
import { checkSession, countUse, type UsersContext } from '#modules/users';
import { authorizationChanges } from '#platform/events/authorization-change';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';

/** Reports of leaked keys from one network: a scanner sends a hundred keys with each, a guesser gets nowhere with any. */
const reportLimit = { maxCount: 60, windowMs: 60 * 60_000 };

/** Keys of programs, who may use a workspace from where, and the log of what was called. */
export type Keys = Pick<Modules, 'routes' | 'jobs' | 'parts' | 'authenticator' | 'prepare' | 'recordRequest'> & { apiKeys: ApiKeysContext };

/** Builds API keys and the request log. */
export function composeKeys(
  { db, clock, ids, log, metrics, mails, notifications }: Context,
  { users, publicUrl }: { users: UsersContext; publicUrl: string },
): Keys {
  const onAuthorizationChange = authorizationChanges(notifications);
  const prover = createKeyProver({
    db,
    clock,
    onAuthorizationChange,
    onError: (error) => log.warn('the last uses of API keys were not written', { error }),
  });
  const gate = createAddressGate({ db, clock, onAuthorizationChange });
  const writer = createRequestWriter({ db, clock, log, metrics });
  const apiKeys: ApiKeysContext = {
    db,
    clock,
    ids,
    audit: users.audit,
    prover,
    gate,
    publicUrl,
    mail: (tx, mail, dedupeKey) => mails.add(tx, mail, { template: 'api_key', dedupeKey }),
    countReport: (clientIp) => countUse(users, 'leaked_keys.network', clientIp, reportLimit),
  };
  return {
    apiKeys,
    routes: [...apiKeysRoutes(apiKeys), ...requestLogRoutes({ db, clock })],
    jobs: [...apiKeysJobs(apiKeys), ...requestLogJobs({ db, clock })],
    parts: [
      { name: 'key_prover', start: () => prover.start(), stop: () => prover.stop() },
      { name: 'address_gate', stop: async () => gate.stop() },
      { name: 'request_log', start: () => writer.start(), stop: () => writer.stop() },
    ],
    authenticator: {
      session: async (cookieHeader, workspacePublicId, clientIp) => {
        const actor = await checkSession(users, cookieHeader, workspacePublicId);
        if (actor !== null) await gate.admit(actor, clientIp);
        return actor;
      },
      apiKey: (key, clientIp) => prover.prove(key, clientIp),
    },
    prepare: () => prepareRequestDays({ db, clock }),
    recordRequest: (request) => writer.record(request),
  };
}
