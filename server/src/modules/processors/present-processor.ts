import type { Processor, PublicId, Transfer } from '@kabar/contract';
import { ID_PREFIXES } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import { isCurrent, mayReceive, needsTransfer, problemsOf, ruleOf } from './judge-processor.ts';
import type { ProcessorRow, TransferRow } from './processors.sql.ts';

/** A recipient with its transfers, as the API shows it to who runs the installation. */
export function presentProcessor(row: ProcessorRow, transfers: readonly TransferRow[], home: string | null, now: Date): Processor {
  const today = now.toISOString().slice(0, 10);
  return {
    id: processorId(row.id),
    name: row.name,
    role: row.role,
    purposes: row.purposes,
    region: row.region,
    hosts: row.hosts,
    own_network: row.ownNetwork,
    data: row.data,
    contract_reference: row.contractReference,
    assessed_on: row.assessedOn,
    assessed_until: row.assessedUntil,
    note: row.note,
    status: row.status,
    from_configuration: row.configKey !== null,
    provisional_until: row.provisionalUntil?.toISOString() ?? null,
    starts_on: row.startsOn,
    announced_at: row.announcedAt?.toISOString() ?? null,
    activated_at: row.activatedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    needs_transfer: needsTransfer(home, row.region),
    problems: problemsOf(row, transfers, home, today),
    may_receive: mayReceive(ruleOf(row, transfers, home, now), now),
    transfers: transfers.filter((transfer) => transfer.processorId === row.id).map((transfer) => presentTransfer(transfer, today)),
  };
}

/** A transfer as the API shows it. */
export function presentTransfer(row: TransferRow, today: string): Transfer {
  return {
    id: toPublicId(ID_PREFIXES.transfer, row.id) as PublicId<'transfer'>, // made with the prefix it is branded with
    processor_id: processorId(row.processorId),
    to_region: row.toRegion,
    mechanism: row.mechanism,
    safeguards: row.safeguards,
    document_reference: row.documentReference,
    assessed_on: row.assessedOn,
    valid_until: row.validUntil,
    is_current: isCurrent(row, today),
  };
}

/** The public id of a recipient. */
export function processorId(id: string): PublicId<'processor'> {
  return toPublicId(ID_PREFIXES.processor, id) as PublicId<'processor'>; // made with the prefix it is branded with
}
