import { disclosuresRoutes, type DisclosuresContext } from '#modules/disclosures';
import { incidentsJobs, incidentsRoutes } from '#modules/incidents';
import type { IncidentsContext } from '#modules/incidents';
import { createRegisterKeeper, processorsJobs, processorsRoutes } from '#modules/processors';
import type { ProcessorsContext } from '#modules/processors';
import { configuredRecipients } from './configured-recipients.ts';
import type { Context } from './context.ts';
import type { Modules, Surroundings } from './modules.ts';

/** What the registers take from the modules below them. */
export type RegistersNeeds = Surroundings & {
  audit: ProcessorsContext['audit'];
  operators: readonly string[];
  sendAutomatic: IncidentsContext['send'];
  exports: DisclosuresContext['exports'];
};

/** Builds the registers of the privacy office: who receives data, and what went wrong. */
export function composeRegisters(context: Context, needs: RegistersNeeds): Pick<Modules, 'routes' | 'jobs' | 'parts'> {
  const { config, db, clock, ids, log, keyring, jobs, notifications, mails, gate, smtpUrl } = context;
  const { publicUrl, emulator, audit, operators } = needs;
  const processors: ProcessorsContext = {
    db,
    clock,
    ids,
    log,
    audit,
    notifications,
    mails,
    gate,
    homeRegion: config.places.region ?? null,
    publicUrl,
    operators,
    configured: { recipients: configuredRecipients(config, { emulator, smtpUrl }), mayEnd: config.process.role === 'all' },
  };
  const disclosures: DisclosuresContext = { db, clock, ids, keyring, audit, exports: needs.exports };
  const incidents: IncidentsContext = { db, clock, ids, log, keyring, audit, jobs, mails, publicUrl, operators, send: needs.sendAutomatic };
  return {
    routes: [...processorsRoutes(processors), ...incidentsRoutes(incidents), ...disclosuresRoutes(disclosures)],
    jobs: [...processorsJobs(processors), ...incidentsJobs(incidents)],
    parts: [createRegisterKeeper(processors)],
  };
}
