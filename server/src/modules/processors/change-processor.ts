import { ID_PREFIXES } from '@kabar/contract';
import type { CreateProcessorRequest, Processor, UpdateProcessorRequest } from '@kabar/contract';
import { withEngine } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { problemsOf } from './judge-processor.ts';
import { readRegister } from './load-register.ts';
import { presentProcessor } from './present-processor.ts';
import type { ProcessorsContext } from './processors-context.ts';
import { insertProcessor, lockProcessor, selectOwners, selectTransfers, updateProcessor } from './processors.sql.ts';
import type { ProcessorRow, TransferRow } from './processors.sql.ts';
import { recordChange, type Changer } from './record-change.ts';
import { changedFields } from './seed-processors.ts';

const reason = 'the register of recipients belongs to the installation';

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
  };
  await withEngine(ctx.db, reason, async (tx) => {
    await tx.query(insertProcessor(row, now));
    await recordChange(ctx, tx, by, { processorId: row.id, kind: 'added' });
  });
  return presentProcessor(row, [], ctx.homeRegion, now);
}

/** Changes what is recorded. Errors: `not_found`, `processor_ended`, `processor_configured`. */
export function changeProcessor(ctx: ProcessorsContext, by: Changer, id: string, body: UpdateProcessorRequest): Promise<Processor> {
  return withRow(ctx, id, async (tx, row) => {
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const next: ProcessorRow = { ...row, ...fieldsOf({ ...toBody(row), ...given }) };
    const follows = row.configKey !== null && (body.hosts ?? body.purposes ?? body.own_network) !== undefined;
    if (follows) throw new AppError('processor_configured');
    const fields = changedFields(row, next);
    if (fields.length === 0) return row;
    // Nobody else may get what was not announced: a complete recipient that changes its role, data or place is announced anew by its change.
    await tx.query(updateProcessor(next, ctx.clock.now()));
    await recordChange(ctx, tx, by, { processorId: row.id, kind: 'changed', fields });
    return next;
  });
}

/** Lets a complete recipient get data. Errors: `not_found`, `processor_ended`, `processor_incomplete` with what is missing. */
export function activateProcessor(ctx: ProcessorsContext, by: Changer, id: string): Promise<Processor> {
  return withRow(ctx, id, async (tx, row) => {
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
  return withRow(ctx, id, async (tx, row) => {
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
 * Tells the owners of all workspaces by mail that a recipient is coming, so that they can object before it starts (GDPR art. 28(2)). A second
 * announcement of the same recipient tells only those who were not told.
 */
export async function announceProcessor(ctx: ProcessorsContext, by: Changer, id: string): Promise<{ told_count: number }> {
  let toldCount = 0;
  await withRow(ctx, id, async (tx, row) => {
    const owners = await tx.query<{ userId: string; email: string; name: string; workspaces: string[] }>(selectOwners());
    for (const owner of owners) {
      await ctx.mails.add(
        tx,
        {
          to: owner.email,
          subject: `A new recipient of data: ${row.name}`,
          text: [
            `Hello ${owner.name},`,
            `${row.name} will receive data of ${owner.workspaces.join(', ')}${row.startsOn === null ? '' : ` from ${row.startsOn} on`}${row.region === null ? '' : `, in ${row.region}`}. What it gets and what for stands under Privacy, "Who receives data".`,
            ctx.publicUrl,
            'If you object, answer whoever runs this installation before that day.',
            `${row.name} akan menerima data ${owner.workspaces.join(', ')}${row.startsOn === null ? '' : ` mulai ${row.startsOn}`}. Rinciannya ada di Privasi, "Siapa yang menerima data". Bila Anda keberatan, beri tahu pengelola instalasi ini sebelum hari itu.`,
          ].join('\n\n'),
        },
        { template: 'recipient_announced', dedupeKey: `recipient_announced:${row.id}:${owner.userId}` },
      );
    }
    toldCount = owners.length;
    const next: ProcessorRow = { ...row, announcedAt: row.announcedAt ?? ctx.clock.now() };
    await tx.query(updateProcessor(next, ctx.clock.now()));
    await recordChange(ctx, tx, by, { processorId: row.id, kind: 'announced' });
    return next;
  });
  return { told_count: toldCount };
}

async function withRow(
  ctx: ProcessorsContext,
  publicId: string,
  change: (tx: EngineTx, row: ProcessorRow) => Promise<ProcessorRow>,
): Promise<Processor> {
  const id = fromPublicId(ID_PREFIXES.processor, publicId);
  if (id === null) throw new AppError('not_found');
  return withEngine(ctx.db, reason, async (tx) => {
    const [row] = await tx.query<ProcessorRow>(lockProcessor(id));
    if (row === undefined) throw new AppError('not_found');
    if (row.status === 'ended') throw new AppError('processor_ended');
    const next = await change(tx, row);
    const { transfers } = await readRegister(tx, ctx.clock.now());
    return presentProcessor(next, transfers, ctx.homeRegion, ctx.clock.now());
  });
}

type Fields = Omit<ProcessorRow, 'id' | 'configKey' | 'status' | 'provisionalUntil' | 'announcedAt' | 'activatedAt' | 'endedAt'>;

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
