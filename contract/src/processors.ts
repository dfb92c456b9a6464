import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/**
 * What somebody who gets data may be. There is no word for a buyer, here or in the database: personal data is not sold, and a recipient who
 * buys cannot be recorded. `processor` acts for the installation's operator, `sub_processor` for one of those, `independent_controller`
 * decides for itself, `own_infrastructure` is the operator's own machine.
 */
export const PROCESSOR_ROLES = ['processor', 'sub_processor', 'independent_controller', 'own_infrastructure'] as const;
export type ProcessorRole = (typeof PROCESSOR_ROLES)[number];

/** What a recipient may be used for. A connection for anything that is not in its list is refused. */
export const PROCESSOR_PURPOSES = [
  'messaging',
  'mail',
  'media_storage',
  'database',
  'malware_scan',
  'hosting',
  'backup_storage',
  'key_management',
  'payments',
  'analytics',
  'support',
  'identity',
  'webhook',
] as const;
export type ProcessorPurpose = (typeof PROCESSOR_PURPOSES)[number];

/**
 * `planned`: recorded and announced, gets nothing yet. `provisional`: named by the running configuration, may be used for 30 days from the first call while the
 * contract and the assessment are brought in. `active`: complete. `ended`: gets nothing any more.
 */
export const PROCESSOR_STATUSES = ['planned', 'provisional', 'active', 'ended'] as const;
export type ProcessorStatus = (typeof PROCESSOR_STATUSES)[number];

/** Kinds of data as people speak of them: what a recipient gets, and what an incident touched. */
export const DATA_KINDS = [
  'contact_details',
  'message_content',
  'media',
  'notes',
  'consent_records',
  'member_accounts',
  'sessions',
  'api_keys',
  'webhook_payloads',
  'exports',
  'technical_data',
] as const;
export type DataKind = (typeof DATA_KINDS)[number];

/** What makes a transfer to another region lawful. GDPR art. 45, 46 and 49; UU PDP (Indonesia, 27/2022) art. 56; DPDP (India) s. 16. */
export const TRANSFER_MECHANISMS = [
  'adequacy',
  'standard_contractual_clauses',
  'binding_corporate_rules',
  'binding_safeguards',
  'consent',
  'contract_with_person',
] as const;
export type TransferMechanism = (typeof TRANSFER_MECHANISMS)[number];

/** What keeps a recipient from being complete. */
export const PROCESSOR_PROBLEMS = [
  'region_missing',
  'contract_missing',
  'assessment_missing',
  'assessment_expired',
  'transfer_missing',
  'not_announced',
  'starts_later',
] as const;
export type ProcessorProblem = (typeof PROCESSOR_PROBLEMS)[number];

/** A country by ISO 3166-1 alpha-2; the whole of the EU counts as one by `EU`. */
export const Region = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be two capital letters such as ID, SG or EU')
  .meta({ description: 'Country by ISO 3166-1 alpha-2, or EU', examples: ['ID'] });

/** A day without time. */
export const Day = z.iso.date().meta({ description: 'A day, YYYY-MM-DD', examples: ['2026-11-21'] });

export const Transfer = z.object({
  id: idSchema('transfer'),
  processor_id: idSchema('processor'),
  to_region: Region,
  mechanism: z.enum(TRANSFER_MECHANISMS),
  safeguards: z.string().describe('What protects the data there, in words'),
  document_reference: z.string().nullable(),
  assessed_on: Day,
  valid_until: Day.nullable(),
  is_current: z.boolean(),
});
export type Transfer = z.infer<typeof Transfer>;

export const Processor = z.object({
  id: idSchema('processor'),
  name: z.string(),
  role: z.enum(PROCESSOR_ROLES),
  purposes: z.array(z.enum(PROCESSOR_PURPOSES)),
  region: Region.nullable(),
  hosts: z.array(z.string()).describe('Names and addresses that may be connected to; `*.example.com` for all names below one'),
  own_network: z.boolean().describe('Whether these names may lead into private networks'),
  data: z.array(z.enum(DATA_KINDS)),
  contract_reference: z.string().nullable(),
  assessed_on: Day.nullable(),
  assessed_until: Day.nullable(),
  note: z.string().nullable(),
  status: z.enum(PROCESSOR_STATUSES),
  from_configuration: z.boolean().describe('Whether the running configuration names it; its hosts and purposes then follow that'),
  provisional_until: Timestamp.nullable(),
  starts_on: Day.nullable(),
  announced_at: Timestamp.nullable(),
  activated_at: Timestamp.nullable(),
  ended_at: Timestamp.nullable(),
  needs_transfer: z.boolean(),
  problems: z.array(z.enum(PROCESSOR_PROBLEMS)),
  may_receive: z.boolean().describe('Whether connections are allowed at this moment'),
  transfers: z.array(Transfer),
});
export type Processor = z.infer<typeof Processor>;

/** Answer of `GET /v1/operator/processors`. */
export const ProcessorRegister = z.object({
  home_region: Region.nullable(),
  data: z.array(Processor),
});
export type ProcessorRegister = z.infer<typeof ProcessorRegister>;

const host = z
  .string()
  .max(253)
  .regex(/^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$|^[0-9a-f:]{2,39}$/, 'must be a host name or an address in small letters');
