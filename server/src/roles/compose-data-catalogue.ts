import { PURPOSES, RETENTION_CLASSES, type RetentionClass } from '@kabar/contract';
import type { AuditContext } from '#modules/audit';
import { isReadingWords, switchWordReading, type ConsentContext } from '#modules/consent';
import { recipientOf, type DataCatalogueContext, type ReadingsContext, type Recipient } from '#modules/data-catalogue';
import { formatPeriod } from '#modules/law';
import { selectProcessors, selectTransfers, type ProcessorRow, type TransferRow } from '#modules/processors';
import { allLawsOf, decide, loadPolicy } from '#modules/retention';
import { isSearchingMessages, switchSearchInMessages } from '#modules/search';
import { isHearingWords, switchWords } from '#modules/self-service';
import { engineQuery } from '#platform/db/tx';
import { installationCeilings } from './compose-retention.ts';
import type { Context } from './context.ts';
import { catalogue } from './personal-data.ts';

/** What the data map takes from the modules below it. */
export type DataCatalogueNeeds = { audit: AuditContext; consent: ConsentContext; nameOfWorkspace(workspaceId: string): Promise<string> };

/** Builds the data map over what runs: the catalogue, the register of recipients, the policy, the switches of what reads content. */
export function composeDataCatalogue(
  { config, clock, db, jobs }: Pick<Context, 'config' | 'clock' | 'db' | 'jobs'>,
  { audit, consent, nameOfWorkspace }: DataCatalogueNeeds,
): DataCatalogueContext & ReadingsContext {
  const { media } = config;
  return {
    catalogue,
    clock,
    nameOfWorkspace,
    recipientsOf: () => recipientsInUse(db, clock),
    periodsOf: async (workspaceId) => {
      const { policy } = await loadPolicy({ db }, workspaceId);
      const at = clock.now();
      return new Map(
        RETENTION_CLASSES.flatMap((cls): [RetentionClass, string][] => {
          const { effective } = decide(policy, cls, allLawsOf(policy), at, installationCeilings(config));
          return effective === null ? [] : [[cls, formatPeriod(effective)]];
        }),
      );
    },
    switches: {
      'consent.words': {
        isOn: (workspaceId) => isReadingWords({ db }, workspaceId),
        set: (actor, isOn) => switchWordReading(consent, actor, isOn),
      },
      'self-service.words': {
        isOn: (workspaceId) => isHearingWords({ db }, workspaceId),
        set: (actor, isOn) => switchWords({ db, clock, audit }, actor, isOn),
      },
      'search.messages': {
        isOn: (workspaceId) => isSearchingMessages(db, workspaceId),
        set: (actor, isOn) => switchSearchInMessages({ db, clock, audit, jobs }, actor, isOn),
      },
    },
    operatorChoices: { 'media.scan': media.clamd !== undefined || media.scanCommand !== undefined },
  };
}

/** Everybody in the register who may be used now and is not the operator's own machine. */
async function recipientsInUse(db: Context['db'], clock: Context['clock']): Promise<Recipient[]> {
  const [processors, transfers] = await Promise.all([
    engineQuery<ProcessorRow>(db, selectProcessors(clock.now())),
    engineQuery<TransferRow>(db, selectTransfers()),
  ]);
  return processors
    .filter(({ status, role }) => (status === 'active' || status === 'provisional') && role !== 'own_infrastructure')
    .map((row) =>
      recipientOf(
        {
          ...row,
          mechanisms: transfers
            .filter(({ processorId, endedAt }) => processorId === row.id && endedAt === null)
            .map(({ mechanism }) => mechanism),
        },
        PURPOSES,
      ),
    );
}
