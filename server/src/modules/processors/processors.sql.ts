import type { DataKind, ProcessorPurpose, ProcessorRole, ProcessorStatus, RecipientChange, TransferMechanism } from '@kabar/contract';
import { mayWhere } from '#modules/users';
import type { Statement } from '#platform/db/tx';

/** What can happen to a recipient. */
export type RecipientChangeKind = RecipientChange['kind'];

/** A recipient as stored. Days are `YYYY-MM-DD`. */
export type ProcessorRow = {
  id: string;
  configKey: string | null;
  name: string;
  role: ProcessorRole;
  purposes: ProcessorPurpose[];
  region: string | null;
  hosts: string[];
  ownNetwork: boolean;
  data: DataKind[];
  contractReference: string | null;
  assessedOn: string | null;
  assessedUntil: string | null;
  note: string | null;
  status: ProcessorStatus;
  provisionalUntil: Date | null;
  startsOn: string | null;
  announcedAt: Date | null;
  activatedAt: Date | null;
  endedAt: Date | null;
  updatedAt: Date;
};

/** A transfer as stored. */
export type TransferRow = {
  id: string;
  processorId: string;
  toRegion: string;
  mechanism: TransferMechanism;
  safeguards: string;
  documentReference: string | null;
  assessedOn: string;
  validUntil: string | null;
  endedAt: Date | null;
};

const columns = `id, config_key as "configKey", name, role, purposes, region, hosts, own_network as "ownNetwork", data,
      contract_reference as "contractReference", assessed_on::text as "assessedOn", assessed_until::text as "assessedUntil", note, status,
      provisional_until as "provisionalUntil", starts_on::text as "startsOn", announced_at as "announcedAt", activated_at as "activatedAt",
      ended_at as "endedAt", updated_at as "updatedAt"`;

/** The whole register, oldest first; ended recipients for a year. */
export function selectProcessors(endedSince: Date): Statement {
  return {
    text: `select ${columns} from processors where ended_at is null or ended_at > $1 order by created_at, id`,
    values: [endedSince],
  };
}

/** One recipient, kept from being changed until the transaction ends. */
export function lockProcessor(id: string): Statement {
  return { text: `select ${columns} from processors where id = $1 for update`, values: [id] };
}

/** Makes two processes that start at once take turns. */
export function lockRegister(): Statement {
  return { text: `select pg_advisory_xact_lock(hashtext('processors'))` };
}

/** Adds a recipient. */
export function insertProcessor(row: ProcessorRow, at: Date): Statement {
  return {
    text: `
      insert into processors (id, config_key, name, role, purposes, region, hosts, own_network, data, contract_reference, assessed_on, assessed_until,
                              note, status, provisional_until, starts_on, announced_at, activated_at, ended_at, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20)`,
    values: [
      row.id,
      row.configKey,
      row.name,
      row.role,
      row.purposes,
      row.region,
      row.hosts,
      row.ownNetwork,
      row.data,
      row.contractReference,
      row.assessedOn,
      row.assessedUntil,
      row.note,
      row.status,
      row.provisionalUntil,
      row.startsOn,
      row.announcedAt,
      row.activatedAt,
      row.endedAt,
      at,
    ],
  };
}

/** Writes every field of a recipient. */
export function updateProcessor(row: ProcessorRow, at: Date): Statement {
  return {
    text: `
      update processors set name = $2, role = $3, purposes = $4, region = $5, hosts = $6, own_network = $7, data = $8, contract_reference = $9,
             assessed_on = $10, assessed_until = $11, note = $12, status = $13, provisional_until = $14, starts_on = $15, announced_at = $16,
             activated_at = $17, ended_at = $18, updated_at = $19
       where id = $1`,
    values: [
      row.id,
      row.name,
      row.role,
      row.purposes,
      row.region,
      row.hosts,
      row.ownNetwork,
      row.data,
      row.contractReference,
      row.assessedOn,
      row.assessedUntil,
      row.note,
      row.status,
      row.provisionalUntil,
      row.startsOn,
      row.announcedAt,
      row.activatedAt,
      row.endedAt,
      at,
    ],
  };
}

/** Sets when the time of a provisional recipient is over, once. */
export function startProvisionalTime(id: string, until: Date): Statement {
  return {
    text: `update processors set provisional_until = $2 where id = $1 and status = 'provisional' and provisional_until is null`,
    values: [id, until],
  };
}

/** Every transfer, oldest first. */
export function selectTransfers(): Statement {
  return {
    text: `
      select id, processor_id as "processorId", to_region as "toRegion", mechanism, safeguards, document_reference as "documentReference",
             assessed_on::text as "assessedOn", valid_until::text as "validUntil", ended_at as "endedAt"
        from transfers order by created_at, id`,
  };
}

