import { withEngine } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import { provisionalMs } from './judge-processor.ts';
import { readRegister } from './load-register.ts';
import type { ConfiguredRecipient, ProcessorsContext } from './processors-context.ts';
import { insertProcessor, lockRegister, updateProcessor, type ProcessorRow } from './processors.sql.ts';
import { recordChange } from './record-change.ts';

/** Purposes whose connections exist before the register can be asked; their time begins when they are first seen. */
const beforeTheGate = new Set(['database', 'hosting']);

/**
 * Makes the register say what the running configuration does, so that it is true before anybody types: new recipients are added, changed hosts of
 * somebody else's become a new recipient (its contract is another one), what the configuration names no more is ended. What people
 * recorded stays.
 */
export async function seedProcessors(ctx: ProcessorsContext): Promise<void> {
  await withEngine(ctx.db, 'the register of recipients follows the running configuration', async (tx) => {
    await tx.query(lockRegister());
    const { processors } = await readRegister(tx, ctx.clock.now());
    const open = new Map(processors.flatMap((row) => (row.configKey === null || row.status === 'ended' ? [] : [[row.configKey, row]])));
    for (const recipient of ctx.configured.recipients) {
      const row = open.get(recipient.key);
      if (row === undefined) await add(ctx, tx, recipient);
      else await follow(ctx, tx, row, recipient);
      open.delete(recipient.key);
    }
    if (ctx.configured.mayEnd) for (const row of open.values()) await end(ctx, tx, row);
  });
}

async function add(ctx: ProcessorsContext, tx: EngineTx, recipient: ConfiguredRecipient): Promise<void> {
  const now = ctx.clock.now();
  const isSeenNow = recipient.purposes.every((purpose) => beforeTheGate.has(purpose));
  const row: ProcessorRow = {
    id: ctx.ids.uuid(),
    configKey: recipient.key,
    name: recipient.name,
    role: recipient.isOwn ? 'own_infrastructure' : 'processor',
    purposes: [...recipient.purposes],
    region: recipient.region,
    hosts: [...recipient.hosts],
    ownNetwork: recipient.ownNetwork,
    data: [...recipient.data],
    contractReference: null,
    assessedOn: null,
    assessedUntil: null,
    note: null,
    status: recipient.isOwn ? 'active' : 'provisional',
    provisionalUntil: !recipient.isOwn && isSeenNow ? new Date(now.getTime() + provisionalMs) : null,
    startsOn: null,
    announcedAt: null,
    activatedAt: recipient.isOwn ? now : null,
    endedAt: null,
    updatedAt: now,
  };
  await tx.query(insertProcessor(row, now));
  await recordChange(ctx, tx, null, { processorId: row.id, kind: 'added' });
}

async function follow(ctx: ProcessorsContext, tx: EngineTx, row: ProcessorRow, recipient: ConfiguredRecipient): Promise<void> {
  const isElsewhere = !sameWords(row.hosts, recipient.hosts);
  const isOwn = row.role === 'own_infrastructure';
  if (isOwn !== recipient.isOwn || (isElsewhere && !isOwn)) {
    await end(ctx, tx, row);
    await add(ctx, tx, recipient);
    return;
  }
  const next: ProcessorRow = {
    ...row,
    hosts: [...recipient.hosts],
    purposes: [...recipient.purposes],
    region: recipient.region ?? row.region,
    ownNetwork: recipient.ownNetwork,
  };
  const fields = changedFields(row, next);
  if (fields.length === 0) return;
  // Another country or use is news: `moveRegister` tells of it.
  const isNews = fields.some((field) => field === 'region' || field === 'purposes');
  await tx.query(updateProcessor(isNews ? { ...next, announcedAt: null } : next, ctx.clock.now()));
  await recordChange(ctx, tx, null, { processorId: row.id, kind: 'changed', fields });
}

async function end(ctx: ProcessorsContext, tx: EngineTx, row: ProcessorRow): Promise<void> {
  const now = ctx.clock.now();
  await tx.query(updateProcessor({ ...row, status: 'ended', endedAt: now }, now));
  await recordChange(ctx, tx, null, { processorId: row.id, kind: 'ended' });
}

function sameWords(some: readonly string[], others: readonly string[]): boolean {
  return some.toSorted().join(' ') === others.toSorted().join(' ');
}

/** Names, as the API has them, of the fields that differ. */
export function changedFields(before: ProcessorRow, after: ProcessorRow): string[] {
  const names: readonly [keyof ProcessorRow, string][] = [
    ['name', 'name'],
    ['role', 'role'],
    ['purposes', 'purposes'],
    ['region', 'region'],
    ['hosts', 'hosts'],
    ['ownNetwork', 'own_network'],
    ['data', 'data'],
    ['contractReference', 'contract_reference'],
    ['assessedOn', 'assessed_on'],
    ['assessedUntil', 'assessed_until'],
    ['note', 'note'],
    ['startsOn', 'starts_on'],
  ];
  return names.flatMap(([key, name]) => (JSON.stringify(before[key]) === JSON.stringify(after[key]) ? [] : [name]));
}
