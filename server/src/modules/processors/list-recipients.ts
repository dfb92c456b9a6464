import { ID_PREFIXES, type Recipient, type RecipientList, type WebhookRecipient } from '@kabar/contract';
import type { Database } from '#platform/db/database';
import { engineQuery, tenantQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { isCurrent, mayReceive, ruleOf } from './judge-processor.ts';
import { loadRegister, type Register } from './load-register.ts';
import { processorId } from './present-processor.ts';
import {
  selectChanges,
  selectChannels,
  selectWebhookRecipients,
  type ProcessorRow,
  type RecipientChangeKind,
  type WebhookRecipientRow,
} from './processors.sql.ts';

const yearMs = 365 * 86_400_000;

/** Everybody who may get data of a workspace, now, soon or until lately, its own servers, and what changed in the last year. */
export async function listRecipients(
  ctx: { db: Database; homeRegion: string | null },
  workspaceId: string,
  now: Date,
): Promise<RecipientList> {
  const [register, channels, servers, changes] = await Promise.all([
    loadRegister(ctx.db, now),
    tenantQuery<{ provider: 'cloud' | 'emulator' }>(ctx.db, workspaceId, selectChannels(workspaceId)),
    tenantQuery<WebhookRecipientRow>(ctx.db, workspaceId, selectWebhookRecipients(workspaceId)),
    engineQuery<{ at: Date; processorId: string; name: string; kind: RecipientChangeKind; fields: string[] }>(
      ctx.db,
      selectChanges(new Date(now.getTime() - yearMs), 100),
    ),
  ]);
  const used = new Set(channels.map(({ provider }) => (provider === 'cloud' ? 'whatsapp' : 'emulator')));
  return {
    home_region: ctx.homeRegion,
    data: recipientsOf(register, ctx.homeRegion, now, used),
    own_servers: servers.map(presentServer),
    changes: changes.map(({ at, processorId: id, name, kind, fields }) => ({
      at: at.toISOString(),
      processor_id: processorId(id),
      name,
      kind,
      fields,
    })),
  };
}

function presentServer(row: WebhookRecipientRow): WebhookRecipient {
  return {
    webhook_endpoint_id: toPublicId(ID_PREFIXES.webhookEndpoint, row.id) as WebhookRecipient['webhook_endpoint_id'], // joins exactly this prefix and 26 characters
    host: row.host,
    description: row.description,
    gets: row.format === 'meta' || row.payload === 'full' ? 'content' : 'ids',
    status: row.status,
    since: row.createdAt.toISOString(),
  };
}

/**
 * The register as the outside may see it: no hosts, no reference of a contract. `used` are the configuration keys of the channels in use; null where the
 * question is about the installation as a whole, as for the public page of sub-processors. Pure.
 */
export function recipientsOf(register: Register, home: string | null, now: Date, used: ReadonlySet<string> | null): Recipient[] {
  return register.processors.map((row) => presentRecipient(row, register, home, now, used));
}

function presentRecipient(
  row: ProcessorRow,
  { transfers }: Register,
  home: string | null,
  now: Date,
  used: ReadonlySet<string> | null,
): Recipient {
  const transfer = transfers.find(
    (one) => one.processorId === row.id && one.toRegion === row.region && isCurrent(one, now.toISOString().slice(0, 10)),
  );
  const isChannel = row.configKey === 'whatsapp' || row.configKey === 'emulator';
  const isOpen = mayReceive(ruleOf(row, transfers, home, now), now);
  return {
    id: processorId(row.id),
    name: row.name,
    role: row.role,
    purposes: row.purposes,
    region: row.region ?? (row.role === 'own_infrastructure' ? home : null),
    data: row.data,
    state: row.status === 'ended' ? 'ended' : row.status === 'planned' ? 'coming' : 'now',
    starts_on: row.startsOn,
    announced_at: row.announcedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    has_contract: row.contractReference !== null,
    assessed_on: row.assessedOn,
    transfer:
      transfer === undefined ? null : { to_region: transfer.toRegion, mechanism: transfer.mechanism, safeguards: transfer.safeguards },
    applies: isOpen && (used === null || !isChannel || used.has(row.configKey ?? '')),
  };
}
