import type { Statement } from '#platform/db/tx';

/** Channel that wakes the workers; the payload lists lanes. */
export const intakeChannel = 'kabar_intake';

/** One delivery to be stored. `day` is the UTC day of `receivedAt` and names the key that sealed the body. */
export type NewDelivery = {
  workspaceId: string;
  id: string;
  wabaAccountId: string;
  day: string;
  receivedAt: Date;
  lane: number;
  bodyHash: Buffer;
  bodySealed: Buffer;
  sizeBytes: number;
};

const insertColumnCount = 9;

/** Row counts for which the insert is prepared; a batch is filled up with empty rows to the next of them. */
export const insertSizes: readonly number[] = [1, 4, 16, 64, 128];

/**
 * Stores deliveries and wakes the workers, in one statement and so in one commit. A delivery whose very bytes came before
 * on the same day is left out. Bytes travel as bound values: an array of them costs twice.
 */
export function insertDeliveries(deliveries: readonly NewDelivery[]): Statement {
  const size = insertSizes.find((candidate) => candidate >= deliveries.length);
  if (size === undefined) throw new RangeError('more deliveries than one statement takes');
  const values: unknown[] = [[...new Set(deliveries.map((delivery) => delivery.lane))].join(',')];
  for (const delivery of deliveries) {
    values.push(
      delivery.workspaceId,
      delivery.id,
      delivery.wabaAccountId,
      delivery.day,
      delivery.receivedAt,
      delivery.lane,
      delivery.bodyHash,
      delivery.bodySealed,
      delivery.sizeBytes,
    );
  }
  for (let missing = (size - deliveries.length) * insertColumnCount; missing > 0; missing -= 1) values.push(null);
  return { name: `intake_insert_${size}`, text: insertTexts.get(size) ?? '', values };
}

const insertTexts: ReadonlyMap<number, string> = new Map(insertSizes.map((size) => [size, insertText(size)]));

function insertText(size: number): string {
  const types = ['uuid', 'uuid', 'uuid', 'date', 'timestamptz', 'smallint', 'bytea', 'bytea', 'integer'];
  const rows = Array.from({ length: size }, (_, row) => {
    const places = types.map((type, column) => `$${2 + row * insertColumnCount + column}::${type}`);
    return `(${places.join(', ')})`;
  });
  return `
with stored as (
  insert into intake_deliveries (workspace_id, id, waba_account_id, day, received_at, lane, body_hash, body_sealed, size_bytes)
  select * from (values ${rows.join(', ')}) as item (workspace_id, id, waba_account_id, day, received_at, lane, body_hash, body_sealed, size_bytes)
   where item.id is not null
  on conflict (day, waba_account_id, body_hash) do nothing
  returning 1)
select pg_notify('${intakeChannel}', $1) from (select count(*) as count from stored) as counted where count > 0`;
}

/** A delivery on its way through a worker. */
export type ClaimedDelivery = {
  workspaceId: string;
  id: string;
  wabaAccountId: string;
  day: string;
  receivedAt: Date;
  bodySealed: Buffer;
  attemptCount: number;
};

const claimColumns = `d.workspace_id as "workspaceId", d.id, d.waba_account_id as "wabaAccountId", d.day::text as day,
       d.received_at as "receivedAt", d.body_sealed as "bodySealed", d.attempt_count as "attemptCount"`;

/**
 * The oldest open deliveries of a lane, in the order they came: at most `limit`, and no more bytes than `maxBytes` unless
 * the first alone is larger; with `afterId` only later ones. The lane's lease makes the caller the only one to read them. Relies on intake_deliveries_open.
 */
export function selectOpenDeliveries(lane: number, afterId: string | null, limit: number, maxBytes: number): Statement {
  return {
    name: 'intake_open',
    text: `
select ${claimColumns}
  from (select id, day, workspace_id, sum(size_bytes) over (order by id) - size_bytes as bytes_before
          from (select id, day, workspace_id, size_bytes from intake_deliveries
                 where lane = $1 and processed_at is null and id > coalesce($4::uuid, '00000000-0000-0000-0000-000000000000')
                 order by id limit $2) as oldest) as chosen
  join intake_deliveries d on d.workspace_id = chosen.workspace_id and d.id = chosen.id and d.day = chosen.day
 where chosen.bytes_before < $3
 order by d.id`,
    values: [lane, limit, maxBytes, afterId],
  };
}

