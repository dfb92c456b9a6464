import { ConfigError, type Config } from '#config';
import { BreachedListError, openBreachedPasswords, type BreachedPasswords, type UsersConfig } from '#modules/users';
import { firstOwnerEmail } from './quickstart.ts';

/**
 * How people sign in on this installation. The one person of an embedded installation runs their own machine; whoever is named in the configuration runs other
 * people's workspaces, and needs a second factor for it.
 */
export function usersConfig(config: Config, publicUrl: string): UsersConfig {
  return {
    publicUrl,
    requireVerifiedEmail: !config.isEmbedded,
    operatorsNeedSecondFactor: config.process.operators !== undefined,
    operators: config.process.operators ?? (config.isEmbedded ? [firstOwnerEmail] : []),
  };
}

/** The operator's list of breached passwords, null without one. Errors: `ConfigError` when it cannot be used, so that nobody believes it is asked. */
export async function openBreachedList(config: Config): Promise<BreachedPasswords | null> {
  const path = config.paths.breachedPasswords;
  if (path === null) return null;
  try {
    return await openBreachedPasswords(path);
  } catch (error) {
    if (error instanceof BreachedListError) throw new ConfigError([`KABAR_BREACHED_PASSWORDS: ${error.message}`]);
    throw error;
  }
}
