import { ID_PREFIXES } from '@kabar/contract';
import type { BusinessTransfer, BusinessTransferBanner, CreateBusinessTransferRequest, PublicId } from '@kabar/contract';
import pg from 'pg';
import { appendAccountAudit } from '#modules/audit';
import { engineQuery, withEngine, type EngineTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { ProcessorsContext } from '../processors-context.ts';
import { selectOwners } from '../processors.sql.ts';
import {
  countNotices,
  insertBusinessTransfer,
  insertNotice,
  lockBusinessTransfer,
  selectBusinessTransfers,
  selectShown,
  updateBusinessTransfer,
  type BusinessTransferRow,
  type NoticeCounts,
} from './business-transfers.sql.ts';

type Stage = 'before' | 'after' | 'cancelled';
type Owner = { userId: string; email: string; name: string; workspaces: string[] };

const reason = 'the business that runs the installation changes hands';
const shownMs = 30 * 86_400_000;

/** All changes of hands, with who was told. */
export async function listBusinessTransfers(ctx: ProcessorsContext): Promise<{ data: BusinessTransfer[] }> {
  return withEngine(ctx.db, reason, async (tx) => {
    const rows = await tx.query<BusinessTransferRow>(selectBusinessTransfers());
    const counts = await tx.query<NoticeCounts>(countNotices());
    return { data: rows.map((row) => present(row, counts)) };
  });
}

/** What everybody who is signed in is shown: from the announcement until 30 days after it is done. */
export async function getBanner(ctx: ProcessorsContext): Promise<BusinessTransferBanner> {
  const [row] = await engineQuery<BusinessTransferRow>(ctx.db, selectShown(new Date(ctx.clock.now().getTime() - shownMs)));
  if (row === undefined) return { transfer: null };
  const { id, kind, successor_name, successor_contact, successor_terms, takes_effect_on, status } = present(row, []);
  return { transfer: { id, kind, successor_name, successor_contact, successor_terms, takes_effect_on, status } };
}

/** Records that the business is to change hands; nobody is told yet. Errors: `conflict` while another one is under way. */
export async function createBusinessTransfer(
  ctx: ProcessorsContext,
  userId: string,
  body: CreateBusinessTransferRequest,
): Promise<BusinessTransfer> {
  const row: BusinessTransferRow = {
    id: ctx.ids.uuid(),
    kind: body.kind,
    successorName: body.successor_name,
    successorContact: body.successor_contact,
    successorTerms: body.successor_terms,
    takesEffectOn: body.takes_effect_on,
    status: 'planned',
    announcedAt: null,
    completedAt: null,
    cancelledAt: null,
  };
  try {
    return await withEngine(ctx.db, reason, async (tx) => {
      await tx.query(insertBusinessTransfer(row, ctx.clock.now()));
      return finish(ctx, tx, userId, row, 'recorded');
    });
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '23505') throw new AppError('conflict');
    throw error;
  }
}

/** Tells every owner by mail, and everybody by the banner. Again: only owners who came since. Errors: `not_found`, `conflict` in another state. */
export function announceBusinessTransfer(ctx: ProcessorsContext, userId: string, publicId: string): Promise<BusinessTransfer> {
  return move(ctx, userId, publicId, ['planned', 'announced'], 'announced', async (tx, row) => {
    await tellOwners(ctx, tx, row, 'before');
    return { ...row, status: 'announced', announcedAt: row.announcedAt ?? ctx.clock.now() };
  });
}

/** Says that it is done, and tells every owner again. Errors: `not_found`, `conflict` before it was announced, or before its day. */
export function completeBusinessTransfer(ctx: ProcessorsContext, userId: string, publicId: string): Promise<BusinessTransfer> {
  return move(ctx, userId, publicId, ['announced'], 'completed', async (tx, row) => {
    const now = ctx.clock.now();
    if (row.takesEffectOn > now.toISOString().slice(0, 10)) throw new AppError('conflict');
    await tellOwners(ctx, tx, row, 'after');
    return { ...row, status: 'completed', completedAt: now };
  });
}

/** Takes it back; who was told is told that, too. Errors: `not_found`, `conflict` once it is done. */
export function cancelBusinessTransfer(ctx: ProcessorsContext, userId: string, publicId: string): Promise<BusinessTransfer> {
  return move(ctx, userId, publicId, ['planned', 'announced'], 'cancelled', async (tx, row) => {
    if (row.status === 'announced') await tellOwners(ctx, tx, row, 'cancelled');
    return { ...row, status: 'cancelled', cancelledAt: ctx.clock.now() };
  });
}

