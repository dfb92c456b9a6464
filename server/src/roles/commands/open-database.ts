import type { Config } from '#config';
import { findRunningAddress } from '#platform/db/embedded/running-address';
import type { Log } from '#platform/log';
import { commandGate } from '../backup-parts.ts';
import { startHomeDatabase, takeHome } from '../embedded-home.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { awaitRootKeys, openRootKeys } from '../root-keys.ts';
import type { InstalledRootKeys } from '../root-keys.ts';

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
export async function readRootKeys(config: Config, lifecycle: Lifecycle, log: Log): Promise<InstalledRootKeys> {
  const rootKeys = await openRootKeys(config, commandGate, false);
  await lifecycle.start({ name: 'root_keys', stop: () => rootKeys.close() });
  await awaitRootKeys(rootKeys, log);
  return rootKeys;
}
