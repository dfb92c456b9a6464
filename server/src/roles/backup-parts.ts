import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config';
import { openPlace, readPlace } from '#modules/backups';
import type { BackupsContext, BackupSettings, CarriedTable, Place } from '#modules/backups';
import { suppressionsCarried } from '#modules/consent';
import { erasedIdentifiersCarried } from '#modules/contacts';
import { erasureLogCarried } from '#modules/erasure';
import { indexVersionsCarried } from '#modules/keyring';
import type { AgeRecipients } from '#platform/crypto/age-file';
import type { EgressGate } from '#platform/egress/gate';

/** For whom backups are, as the settings say; null where nobody is named. */
export function backupRecipients({ backups }: Config): AgeRecipients | null {
  if (backups.recipients !== undefined) return { kind: 'keys', keys: backups.recipients };
  return backups.passphrase === undefined ? null : { kind: 'passphrase', passphrase: backups.passphrase };
}

/** Opens a place that is written as in the settings. */
export function openBackupPlace(config: Config, text: string, gate: EgressGate): Place {
  const { s3Region, s3Endpoint, s3AccessKeyId, s3SecretAccessKey } = config.backups;
  return openPlace(readPlace(text, config.paths.home), {
    region: s3Region,
    endpoint: s3Endpoint,
    accessKeyId: s3AccessKeyId,
    secretAccessKey: s3SecretAccessKey,
    draftsIn: join(config.paths.home, 'backup-drafts'),
    gate,
  });
}

/** Opens the three places of the settings. Close them at the end. */
export function openBackupPlaces(config: Config, gate: EgressGate): BackupsContext['places'] {
  const { to, second, keysTo } = config.backups;
  return {
    first: openBackupPlace(config, to, gate),
    second: second === undefined ? null : openBackupPlace(config, second, gate),
    keys: openBackupPlace(config, keysTo ?? join(config.paths.keys, 'key-backups'), gate),
  };
}

/** What the settings and the program say about backups. */
export function readBackupSettings(config: Config): BackupSettings {
  const project = JSON.parse(readFileSync(join(config.paths.project, 'package.json'), 'utf8')) as { version?: string }; // our own file
  return {
    recipients: backupRecipients(config),
    keepDays: config.backups.keepDays,
    includesMedia: config.backups.media,
    schedule: config.backups.schedule === 'off' ? null : config.backups.schedule,
    program: project.version ?? '0',
  };
}

/** What must not be forgotten by going back to an older backup: who said stop, and who was erased, as hashes under the index keys of today. */
export const carriedTables: readonly CarriedTable[] = [
  indexVersionsCarried,
  suppressionsCarried,
  erasureLogCarried,
  erasedIdentifiersCarried,
];

/** The gate of commands: an operator who names a bucket or a Vault in the settings means it. Nothing else is reached. */
export const commandGate: EgressGate = {
  admit: ({ purpose }) =>
    purpose === 'backup_storage' || purpose === 'media_storage' || purpose === 'key_management'
      ? { allowed: true, addresses: 'any' }
      : { allowed: false, reason: 'not_registered' },
};
