import { ID_PREFIXES, type AccountErasurePlan, type AccountErasureReceipt, type KeptItem } from '@kabar/contract';
import { appendAccountAudit, erasePersonalValues } from '#modules/audit';
import { installationId } from '#modules/keyring';
import { removeUser, selectUserById, type UserRow } from '#modules/users';
import { membershipsOf } from '#modules/workspaces';
import { signDocument } from '#platform/crypto/signed-document';
import { engineQuery, withEngine, type EngineTx, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import type { Mail } from '#platform/mail/mail';
import { accountNodes, countAccountRows, eraseAccountRows, type AccountNode } from './account-nodes.ts';
import { subjectHash } from './erase-contact.ts';
import type { ErasureContext } from './erasure-context.ts';
import { insertLog } from './erasures.sql.ts';

type UserId = AccountErasureReceipt['document']['user_id'];

/** What erasing one's account would do, and what stands in its way. */
export async function planAccountErasure(ctx: ErasureContext, userId: string): Promise<AccountErasurePlan> {
  const memberships = await membershipsOf(ctx.db, userId);
  return {
    workspaces: memberships.map(({ name, slug, role, isLastOwner }) => ({ name, slug, role, is_last_owner: isLastOwner })),
    stays: await keptOf(ctx, accountNodes(ctx.catalogue), userId),
  };
}

/**
 * Erases an account, in one transaction: the person leaves every workspace, whatever the declarations say goes or is cut off, the audit log keeps only commitments, and
 * a search afterwards has to find nothing. The log of erasures remembers a keyed hash, so that an older copy of the database does not bring them back. The receipt is signed and mailed
 * as the last thing this address is used for. `isReplay`: an older copy brought somebody back; nobody is mailed.
 *
 * Errors: `not_found`; `last_owner` while a workspace has no other owner.
 */
export async function eraseAccount(ctx: ErasureContext, userId: string, isReplay = false): Promise<AccountErasureReceipt> {
  const nodes = accountNodes(ctx.catalogue);
  const key = await ctx.keyring.indexKey(installationId, 'erasure');
  const signingKey = await ctx.keyring.signingKey();
  const memberships = await membershipsOf(ctx.db, userId);
  if (!isReplay && memberships.some(({ isLastOwner }) => isLastOwner)) throw new AppError('last_owner');
  const at = ctx.clock.now();
  return withEngine(ctx.db, 'somebody erases their own account', async (tx) => {
    const [user] = await tx.query<UserRow>(selectUserById(userId));
    if (user === undefined) throw new AppError('not_found');
    const kept = await keptIn(tx, nodes, userId);
    const publicUserId = toPublicId(ID_PREFIXES.user, userId) as UserId; // made with the prefix it is branded with
    const erased: Record<string, number> = {};
    for (const node of nodes.filter(({ does }) => does !== 'keep')) {
      const [gone] = await tx.query<{ count: number }>(eraseAccountRows(node, userId));
      if (gone !== undefined && gone.count > 0) erased[node.table] = (erased[node.table] ?? 0) + gone.count;
    }
    for (const { workspaceId } of memberships) {
      const tenant: TenantTx = { ...tx, workspaceId } as unknown as TenantTx; // the statements name the workspace
      await ctx.leaveWorkspace(tenant, userId, isReplay);
    }
    await removeUser(tx, userId);
    await requireNothingLeft(tx, nodes, userId);
    await tx.query(
      insertLog([
        {
          workspaceId: installationId,
          id: ctx.ids.uuid(),
          subjectHash: subjectHash(key, userId),
          scope: 'account',
          marks: { identifiers: [], stops: [] },
          erasedAt: at,
        },
      ]),
    );
    await appendAccountAudit(ctx.audit, tx, {
      actor: isReplay ? { kind: 'system', id: null } : { kind: 'user', id: userId },
      action: 'user.erased',
      target: { kind: 'user', id: publicUserId },
      after: { left_workspaces: memberships.length, replay: isReplay },
    });
    // Last, so that what was written on the way out is a commitment, too.
    for (const { workspaceId, memberId } of memberships)
      await erasePersonalValues(tx, workspaceId, [publicUserId, toPublicId(ID_PREFIXES.member, memberId)]);
    await erasePersonalValues(tx, installationId, [publicUserId]);
    const receipt = signDocument(signingKey, {
      kind: 'kabar.account_erasure' as const,
      version: 1 as const,
      user_id: publicUserId,
      erased_at: at.toISOString(),
      left_workspaces: memberships.length,
      rows_erased: erased,
      kept: kept.map(({ table, count, because }) => ({ what: table, rows: count ?? 0, because })),
    }) satisfies AccountErasureReceipt;
    if (!isReplay) await ctx.addMail(tx, receiptMail(user, receipt), { template: 'account_erased', dedupeKey: `account_erased:${userId}` });
    return receipt;
  });
}

/** Erases accounts again that an older copy of the database brought back. Gives how many. */
export async function replayAccounts(ctx: ErasureContext, hashes: ReadonlySet<string>): Promise<number> {
  if (hashes.size === 0) return 0;
  const key = await ctx.keyring.indexKey(installationId, 'erasure');
  let count = 0;
  for (const { id } of await engineQuery<{ id: string }>(ctx.db, { text: 'select id from users order by id' })) {
    if (!hashes.has(subjectHash(key, id).toString('hex'))) continue;
    await eraseAccount(ctx, id, true);
    count += 1;
  }
  return count;
}

function keptOf(ctx: ErasureContext, nodes: readonly AccountNode[], userId: string): Promise<KeptItem[]> {
  return withEngine(ctx.db, 'what stays of an account', (tx) => keptIn(tx, nodes, userId));
}

async function keptIn(tx: EngineTx, nodes: readonly AccountNode[], userId: string): Promise<KeptItem[]> {
  const found = new Map<string, KeptItem>();
  for (const node of nodes) {
    if (node.does !== 'keep' || node.because === null || node.because === 'not_personal') continue;
    const [row] = await tx.query<{ count: number }>(countAccountRows(node, userId));
    if (row === undefined || row.count === 0) continue;
    const [en, id, hi] = node.holds;
    const before = found.get(node.table)?.count ?? 0;
    found.set(node.table, {
      table: node.table,
      holds: { en, id, hi },
      class: node.class,
      count: before + row.count,
      because: node.because,
      until: null,
    });
  }
  return [...found.values()];
}

async function requireNothingLeft(tx: EngineTx, nodes: readonly AccountNode[], userId: string): Promise<void> {
  for (const node of nodes) {
    if (node.does === 'keep') continue;
    const [row] = await tx.query<{ count: number }>(countAccountRows(node, userId));
    if ((row?.count ?? 0) > 0) throw new Error(`rows of an erased account are still in ${node.table}`);
  }
}

function receiptMail({ name, email, language }: UserRow, receipt: AccountErasureReceipt): Mail {
  const text = JSON.stringify(receipt, null, 2);
  return language === 'id'
    ? {
        to: email,
        subject: 'Akun Kabar Anda telah dihapus',
        text: [
          `Halo ${name},`,
          'Akun Anda telah dihapus, atas permintaan Anda sendiri. Ini email terakhir ke alamat ini.',
          'Tanda terima yang ditandatangani, berisi apa yang dihapus serta apa yang tetap disimpan dan mengapa:',
          text,
        ].join('\n\n'),
      }
    : {
        to: email,
        subject: 'Your Kabar account was erased',
        text: [
          `Hello ${name},`,
          'Your account was erased, as you asked. This is the last mail to this address.',
          'The signed receipt: what was erased, what is kept and why:',
          text,
        ].join('\n\n'),
      };
}
