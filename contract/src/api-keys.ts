import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { KEY_SCOPES, type Permission } from './permissions.ts';
import { DisplayName } from './workspaces.ts';

/**
 * Form of an API key: `kabar_live_` + 32 random base62 characters + 6 characters base62 of the CRC-32 of all before,
 * so that a mistyped or truncated key, and a leaked one, can be recognised without asking the database.
 */
export const API_KEY_PATTERN = /^kabar_live_[0-9A-Za-z]{32}[0-9A-Za-z]{6}$/;

/** After this many days without use a key is shown as unused. */
export const API_KEY_UNUSED_DAYS = 90;

/** How long a replaced key goes on working unless the caller says otherwise, in hours. */
export const API_KEY_OVERLAP_HOURS = 24;

/** The longest overlap that can be asked for, in days. */
export const API_KEY_MAX_OVERLAP_DAYS = 30;

const scopes = KEY_SCOPES as [Permission, ...Permission[]];
const Scopes = z.array(z.enum(scopes)).min(1);
const IpRanges = z
  .array(z.string().min(2).max(60))
  .max(100)
  .describe('IPv4 or IPv6 addresses or CIDR ranges, such as 203.0.113.0/24; empty: from anywhere');
const RequestsPerSecond = z
  .number()
  .int()
  .min(1)
  .max(10_000)
  .describe('Requests a second this key may make; null: as many as the installation allows every key');

export const ApiKey = z.object({
  id: idSchema('apiKey'),
  name: z.string(),
  last_four: z.string().describe('Last four characters of the key, to tell keys apart'),
  scopes: z.array(z.enum(scopes)).describe('Never more than its maker may do; empty when they may do none of it any more'),
  ip_allowlist: z.array(z.string()).describe('Addresses or CIDR ranges; empty: from anywhere'),
  requests_per_second: RequestsPerSecond.nullable(),
  sees_as_maker: z.boolean().describe('It sees of the inbox what the member sees who made it, because they do not see all of it'),
  status: z
    .enum(['active', 'retiring', 'revoked', 'expired'])
    .describe('`retiring`: it was replaced and goes on working until `expires_at`'),
  expires_at: Timestamp.nullable(),
  last_used_at: Timestamp.nullable(),
  last_used_network: z
    .string()
    .nullable()
    .describe('Network of the last use: the first three numbers of an IPv4 address, the first 48 bits of an IPv6 one'),
  unused_days: z.number().int().nullable().describe('Whole days since the last use, or since it was made; null once it has ended'),
  is_unused: z.boolean().describe(`It works, and nobody used it for ${API_KEY_UNUSED_DAYS} days`),
  replaces: idSchema('apiKey').nullable().describe('The key in whose place this one came'),
  replaced_by: idSchema('apiKey').nullable().describe('The key that came in its place'),
  created_at: Timestamp,
  created_by: z.string(),
  revoked_at: Timestamp.nullable(),
  revoked_because: z.enum(['asked', 'leaked']).nullable().describe('`leaked`: somebody found it in public and reported it'),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const ListApiKeysQuery = PageQuery.extend({
  unused_for_days: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .optional()
    .describe('Only keys that work and were not used for this many days'),
});
export type ListApiKeysQuery = z.infer<typeof ListApiKeysQuery>;

export const CreateApiKeyRequest = z.strictObject({
  name: DisplayName,
  scopes: Scopes,
  ip_allowlist: IpRanges.default([]),
  expires_at: Timestamp.nullable().optional().describe('Default: one year from now. null: never'),
  requests_per_second: RequestsPerSecond.nullable().default(null),
});
export type CreateApiKeyRequest = z.infer<typeof CreateApiKeyRequest>;

/** `key` appears in this answer only; only its hash is stored. */
export const CreateApiKeyResponse = ApiKey.extend({ key: z.string() });
export type CreateApiKeyResponse = z.infer<typeof CreateApiKeyResponse>;

const ConfirmLockout = z
  .boolean()
  .default(false)
  .describe('Do it although it shuts out an address that is in use; without it such a change is refused with `lockout_unconfirmed`');

export const UpdateApiKeyRequest = z.strictObject({
  name: DisplayName.optional(),
  scopes: Scopes.optional(),
  ip_allowlist: IpRanges.optional(),
  expires_at: Timestamp.nullable().optional().describe('null: never'),
  requests_per_second: RequestsPerSecond.nullable().optional(),
  confirm_lockout: ConfirmLockout,
});
export type UpdateApiKeyRequest = z.infer<typeof UpdateApiKeyRequest>;

export const RotateApiKeyRequest = z.strictObject({
  old_key_ends_at: Timestamp.optional().describe(
    `Until when the old key goes on working. Default: ${API_KEY_OVERLAP_HOURS} hours from now; a moment that has passed ends it at once; at most ${API_KEY_MAX_OVERLAP_DAYS} days`,
  ),
  expires_at: Timestamp.nullable()
    .optional()
    .describe('When the new key expires. Default: after as long as the old one was given. null: never'),
});
export type RotateApiKeyRequest = z.infer<typeof RotateApiKeyRequest>;

/** The new key, shown this once, and the old one with the moment at which it ends. */
export const RotateApiKeyResponse = CreateApiKeyResponse.extend({ replaced: ApiKey });
export type RotateApiKeyResponse = z.infer<typeof RotateApiKeyResponse>;

export const IpAllowlist = z.object({
  ranges: z.array(z.string()).describe('Addresses and CIDR ranges; empty: from anywhere'),
  applies_to: z
    .enum(['api_keys', 'api_keys_and_members'])
    .describe('`api_keys`: only programs are held to it; `api_keys_and_members`: people in the dashboard, too'),
  your_address: z.string().describe('The address this request came from, as the server sees it'),
  changed_at: Timestamp.nullable(),
});
export type IpAllowlist = z.infer<typeof IpAllowlist>;

export const SetIpAllowlistRequest = z.strictObject({
  ranges: IpRanges,
  applies_to: z.enum(['api_keys', 'api_keys_and_members']).default('api_keys'),
  confirm_lockout: ConfirmLockout,
});
export type SetIpAllowlistRequest = z.infer<typeof SetIpAllowlistRequest>;

export const ReportLeakedKeysRequest = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        key: z.string().min(1).max(200).describe('The whole key as it was found. It is the proof; nothing else is asked for'),
        found_at: z
          .url({ protocol: /^https?$/ })
          .max(1_000)
          .optional()
          .describe('Where it was found. Query and fragment are cut off'),
      }),
    )
    .min(1)
    .max(100),
});
export type ReportLeakedKeysRequest = z.infer<typeof ReportLeakedKeysRequest>;

export const ReportLeakedKeysResponse = z.object({
  results: z
    .array(
      z.object({
        last_four: z.string().describe('Last four characters of what was sent'),
        result: z
          .enum(['revoked', 'ended_before', 'unknown'])
          .describe(
            '`revoked`: it worked until now and its owners were told; `ended_before`: a key of ours that no longer worked; `unknown`: no key of this installation',
          ),
      }),
    )
    .describe('In the order in which they were sent'),
});
export type ReportLeakedKeysResponse = z.infer<typeof ReportLeakedKeysResponse>;
