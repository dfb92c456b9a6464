import { join } from 'node:path';
import type { AuditContext } from '#modules/audit';
import { createLiveChecks, promisesJobs, promisesRoutes, type PromisesContext } from '#modules/promises';
import type { Route } from '#platform/http/route';
import type { BoundJob } from '#platform/jobs/job';
import type { Context } from './context.ts';

/** Joins promises and what they look at. */
export function composePromises(
  context: Context,
  from: { publicUrl: string; audit: AuditContext; operators: readonly string[] },
): { routes: Route[]; jobs: BoundJob[] } {
  const { config, db, clock, ids, log, mails } = context;
  const { publicUrl, audit, operators } = from;
  const promises: PromisesContext = {
    db,
    clock,
    ids,
    log,
    audit,
    checks: createLiveChecks({ db, clock, publicUrl, payloadRetentionDays: config.messages.payloadRetentionDays }),
    testReportPath: join(config.paths.home, 'promises', 'tests.json'),
    publicUrl,
    addMail: (tx, mail, options) => mails.add(tx, mail, options),
  };
  return { routes: promisesRoutes(promises), jobs: promisesJobs(promises, { operators }) };
}
