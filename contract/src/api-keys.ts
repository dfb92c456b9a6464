import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { KEY_SCOPES, type Permission } from './permissions.ts';
import { DisplayName } from './workspaces.ts';

/**
 * Form of an API key: `kabar_live_` + 32 random base62 characters + 6 characters base62 of the CRC-32 of all before,
 * so that a mistyped or truncated key, and a leaked one, can be recognised without asking the database.
 */
export const API_KEY_PATTERN = /^kabar_live_[0-9A-Za-z]{32}[0-9A-Za-z]{6}$/;

const scopes = KEY_SCOPES as [Permission, ...Permission[]];

export const ApiKey = z.object({
  id: idSchema('apiKey'),
  name: z.string(),
  last_four: z.string().describe('Last four characters of the key, to tell keys apart'),
  scopes: z.array(z.enum(scopes)),
  ip_allowlist: z.array(z.string()).describe('Addresses or CIDR ranges; empty: from anywhere'),
  status: z.enum(['active', 'revoked', 'expired']),
  expires_at: Timestamp.nullable(),
  last_used_at: Timestamp.nullable(),
  created_at: Timestamp,
  created_by: z.string(),
  revoked_at: Timestamp.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const CreateApiKeyRequest = z.strictObject({
  name: DisplayName,
  scopes: z.array(z.enum(scopes)).min(1),
  ip_allowlist: z.array(z.string().min(2).max(60)).max(100).default([]),
  expires_at: Timestamp.nullable().optional().describe('Default: one year from now. null: never'),
});
export type CreateApiKeyRequest = z.infer<typeof CreateApiKeyRequest>;

/** `key` appears in this answer only; only its hash is stored. */
export const CreateApiKeyResponse = ApiKey.extend({ key: z.string() });
export type CreateApiKeyResponse = z.infer<typeof CreateApiKeyResponse>;
