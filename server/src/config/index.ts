export { childEnvironment } from './child-environment.ts';
export { ConfigError, loadClientConfig, loadConfig, summarizeConfig } from './load.ts';
export type { Config, Environment } from './load.ts';
export { generateConfigReference } from './reference.ts';
export type { ConfigReference } from './reference.ts';
export type { CommandRole } from './process-roles.ts';
