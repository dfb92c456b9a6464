import { analyticsJobs, analyticsRoutes } from '#modules/analytics';
import type { AnalyticsContext } from '#modules/analytics';
import type { AuditContext } from '#modules/audit';
import { closuresJobs, closuresRoutes, type ClosuresContext } from '#modules/closures';
import { contactFormRoutes, type ContactFormsContext } from '#modules/contact-forms';
import { crashReportsJobs, crashReportsRoutes, createCrashCounter, type CrashReportsContext } from '#modules/crash-reports';
import { dataCatalogueRoutes } from '#modules/data-catalogue';
import { erasureJobs, erasureRoutes, type ErasureContext } from '#modules/erasure';
import { disconnectAll, type NumbersContext } from '#modules/numbers';
import { requestsJobs, requestsRoutes } from '#modules/requests';
import { countFlow, type UsersContext } from '#modules/users';
import type { ListableStorage } from '#platform/storage/object-storage';
import { composeAudit } from './compose-audit.ts';
import { composeBackups } from './compose-backups.ts';
import { composeDataCatalogue, type DataCatalogueNeeds } from './compose-data-catalogue.ts';
import { composeEncryption } from './compose-encryption.ts';
import { composeErasure, type ErasureNeeds } from './compose-erasure.ts';
import { composePromises } from './compose-promises.ts';
import { composeRequests, type RequestsNeeds } from './compose-requests.ts';
import { composeRetention } from './compose-retention.ts';
import { composeSelfService } from './compose-self-service.ts';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';
import { composeRegisters, type RegistersNeeds } from './registers.ts';
import { readVersion } from './version.ts';

/** What the modules of the privacy office take from those below them. */
export type PrivacyOfficeNeeds = RegistersNeeds &
  ErasureNeeds &
  RequestsNeeds &
  Pick<DataCatalogueNeeds, 'consent'> & {
    audit: AuditContext;
    users: UsersContext;
    numbers: NumbersContext;
    mediaStorage: ListableStorage;
  };

/** Builds the modules that keep the promises of the privacy office, on top of all others. */
export function composePrivacyOffice(
  context: Context,
  needs: PrivacyOfficeNeeds,
): Pick<Modules, 'routes' | 'jobs' | 'parts' | 'engines'> & { erasure: ErasureContext } {
  const { config, db, clock, ids, log, keyring, mails } = context;
  const { publicUrl, audit, users, contacts, numbers, mediaStorage } = needs;
  const analytics: AnalyticsContext = {
    db,
    clock,
    isEnabled: config.statistics.isEnabled,
    isHttps: publicUrl.startsWith('https:'),
    ownOrigins: [new URL(publicUrl).origin],
  };
  const version = readVersion(config.paths.project);
  const crashes: CrashReportsContext = {
    db,
    clock,
    log,
    version,
    faults: context.faults,
    countFlow: (clientIp) => countFlow(users, clientIp),
  };
  const forms: ContactFormsContext = { ...contacts, countFlow: (clientIp) => countFlow(users, clientIp) };
  const closures: ClosuresContext = {
    db,
    clock,
    ids,
    log,
    keyring,
    audit,
    publicUrl,
    mail: (tx, mail, dedupeKey) => mails.add(tx, mail, { template: 'closure', dedupeKey }),
    deleteFile: (name) => mediaStorage.delete(name),
    disconnectNumbers: (workspaceId) => disconnectAll(numbers, workspaceId),
  };
  const anchored = composeAudit(context, audit);
  const encryption = composeEncryption(context, audit);
  const registers = composeRegisters(context, needs);
  const erasure = composeErasure(context, needs);
  const promises = composePromises(context, needs);
  const retention = composeRetention(context, needs, erasure);
  const backups = composeBackups(context, needs);
  const requests = composeRequests(context, needs, erasure);
  const selfService = composeSelfService(context, needs, requests);
  return {
    routes: [
      ...anchored.routes,
      ...registers.routes,
      ...backups.routes,
      ...analyticsRoutes(analytics),
      ...dataCatalogueRoutes(composeDataCatalogue(context, { audit, consent: needs.consent, nameOfWorkspace: numbers.nameOfWorkspace })),
      ...contactFormRoutes(forms),
      ...crashReportsRoutes(crashes),
      ...closuresRoutes(closures),
      ...erasureRoutes(erasure),
      ...promises.routes,
      ...retention.routes,
      ...requestsRoutes(requests),
      ...selfService.routes,
    ],
    jobs: [
      ...anchored.jobs,
      ...encryption.jobs,
      ...registers.jobs,
      ...backups.jobs,
      ...analyticsJobs(analytics),
      ...closuresJobs(closures),
      ...crashReportsJobs(crashes),
      ...erasureJobs(erasure),
      ...promises.jobs,
      ...retention.jobs,
      ...requestsJobs(requests),
      ...selfService.jobs,
    ],
    parts: [...anchored.parts, ...encryption.parts, ...registers.parts, ...backups.parts, createCrashCounter(crashes)],
    engines: [...selfService.engines],
    erasure,
  };
}