const words = (most: number) => z.string().trim().min(1).max(most);
const details = {
  name: words(120),
  role: z.enum(PROCESSOR_ROLES),
  purposes: z.array(z.enum(PROCESSOR_PURPOSES)).min(1).max(PROCESSOR_PURPOSES.length),
  region: Region.nullable(),
  hosts: z.array(host).max(50),
  own_network: z.boolean(),
  data: z.array(z.enum(DATA_KINDS)).max(DATA_KINDS.length),
  contract_reference: words(300).nullable(),
  assessed_on: Day.nullable(),
  assessed_until: Day.nullable(),
  note: words(2_000).nullable(),
  starts_on: Day.nullable(),
};

export const CreateProcessorRequest = z.strictObject({
  name: details.name,
  role: details.role,
  purposes: details.purposes,
  region: details.region.default(null),
  hosts: details.hosts.default([]),
  own_network: details.own_network.default(false),
  data: details.data.default([]),
  contract_reference: details.contract_reference.default(null),
  assessed_on: details.assessed_on.default(null),
  assessed_until: details.assessed_until.default(null),
  note: details.note.default(null),
  starts_on: details.starts_on.default(null),
});
export type CreateProcessorRequest = z.output<typeof CreateProcessorRequest>;

/** Fields that are left out stay as they are. `hosts` and `purposes` of what the configuration names cannot be changed here. */
export const UpdateProcessorRequest = z.strictObject(details).partial();
export type UpdateProcessorRequest = z.output<typeof UpdateProcessorRequest>;

export const CreateTransferRequest = z.strictObject({
  processor_id: idSchema('processor'),
  to_region: Region,
  mechanism: z.enum(TRANSFER_MECHANISMS),
  safeguards: words(2_000),
  document_reference: words(300).nullable().default(null),
  assessed_on: Day,
  valid_until: Day.nullable().default(null),
});
export type CreateTransferRequest = z.output<typeof CreateTransferRequest>;

export const AnnounceProcessorResponse = z.object({ told_count: z.number().int().describe('Owners of workspaces who get the mail') });

/** Connections to one place on one day, as they were asked for. */
export const EgressPlace = z.object({
  day: Day,
  host: z.string(),
  purpose: z.enum(PROCESSOR_PURPOSES),
  outcome: z
    .enum(['allowed', 'not_registered', 'other_purpose', 'not_active', 'no_transfer', 'private_address', 'not_ready'])
    .describe('`allowed`, or why connections were refused'),
  count: z.number().int(),
  last_at: Timestamp,
});
export type EgressPlace = z.infer<typeof EgressPlace>;
export const EgressList = z.object({ data: z.array(EgressPlace) });

/** A recipient as a workspace sees it. */
export const Recipient = z.object({
  id: idSchema('processor'),
  name: z.string(),
  role: z.enum(PROCESSOR_ROLES),
  purposes: z.array(z.enum(PROCESSOR_PURPOSES)),
  region: Region.nullable(),
  data: z.array(z.enum(DATA_KINDS)),
  state: z.enum(['now', 'coming', 'ended']),
  starts_on: Day.nullable().describe('From this day on; at least 30 days after it was announced'),
  announced_at: Timestamp.nullable(),
  ended_at: Timestamp.nullable(),
  has_contract: z.boolean(),
  assessed_on: Day.nullable(),
  transfer: z.object({ to_region: Region, mechanism: z.enum(TRANSFER_MECHANISMS), safeguards: z.string() }).nullable(),
  applies: z.boolean().describe('Whether data of this workspace goes there now; false for a channel it does not use'),
});
export type Recipient = z.infer<typeof Recipient>;

/**
 * A server that the workspace itself has events sent to, by a webhook endpoint. It stands in no register of the installation: whoever may make endpoints
 * chooses it, and connections are allowed to the addresses that are listed here.
 */
export const WebhookRecipient = z.object({
  webhook_endpoint_id: idSchema('webhookEndpoint'),
  host: z.string(),
  description: z.string(),
  gets: z
    .enum(['ids', 'content'])
    .describe('`ids`: thin events. `content`: full events, or those in the format of Meta, with personal data'),
  status: z.enum(['enabled', 'disabled']),
  since: Timestamp,
});
export type WebhookRecipient = z.infer<typeof WebhookRecipient>;

/** A change of the register. */
export const RecipientChange = z.object({
  at: Timestamp,
  processor_id: idSchema('processor'),
  name: z.string(),
  kind: z.enum(['added', 'announced', 'activated', 'changed', 'ended', 'transfer_added', 'transfer_ended']),
  fields: z.array(z.string()).describe('Names of the fields that changed'),
});
export type RecipientChange = z.infer<typeof RecipientChange>;

/** Answer of `GET /v1/recipients`: everybody who may get data of the workspace. */
export const RecipientList = z.object({
  home_region: Region.nullable(),
  data: z.array(Recipient),
  own_servers: z.array(WebhookRecipient).describe('Servers of the workspace that events are sent to'),
  changes: z.array(RecipientChange).describe('Of the last year, newest first'),
});
export type RecipientList = z.infer<typeof RecipientList>;
