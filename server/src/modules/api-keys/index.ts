export { createAddressGate, type AddressGate } from './address-gate.ts';
export type { ApiKeysContext } from './api-keys-context.ts';
export { createKeyProver, type KeyProver } from './key-prover.ts';
export { createApiKey, type KeyCreator } from './create-api-key.ts';
export { apiKeysJobs } from './jobs.ts';
export { getApiKey, listApiKeys } from './list-api-keys.ts';
export { revokeApiKey } from './revoke-api-key.ts';
export { apiKeysRoutes } from './routes.ts';
export { apiKeysPersonalData } from './personal-data.ts';
