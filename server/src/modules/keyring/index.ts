export { createKeyring } from './keyring.ts';
export type { Keyring } from './keyring.ts';
export { keyringRoutes } from './routes.ts';
export type { FormerSigningKey } from './signing-key.ts';
export type { SecretPlace } from './secrets.ts';
export { payloadDay } from './payload-keys.ts';
export { installationId, rootContext } from './workspace-keys.ts';
export { keyringPersonalData } from './personal-data.ts';
export type { WorkspaceKeyState } from './keyring.sql.ts';
