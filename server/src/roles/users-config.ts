import type { Config } from '#config';
import type { UsersConfig } from '#modules/users';
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
