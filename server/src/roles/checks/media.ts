import { accessSync, constants } from 'node:fs';
import { pingClamd } from '#modules/media';
import type { EgressGate } from '#platform/egress/gate';
import { createS3 } from '../media-storage.ts';
import { defineCheck, ok, problem, skipped } from './check.ts';
import type { Check } from './check.ts';

/** The doctor writes and reads bytes of its own and carries nobody's data, so it may look at a storage that the register still holds back. */
const ownBytesOnly: EgressGate = {
  admit: ({ purpose }) => (purpose === 'media_storage' ? { allowed: true, addresses: 'any' } : { allowed: false, reason: 'other_purpose' }),
};

/** Where files lie and who looks at them. */
export const mediaChecks: readonly Check[] = [
  defineCheck('Media storage', async ({ config }) => {
    const s3 = createS3(config, ownBytesOnly);
    if (s3 === null) return ok(`Files lie, sealed, in ${config.paths.media}.`);
    try {
      await s3.probe();
      return ok(`The bucket ${config.media.s3Bucket} takes, gives and removes files.`);
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return problem(
        `The bucket ${config.media.s3Bucket} cannot be used (${why}). Check KABAR_S3_ENDPOINT, KABAR_S3_REGION and the access key.`,
      );
    } finally {
      s3.close();
    }
  }),
  defineCheck('Malware scanner', async ({ config }) => {
    const { clamd, scanCommand } = config.media;
    if (clamd !== undefined)
      return (await pingClamd(clamd))
        ? ok(`clamd answers at ${clamd}.`)
        : problem(`clamd does not answer at ${clamd}. Start it, or check KABAR_CLAMD.`);
    if (scanCommand === undefined) return skipped('No scanner is set: files are not checked for malware. See KABAR_CLAMD.');
    try {
      accessSync(scanCommand, constants.X_OK);
      return ok(`${scanCommand} checks files.`);
    } catch {
      return problem(`${scanCommand} cannot be run by this user. Check KABAR_SCAN_COMMAND.`);
    }
  }),
];