/** Adds a transfer. */
export function insertTransfer(row: TransferRow, at: Date): Statement {
  return {
    text: `
      insert into transfers (id, processor_id, to_region, mechanism, safeguards, document_reference, assessed_on, valid_until, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      row.id,
      row.processorId,
      row.toRegion,
      row.mechanism,
      row.safeguards,
      row.documentReference,
      row.assessedOn,
      row.validUntil,
      at,
    ],
  };
}

/** Ends a transfer; gives its recipient, or no row when there is none to end. */
export function endTransferRow(id: string, at: Date): Statement {
  return {
    text: `update transfers set ended_at = $2 where id = $1 and ended_at is null returning processor_id as "processorId"`,
    values: [id, at],
  };
}

/** Records a change of the register. */
export function insertChange(row: {
  id: string;
  processorId: string;
  kind: RecipientChangeKind;
  fields: readonly string[];
  at: Date;
}): Statement {
  return {
    text: `insert into processor_changes (id, processor_id, kind, fields, at) values ($1, $2, $3, $4, $5)`,
    values: [row.id, row.processorId, row.kind, row.fields, row.at],
  };
}

/** Changes since an instant, newest first. */
export function selectChanges(since: Date, limit: number): Statement {
  return {
    text: `
      select c.at, c.processor_id as "processorId", p.name, c.kind, c.fields
        from processor_changes c join processors p on p.id = c.processor_id
       where c.at > $1 order by c.at desc, c.id desc limit $2`,
    values: [since, limit],
  };
}

/** Adds counts of connections to their day. */
export function addCalls(
  rows: readonly { day: string; host: string; purpose: string; outcome: string; count: number; lastAt: Date }[],
): Statement {
  return {
    text: `
      insert into egress_calls (day, host, purpose, outcome, count, last_at)
      select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[])
      on conflict (day, host, purpose, outcome)
      do update set count = egress_calls.count + excluded.count, last_at = greatest(egress_calls.last_at, excluded.last_at)`,
    values: [
      rows.map((row) => row.day),
      rows.map((row) => row.host),
      rows.map((row) => row.purpose),
      rows.map((row) => row.outcome),
      rows.map((row) => row.count),
      rows.map((row) => row.lastAt),
    ],
  };
}

/** Connections since a day, newest day first, refused ones before allowed ones. */
export function selectCalls(since: string, limit: number): Statement {
  return {
    text: `
      select day::text as day, host, purpose, outcome, count::float8 as count, last_at as "lastAt" from egress_calls
       where day >= $1 order by day desc, outcome = 'allowed', count desc, host limit $2`,
    values: [since, limit],
  };
}

/** Forgets counts of connections before a day. */
export function deleteCalls(before: string): Statement {
  return { text: `delete from egress_calls where day < $1`, values: [before] };
}

/** Tells every process that the register changed. */
export function notifyRegister(channel: string): Statement {
  return { text: `select pg_notify($1, '')`, values: [channel] };
}

/** An owner of one or more workspaces. */
export type OwnerRow = { userId: string; email: string; name: string; language: string; workspaces: string[] };

/** The owners of all workspaces, each once, with the workspaces they own. */
export function selectOwners(): Statement {
  return {
    text: `
      select u.id as "userId", u.email, u.name, u.language, array_agg(w.name order by w.name) as workspaces
        from workspace_members m join users u on u.id = m.user_id join workspaces w on w.id = m.workspace_id
       where m.role = 'owner' group by u.id, u.email, u.name, u.language order by u.id`,
  };
}

/** A member who looks after the privacy of a workspace. */
export type KeeperRow = { workspaceId: string; memberId: string };

/** Members of all workspaces who decide about privacy. */
export function selectKeepers(): Statement {
  return {
    text: `select m.workspace_id as "workspaceId", m.id as "memberId" from workspace_members m where ${mayWhere('m', 'privacy:write')} order by 1, 2`,
  };
}

/** A server that a workspace has events sent to. */
export type WebhookRecipientRow = {
  id: string;
  host: string;
  description: string;
  format: 'kabar' | 'meta';
  payload: 'thin' | 'full';
  status: 'enabled' | 'disabled';
  createdAt: Date;
};

/** The servers that a workspace has events sent to, the oldest first. */
export function selectWebhookRecipients(workspaceId: string): Statement {
  return {
    text: `
      select id, host, description, format, payload, status, created_at as "createdAt"
        from webhook_endpoints where workspace_id = $1 order by created_at, id`,
    values: [workspaceId],
  };
}

/** Which kinds of channel a workspace has connected numbers on. */
export function selectChannels(workspaceId: string): Statement {
  return {
    text: `
      select distinct a.provider from numbers n join waba_accounts a on a.workspace_id = n.workspace_id and a.id = n.waba_account_id
       where n.workspace_id = $1 and n.status = 'connected'`,
    values: [workspaceId],
  };
}