async function move(
  ctx: ProcessorsContext,
  userId: string,
  publicId: string,
  from: readonly BusinessTransferRow['status'][],
  what: string,
  change: (tx: EngineTx, row: BusinessTransferRow) => Promise<BusinessTransferRow>,
): Promise<BusinessTransfer> {
  const id = fromPublicId(ID_PREFIXES.businessTransfer, publicId);
  if (id === null) throw new AppError('not_found');
  return withEngine(ctx.db, reason, async (tx) => {
    const [row] = await tx.query<BusinessTransferRow>(lockBusinessTransfer(id));
    if (row === undefined) throw new AppError('not_found');
    if (!from.includes(row.status)) throw new AppError('conflict');
    const next = await change(tx, row);
    await tx.query(updateBusinessTransfer(next));
    return finish(ctx, tx, userId, next, what);
  });
}

async function finish(
  ctx: ProcessorsContext,
  tx: EngineTx,
  userId: string,
  row: BusinessTransferRow,
  what: string,
): Promise<BusinessTransfer> {
  const result = present(row, await tx.query<NoticeCounts>(countNotices()));
  await appendAccountAudit(ctx.audit, tx, {
    actor: { kind: 'user', id: userId },
    action: `business_transfer.${what}`,
    target: { kind: 'business_transfer', id: result.id },
    after: { status: row.status },
  });
  return result;
}

async function tellOwners(ctx: ProcessorsContext, tx: EngineTx, row: BusinessTransferRow, stage: Stage): Promise<void> {
  const now = ctx.clock.now();
  for (const owner of await tx.query<Owner>(selectOwners())) {
    const mailKey = `business_transfer:${row.id}:${stage}:${owner.userId}`;
    const [added] = await tx.query(insertNotice(row.id, stage, owner.userId, mailKey, now));
    if (added === undefined) continue;
    await ctx.mails.add(
      tx,
      { to: owner.email, ...wordsOf(row, owner, stage, ctx.publicUrl) },
      { template: 'business_transfer', dedupeKey: mailKey },
    );
  }
}

function wordsOf(row: BusinessTransferRow, owner: Owner, stage: Stage, publicUrl: string): { subject: string; text: string } {
  const { successorName, successorContact, successorTerms, takesEffectOn } = row;
  const workspaces = owner.workspaces.join(', ');
  const en = {
    before: `From ${takesEffectOn} on, ${successorName} will run the service that holds the data of ${workspaces}. You can export or delete your data before that day.`,
    after: `Since ${takesEffectOn}, ${successorName} runs the service that holds the data of ${workspaces}.`,
    cancelled: `${successorName} will not take over the service after all. Nothing changes for ${workspaces}.`,
  }[stage];
  const id = {
    before: `Mulai ${takesEffectOn}, ${successorName} akan menjalankan layanan yang menyimpan data ${workspaces}. Anda dapat mengekspor atau menghapus data sebelum hari itu.`,
    after: `Sejak ${takesEffectOn}, ${successorName} menjalankan layanan yang menyimpan data ${workspaces}.`,
    cancelled: `${successorName} tidak jadi mengambil alih layanan. Tidak ada yang berubah bagi ${workspaces}.`,
  }[stage];
  const terms = stage === 'cancelled' ? [] : [`The successor is bound to: ${successorTerms}`, `Reach them: ${successorContact}`];
  return {
    subject: stage === 'cancelled' ? `${successorName} does not take over` : `${successorName} takes over on ${takesEffectOn}`,
    text: [`Hello ${owner.name},`, en, ...terms, id, publicUrl].join('\n\n'),
  };
}

function present(row: BusinessTransferRow, counts: readonly NoticeCounts[]): BusinessTransfer {
  return {
    id: toPublicId(ID_PREFIXES.businessTransfer, row.id) as PublicId<'businessTransfer'>, // made with the prefix it is branded with
    kind: row.kind,
    successor_name: row.successorName,
    successor_contact: row.successorContact,
    successor_terms: row.successorTerms,
    takes_effect_on: row.takesEffectOn,
    status: row.status,
    announced_at: row.announcedAt?.toISOString() ?? null,
    completed_at: row.completedAt?.toISOString() ?? null,
    cancelled_at: row.cancelledAt?.toISOString() ?? null,
    notices: counts
      .filter(({ transferId }) => transferId === row.id)
      .map(({ stage, owner_count, sent_count, waiting_count, failed_count }) => ({
        stage,
        owner_count,
        sent_count,
        waiting_count,
        failed_count,
      })),
  };
}