/** Lanes that have open deliveries. Reads the index of open ones only. */
export function selectOpenLanes(): Statement {
  return { name: 'intake_open_lanes', text: 'select distinct lane from intake_deliveries where processed_at is null' };
}

/** The result of one delivery. */
export type DeliveryResult = {
  workspaceId: string;
  id: string;
  day: string;
  status: 'processed' | 'quarantined';
  numberId: string | null;
  unitCount: number;
  unknownCount: number;
  quarantinedCount: number;
};

/** Marks deliveries as done with their counts. */
export function finishDeliveries(results: readonly DeliveryResult[], at: Date): Statement {
  return {
    name: 'intake_finish',
    text: `
update intake_deliveries d
   set status = i.status, number_id = coalesce(d.number_id, i.number_id), unit_count = i.unit_count,
       unknown_count = i.unknown_count, quarantined_count = i.quarantined_count, processed_at = $9
  from unnest($1::uuid[], $2::uuid[], $3::date[], $4::text[], $5::uuid[], $6::int[], $7::int[], $8::int[])
       as i(workspace_id, id, day, status, number_id, unit_count, unknown_count, quarantined_count)
 where d.workspace_id = i.workspace_id and d.id = i.id and d.day = i.day and d.day = any($3::date[])`,
    values: [
      results.map((result) => result.workspaceId),
      results.map((result) => result.id),
      results.map((result) => result.day),
      results.map((result) => result.status),
      results.map((result) => result.numberId),
      results.map((result) => result.unitCount),
      results.map((result) => result.unknownCount),
      results.map((result) => result.quarantinedCount),
      at,
    ],
  };
}

/** Notes that a delivery is being taken apart by itself, before anything is done with it. */
export function beginDelivery(delivery: { workspaceId: string; id: string; day: string }): Statement {
  return {
    name: 'intake_begin',
    text: `update intake_deliveries set status = 'processing', attempt_count = attempt_count + 1
            where workspace_id = $1 and id = $2 and day = $3`,
    values: [delivery.workspaceId, delivery.id, delivery.day],
  };
}

/** A unit to be kept for a look. */
export type NewUnit = {
  workspaceId: string;
  id: string;
  deliveryId: string;
  day: string;
  outcome: 'unknown' | 'quarantined';
  field: string;
  kind: string;
  path: string;
  reason: string;
  payloadSealed: Buffer;
};

/** Keeps units that were not processed. */
export function insertUnits(units: readonly NewUnit[], at: Date): Statement {
  return {
    name: 'intake_insert_units',
    text: `
insert into intake_units (workspace_id, id, delivery_id, day, outcome, field, kind, path, reason, payload_sealed, at)
select i.workspace_id, i.id, i.delivery_id, i.day, i.outcome, i.field, i.kind, i.path, i.reason, decode(i.payload, 'base64'), $11
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
       as i(workspace_id, id, delivery_id, day, outcome, field, kind, path, reason, payload)`,
    values: [
      units.map((unit) => unit.workspaceId),
      units.map((unit) => unit.id),
      units.map((unit) => unit.deliveryId),
      units.map((unit) => unit.day),
      units.map((unit) => unit.outcome),
      units.map((unit) => unit.field),
      units.map((unit) => unit.kind),
      units.map((unit) => unit.path),
      units.map((unit) => unit.reason),
      units.map((unit) => unit.payloadSealed.toString('base64')),
      at,
    ],
  };
}

/** Forgets the units of deliveries that are about to be processed anew. */
export function deleteUnits(deliveries: readonly { workspaceId: string; id: string }[]): Statement {
  return {
    name: 'intake_delete_units',
    text: `
delete from intake_units u using unnest($1::uuid[], $2::uuid[]) as i(workspace_id, id)
 where u.workspace_id = i.workspace_id and u.delivery_id = i.id`,
    values: [deliveries.map((delivery) => delivery.workspaceId), deliveries.map((delivery) => delivery.id)],
  };
}

