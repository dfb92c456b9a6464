export { createKeyring } from './keyring.ts';
export type { Keyring, KeyringOptions } from './keyring.ts';
export type { ContactRef } from './contact-keys.ts';
export type { SecretPlace } from './secrets.ts';
export { payloadDay } from './payload-keys.ts';
export { installationId } from './workspace-keys.ts';
