import type { CreateProcessorRequest, Processor, UpdateProcessorRequest } from '@kabar/contract';
import { withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { announceIn } from './announce-processor.ts';
import { problemsOf } from './judge-processor.ts';
import { presentProcessor } from './present-processor.ts';
import type { ProcessorsContext } from './processors-context.ts';
import { insertProcessor, selectTransfers, updateProcessor } from './processors.sql.ts';
import type { ProcessorRow, TransferRow } from './processors.sql.ts';
import { recordChange, type Changer } from './record-change.ts';
import { changedFields } from './seed-processors.ts';
import { registerReason, withProcessor } from './with-processor.ts';

/** Records a recipient that is to get data; it gets none before it is complete and activated. */
export async function createProcessor(ctx: ProcessorsContext, by: Changer, body: CreateProcessorRequest): Promise<Processor> {
  const now = ctx.clock.now();
  const row: ProcessorRow = {
    ...fieldsOf(body),
    id: ctx.ids.uuid(),
    configKey: null,
    status: 'planned',
    provisionalUntil: null,
    announcedAt: null,
    activatedAt: null,
    endedAt: null,
    updatedAt: now,
  };
  await withEngine(ctx.db, registerReason, async (tx) => {
    await tx.query(insertProcessor(row, now));
    await recordChange(ctx, tx, by, { processorId: row.id, kind: 'added' });
  });
  return presentProcessor(row, [], ctx.homeRegion, now);
}

/** Changes what is recorded. Errors: `not_found`, `processor_ended`, `processor_configured`. */
export function changeProcessor(ctx: ProcessorsContext, by: Changer, id: string, body: UpdateProcessorRequest): Promise<Processor> {
  return withProcessor(ctx, id, async (tx, row) => {
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const next: ProcessorRow = { ...row, ...fieldsOf({ ...toBody(row), ...given }) };
    const follows = row.configKey !== null && (body.hosts ?? body.purposes ?? body.own_network) !== undefined;
    if (follows) throw new AppError('processor_configured');
    const fields = changedFields(row, next);
    if (fields.length === 0) return row;
    refuseWider(row, next);
    // People were told something else: they are told anew, and the 30 days begin anew.
    const isNews = row.announcedAt !== null && row.role !== 'own_infrastructure' && fields.some((field) => toldFields.has(field));
    const isToldAnew = isNews && (row.status === 'planned' || row.configKey !== null);
    const changed: ProcessorRow = isToldAnew ? { ...next, announcedAt: null } : next;
    await tx.query(updateProcessor(changed, ctx.clock.now()));
    await recordChange(ctx, tx, by, { processorId: row.id, kind: 'changed', fields });
    return { ...changed, updatedAt: ctx.clock.now() };
  });
}

/** Lets a complete recipient get data. Errors: `not_found`, `processor_ended`, `processor_incomplete` with what is missing. */
export function activateProcessor(ctx: ProcessorsContext, by: Changer, id: string): Promise<Processor> {
  return withProcessor(ctx, id, async (tx, row) => {
    if (row.status === 'active') return row;
    const now = ctx.clock.now();
    const problems = problemsOf(row, await tx.query<TransferRow>(selectTransfers()), ctx.homeRegion, now.toISOString().slice(0, 10));
    if (problems.length > 0) throw new AppError('processor_incomplete', { details: { problems } });
    const next: ProcessorRow = { ...row, status: 'active', activatedAt: now };
    await tx.query(updateProcessor(next, now));
    await recordChange(ctx, tx, by, { processorId: row.id, kind: 'activated' });
    return next;
  });
}

/** Ends a recipient: from the next call on it gets nothing. Errors: `not_found`, `processor_ended`, `processor_configured`. */
export function endProcessor(ctx: ProcessorsContext, by: Changer, id: string): Promise<Processor> {
  return withProcessor(ctx, id, async (tx, row) => {
    const isNamed = ctx.configured.recipients.some(({ key }) => key === row.configKey);
    if (isNamed) throw new AppError('processor_configured');
    const now = ctx.clock.now();
    const next: ProcessorRow = { ...row, status: 'ended', endedAt: now };
    await tx.query(updateProcessor(next, now));
    await recordChange(ctx, tx, by, { processorId: row.id, kind: 'ended' });
    return next;
  });
}

/**
 * Announces a recipient at once, instead of an hour after its record was completed. A second announcement tells only those who were not told. Errors: `not_found`,
 * `processor_ended`, `processor_incomplete` with what people would have to know and what is missing.
 */
export async function announceProcessor(ctx: ProcessorsContext, by: Changer, id: string): Promise<{ told_count: number }> {
  let told = 0;
  await withProcessor(ctx, id, async (tx, row) => {
    const now = ctx.clock.now();
    const problems = problemsOf(row, await tx.query<TransferRow>(selectTransfers()), ctx.homeRegion, now.toISOString().slice(0, 10)).filter(
      (problem) => problem !== 'not_announced' && problem !== 'starts_later',
    );
    if (problems.length > 0) throw new AppError('processor_incomplete', { details: { problems } });
    const announced = await announceIn(ctx, tx, by, row);
    told = announced.owners;
    return announced.row;
  });
  return { told_count: told };
}

/** Fields of which people are told; a change of one is news of its own. */
const toldFields: ReadonlySet<string> = new Set(['name', 'role', 'purposes', 'region', 'data', 'starts_on']);

/**
 * Refuses to let somebody who gets data already get more, or in another country: that is a new recipient, which people hear of 30 days ahead. What the configuration names is
 * as it runs, and is told of at once.
 */
function refuseWider(row: ProcessorRow, next: ProcessorRow): void {
  if (row.status !== 'active' || row.role === 'own_infrastructure' || row.configKey !== null) return;
  const wider = [
    ...(row.region !== null && next.region !== row.region ? ['region'] : []),
    ...(next.purposes.some((purpose) => !row.purposes.includes(purpose)) ? ['purposes'] : []),
    ...(next.data.some((kind) => !row.data.includes(kind)) ? ['data'] : []),
  ];
  if (wider.length === 0) return;
  const message =
    'of somebody who gets data already cannot be widened: record a new recipient, which is announced 30 days ahead, and end this one';
  throw new AppError('validation_failed', { details: { issues: wider.map((path) => ({ path, message })) } });
}

type Fields = Omit<
  ProcessorRow,
  'id' | 'configKey' | 'status' | 'provisionalUntil' | 'announcedAt' | 'activatedAt' | 'endedAt' | 'updatedAt'
>;

function fieldsOf(body: CreateProcessorRequest): Fields {
  return {
    name: body.name,
    role: body.role,
    purposes: [...new Set(body.purposes)],
    region: body.region,
    hosts: [...new Set(body.hosts)],
    ownNetwork: body.own_network,
    data: [...new Set(body.data)],
    contractReference: body.contract_reference,
    assessedOn: body.assessed_on,
    assessedUntil: body.assessed_until,
    note: body.note,
    startsOn: body.starts_on,
  };
}

function toBody(row: ProcessorRow): CreateProcessorRequest {
  return {
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
    starts_on: row.startsOn,
  };
}