/** Forgets the units of days whose payloads are gone. */
export function deleteUnitsBefore(day: string): Statement {
  return { text: 'delete from intake_units where day < $1::date', values: [day] };
}

/** Our numbers by WhatsApp's ids, of the accounts given. */
export function selectNumbersOfAccounts(accounts: readonly { workspaceId: string; wabaAccountId: string }[]): Statement {
  return {
    name: 'intake_numbers',
    text: `
select n.workspace_id as "workspaceId", n.waba_account_id as "wabaAccountId", n.id, n.phone_number_id as "phoneNumberId"
  from (select distinct * from unnest($1::uuid[], $2::uuid[])) as i(workspace_id, waba_account_id)
  join numbers n on n.workspace_id = i.workspace_id and n.waba_account_id = i.waba_account_id`,
    values: [accounts.map((account) => account.workspaceId), accounts.map((account) => account.wabaAccountId)],
  };
}

/** A delivery as it is shown; never with its body. */
export type DeliveryRow = {
  id: string;
  numberId: string | null;
  status: 'received' | 'processing' | 'processed' | 'quarantined';
  day: string;
  receivedAt: Date;
  processedAt: Date | null;
  sizeBytes: number;
  unitCount: number | null;
  unknownCount: number | null;
  quarantinedCount: number | null;
  replayCount: number;
};

const deliveryColumns = `id, number_id as "numberId", status, day::text as day, received_at as "receivedAt", processed_at as "processedAt",
       size_bytes as "sizeBytes", unit_count as "unitCount", unknown_count as "unknownCount",
       quarantined_count as "quarantinedCount", replay_count as "replayCount"`;

/** A page of deliveries, newest first. Walks the primary key of each day backwards. */
export function selectDeliveryPage(
  workspaceId: string,
  page: { status: string | null; beforeId: string | null; limit: number },
): Statement {
  return {
    name: 'intake_page',
    text: `
select ${deliveryColumns} from intake_deliveries
 where workspace_id = $1 and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') and ($2::text is null or status = $2)
 order by id desc limit $4`,
    values: [workspaceId, page.status, page.beforeId, page.limit],
  };
}

/** One delivery. */
export function selectDelivery(workspaceId: string, id: string): Statement {
  return {
    name: 'intake_one',
    text: `select ${deliveryColumns} from intake_deliveries where workspace_id = $1 and id = $2`,
    values: [workspaceId, id],
  };
}

/** A kept unit as it is shown. */
export type UnitRow = {
  id: string;
  outcome: 'unknown' | 'quarantined';
  field: string | null;
  kind: string | null;
  path: string;
  reason: string;
  at: Date;
};

/** The kept units of a delivery, in order. */
export function selectUnits(workspaceId: string, deliveryId: string, limit: number): Statement {
  return {
    name: 'intake_units_of',
    text: `
select id, outcome, field, kind, path, reason, at from intake_units
 where workspace_id = $1 and delivery_id = $2 order by id limit $3`,
    values: [workspaceId, deliveryId, limit],
  };
}

/**
 * Puts a delivery back in line, once more: a worker processes it like a new one. Gives its lane, or nothing when it is not
 * there. One that still waits is left as it is.
 */
export function reopenDelivery(workspaceId: string, id: string): Statement {
  return {
    text: `
update intake_deliveries
   set replay_count = replay_count + case when processed_at is null then 0 else 1 end,
       status = case when processed_at is null then status else 'received' end, attempt_count = 0, processed_at = null
 where workspace_id = $1 and id = $2
returning lane, pg_notify('${intakeChannel}', lane::text)`,
    values: [workspaceId, id],
  };
}

/** Makes the coming days and drops those past retention; gives what was done. */
export function maintainPartitions(at: Date, keepDays: number, aheadDays: number): Statement {
  return {
    text: `select action, partition_name as "partitionName" from kabar_maintain_intake($1, $2, $3)`,
    values: [at, keepDays, aheadDays],
  };
}
