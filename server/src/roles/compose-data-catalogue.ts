import type { DataCatalogueContext } from '#modules/data-catalogue';
import { runningRecipients } from '#modules/data-catalogue';
import type { Context } from './context.ts';
import { catalogue } from './personal-data.ts';

/** Builds the data map over what runs: the catalogue, the services of the configuration, the name of a workspace. */
export function composeDataCatalogue(
  { config, clock }: Pick<Context, 'config' | 'clock'>,
  nameOfWorkspace: (workspaceId: string) => Promise<string>,
): DataCatalogueContext {
  const { media } = config;
  const recipients = runningRecipients({
    whatsappHost: new URL(config.whatsapp.graphUrl).host,
    mailHost: config.mail.smtpUrl === undefined ? null : new URL(config.mail.smtpUrl).host,
    storageHost: media.storage === 's3' ? new URL(media.s3Endpoint ?? `https://s3.${media.s3Region}.amazonaws.com`).host : null,
    storageRegion: media.s3Region,
  });
  return { catalogue, clock, nameOfWorkspace, recipientsOf: async () => recipients, periodsOf: async () => new Map() };
}
