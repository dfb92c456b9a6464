import { createRegisterKeeper, processorsJobs, processorsRoutes } from '#modules/processors';
import type { ProcessorsContext } from '#modules/processors';
import { configuredRecipients } from './configured-recipients.ts';
import type { Context } from './context.ts';
import type { Modules, Surroundings } from './modules.ts';

/** What the registers take from the modules below them. */
export type RegistersNeeds = Surroundings & { audit: ProcessorsContext['audit']; operators: readonly string[] };

/** Builds the registers of the privacy office: who receives data. */
export function composeRegisters(context: Context, needs: RegistersNeeds): Pick<Modules, 'routes' | 'jobs' | 'parts'> {
  const { config, db, clock, ids, log, notifications, mails, gate, smtpUrl } = context;
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
  return {
    routes: processorsRoutes(processors),
    jobs: processorsJobs(processors),
    parts: [createRegisterKeeper(processors)],
  };
}
