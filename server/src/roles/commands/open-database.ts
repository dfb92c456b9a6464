import type { Config } from '#config';
import { rootKeysFromFile } from '#platform/crypto/root-key-file';
import { rootKeysFromText } from '#platform/crypto/root-keys';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import { findRunningAddress } from '#platform/db/embedded/running-address';
import type { Log } from '#platform/log';
import { startHomeDatabase, takeHome } from '../embedded-home.ts';
import type { Lifecycle } from '../lifecycle.ts';

/**
 * The address of the installation's database for a command: that of the settings, the embedded one of a Kabar that runs, or the embedded one started for the
 * time of the command.
 */
export async function openCommandDatabase(config: Config, lifecycle: Lifecycle, log: Log): Promise<string> {
  const running = config.database.url ?? findRunningAddress(config.paths.home);
  if (running !== null) return running;
  await takeHome(config, lifecycle);
  return startHomeDatabase(config, lifecycle, log);
}

/** The root key that must be there already. Errors: `RootKeyError`. */
export async function readRootKeys(config: Config): Promise<RootKeyProvider> {
  const { rootKey } = config.keys;
  return rootKey === undefined ? rootKeysFromFile(config.paths.keys, false) : rootKeysFromText('environment', rootKey);
}
