import { ID_PREFIXES } from '@kabar/contract';
import { notify } from '#modules/notifications';
import type { EngineTx } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { Mail } from '#platform/mail/mail';
import { problemsOf } from './judge-processor.ts';
import { loadRegister } from './load-register.ts';
import type { ProcessorsContext } from './processors-context.ts';
import { selectKeepers, selectOwners, updateProcessor, type KeeperRow, type OwnerRow, type ProcessorRow } from './processors.sql.ts';
import { recordChange, type Changer } from './record-change.ts';
import { withProcessor } from './with-processor.ts';

const dayMs = 86_400_000;
/** How long before somebody new gets data everybody concerned is told, at least (GDPR art. 28(2): in time to object). */
const aheadMs = 30 * dayMs;
/** A complete record waits this long for a last correction before it announces itself. */
const quietMs = 60 * 60_000;

/** The first day that lies wholly 30 days after an instant, as `YYYY-MM-DD`. */
export function earliestStart(from: Date): string {
  return new Date(Math.ceil((from.getTime() + aheadMs) / dayMs) * dayMs).toISOString().slice(0, 10);
}

/**
 * Tells the owners of all workspaces by mail, and those who decide about privacy in the product, that somebody new gets data, so that they can object. One who is
 * planned starts 30 days later at the earliest; one whom the configuration names is told of as it is. Told once more, only those who were
 * not told yet get a mail. Gives how many owners there are.
 */
export async function announceIn(
  ctx: ProcessorsContext,
  tx: EngineTx,
  by: Changer,
  row: ProcessorRow,
): Promise<{ row: ProcessorRow; owners: number }> {
  const now = ctx.clock.now();
  const earliest = earliestStart(row.announcedAt ?? now);
  const startsOn = row.status !== 'planned' || (row.startsOn !== null && row.startsOn >= earliest) ? row.startsOn : earliest;
  const next: ProcessorRow = { ...row, startsOn, announcedAt: row.announcedAt ?? now };
  const stamp = `${row.id}:${next.announcedAt?.toISOString() ?? ''}`;
  const owners = await tx.query<OwnerRow>(selectOwners());
  for (const owner of owners) {
    const dedupeKey = `recipient_announced:${stamp}:${owner.userId}`;
    await ctx.mails.add(tx, mailOf(ctx, next, owner), { template: 'recipient_announced', dedupeKey });
  }
  const id = toPublicId(ID_PREFIXES.processor, row.id);
  for (const [workspaceId, memberIds] of byWorkspace(await tx.query<KeeperRow>(selectKeepers()))) {
    await notify(ctx, tx, workspaceId, {
      kind: 'recipient_announced',
      memberIds,
      actor: { kind: 'system' },
      data: { processor_id: id },
      dedupeKey: `${id} ${next.announcedAt?.getTime() ?? 0}`,
    });
  }
  await tx.query(updateProcessor(next, now));
  await recordChange(ctx, tx, by, { processorId: row.id, kind: 'announced' });
  return { row: next, owners: owners.length };
}

/**
 * What the register does by itself: a complete record that nobody touched for an hour is announced, one whom the configuration brought is told of, and on its day an
 * announced one begins to get data if it is still complete. Each in a transaction of its own. Gives how many rows it moved.
 */
export async function moveRegister(ctx: ProcessorsContext): Promise<number> {
  const now = ctx.clock.now();
  const { processors, transfers } = await loadRegister(ctx.db, now);
  const today = now.toISOString().slice(0, 10);
  let moved = 0;
  for (const row of processors) {
    const step = stepOf(row, problemsOf(row, transfers, ctx.homeRegion, today), now);
    if (step === null) continue;
    await withProcessor(ctx, toPublicId(ID_PREFIXES.processor, row.id), async (tx, locked) => {
      if (locked.updatedAt.getTime() !== row.updatedAt.getTime()) return locked; // somebody is at it: the next pass looks again
      moved += 1;
      if (step === 'announce') return (await announceIn(ctx, tx, null, locked)).row;
      const next: ProcessorRow = { ...locked, status: 'active', activatedAt: now };
      await tx.query(updateProcessor(next, now));
      await recordChange(ctx, tx, null, { processorId: row.id, kind: 'activated' });
      return next;
    });
  }
  return moved;
}

function stepOf(row: ProcessorRow, problems: readonly string[], now: Date): 'announce' | 'activate' | null {
  if (row.role === 'own_infrastructure' || row.status === 'ended') return null;
  if (row.status === 'planned') {
    if (row.announcedAt !== null) return problems.length === 0 ? 'activate' : null;
    const isComplete = problems.every((problem) => problem === 'not_announced' || problem === 'starts_later');
    return isComplete && now.getTime() - row.updatedAt.getTime() >= quietMs ? 'announce' : null;
  }
  return row.configKey !== null && row.announcedAt === null ? 'announce' : null;
}

function byWorkspace(keepers: readonly KeeperRow[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { workspaceId, memberId } of keepers) groups.set(workspaceId, [...(groups.get(workspaceId) ?? []), memberId]);
  return groups;
}

function mailOf(ctx: ProcessorsContext, row: ProcessorRow, owner: OwnerRow): Mail {
  const workspaces = owner.workspaces.join(', ');
  const isPlanned = row.status === 'planned';
  const where = (language: string): string =>
    row.region === null ? '' : (new Intl.DisplayNames([language], { type: 'region' }).of(row.region) ?? row.region);
  return owner.language === 'id'
    ? {
        to: owner.email,
        subject: `Penerima data baru: ${row.name}`,
        text: [
          `Halo ${owner.name},`,
          `${row.name} ${isPlanned ? 'akan menerima' : 'menerima'} data ${workspaces}${row.startsOn === null ? '' : ` mulai ${row.startsOn}`}${row.region === null ? '' : `, di ${where('id')}`}. Apa yang diterimanya dan untuk apa tercantum di Privasi, "Siapa yang menerima data".`,
          ctx.publicUrl,
          'Bila Anda keberatan, beri tahu pengelola instalasi ini sebelum hari itu.',
        ].join('\n\n'),
      }
    : {
        to: owner.email,
        subject: `A new recipient of data: ${row.name}`,
        text: [
          `Hello ${owner.name},`,
          `${row.name} ${isPlanned ? 'will receive' : 'receives'} data of ${workspaces}${row.startsOn === null ? '' : ` from ${row.startsOn} on`}${row.region === null ? '' : `, in ${where('en')}`}. What it gets and what for stands under Privacy, "Who receives data".`,
          ctx.publicUrl,
          'If you object, answer whoever runs this installation before that day.',
        ].join('\n\n'),
      };
}
