import type { NumbersContext } from '#modules/numbers';
import type { RequestsContext } from '#modules/requests';
import {
  createKeywordAnswers,
  createRequestHands,
  selfServiceJobs,
  selfServiceRoutes,
  type SelfServiceContext,
} from '#modules/self-service';
import type { UsersContext } from '#modules/users';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';

/** Builds the pages for customers, over the module that handles what they ask for. */
export function composeSelfService(
  { jobs, log, notifications, holder }: Pick<Context, 'jobs' | 'log' | 'notifications' | 'holder'>,
  needs: { users: UsersContext; numbers: NumbersContext; publicUrl: string },
  requests: RequestsContext,
): Pick<Modules, 'routes' | 'jobs' | 'engines'> {
  const ctx: SelfServiceContext = {
    ...requests.contacts,
    log,
    jobs,
    audit: requests.audit,
    consent: requests.consent,
    throttle: needs.users,
    requests: createRequestHands(requests),
    send: (message) => requests.send(message),
    accountByKey: (key, isFresh) => needs.numbers.connections.webhookAccountByKey(key, isFresh),
    publicUrl: needs.publicUrl,
  };
  return {
    routes: selfServiceRoutes(ctx),
    jobs: selfServiceJobs(ctx),
    engines: [createKeywordAnswers({ ...ctx, notifications, holder })],
  };
}
