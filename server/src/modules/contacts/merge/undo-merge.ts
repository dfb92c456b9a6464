import { ID_PREFIXES } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { openText, seal } from '#platform/crypto/seal';
import { withEngine, withTenant } from '#platform/db/tx';
import type { EngineTx, Statement } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { lockPeople, selectIdentifiers, updateIdentifierOwners } from '../contacts.sql.ts';
import type { IdentifierRow } from '../contacts.sql.ts';
import { foldIdentity } from '../identity.ts';
import { auditActorOf, doerOf } from '../record/acting.ts';
import { recordContactEvents, tellUpdated } from '../record/contact-events.ts';
import { identifierAad } from '../resolve-people.ts';
import { mergeAad, ringsOf } from './merge-contacts.ts';
import { restoreRecord, type MergeBefore } from './merge-record.ts';

type MergeRow = {
  id: string;
  contactId: string;
  mergedContactId: string;
  moved: Record<string, unknown> & { identifiers?: string[] };
  beforeSealed: Buffer | null;
  at: Date;
};

/**
 * Takes a merge apart: the merged contact stands for itself again with what it brought, and with what came since by an
 * identifier of its own. What was changed on the survivor since stays. From then on both are readable, and erasing one leaves the
 * other. Gives both ids. Errors: `not_found`; `conflict` when it was undone already, when either was erased, or when the survivor was
 * merged on since.
 */
export async function undoMerge(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  contactId: string,
  mergeId: string,
): Promise<{ contactId: string; otherId: string }> {
  const { workspaceId } = actor;
  const pair = await withEngine(
    ctx.db,
    'take a merge of two contacts apart, with everything that hangs on them',
    async (tx) => {
      const at = ctx.clock.now();
      await tx.query(lockPeople([workspaceId]));
      const [merge] = await tx.query<MergeRow>(lockMerge(workspaceId, mergeId));
      if (merge === undefined || merge.contactId !== contactId) throw new AppError('not_found');
      const pairIds = { workspaceId, fromContactId: merge.mergedContactId, intoContactId: merge.contactId };
      const intact = await tx.query(lockPair(pairIds));
      if (intact.length === 0) throw new AppError('conflict');
      await split(ctx, tx, pairIds, merge, at);
      const doer = doerOf(actor);
      const data = {
        merge_id: toPublicId(ID_PREFIXES.merge, mergeId),
        other_contact_id: toPublicId(ID_PREFIXES.contact, merge.mergedContactId),
      };
      const back = { ...data, other_contact_id: toPublicId(ID_PREFIXES.contact, merge.contactId) };
      await recordContactEvents(ctx.ids, tx, [
        { workspaceId, contactId: merge.contactId, kind: 'split', actor: doer, data, at },
        { workspaceId, contactId: merge.mergedContactId, kind: 'split', actor: doer, data: back, at },
      ]);
      await tellUpdated(tx, workspaceId, [merge.contactId, merge.mergedContactId], at);
      return pairIds;
    },
    { retries: 3 },
  );
  await withTenant(ctx.db, workspaceId, (tx) =>
    appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'contact.merge_undone',
      target: { kind: 'contact', id: toPublicId(ID_PREFIXES.contact, pair.intoContactId) },
      after: { merge_id: toPublicId(ID_PREFIXES.merge, mergeId) },
    }),
  );
  ctx.cache.forget(pair.fromContactId);
  ctx.cache.forget(pair.intoContactId);
  return { contactId: pair.intoContactId, otherId: pair.fromContactId };
}

async function split(
  ctx: ContactsContext,
  tx: EngineTx,
  pair: { workspaceId: string; fromContactId: string; intoContactId: string },
  merge: MergeRow,
  at: Date,
): Promise<void> {
  const { workspaceId, fromContactId, intoContactId } = pair;
  const { from, into } = await ringsOf(ctx, tx, pair);
  const all = await tx.query<IdentifierRow>(selectIdentifiers(workspaceId, [intoContactId]));
  const back = all.filter((row) => merge.moved.identifiers?.includes(row.id) === true);
  const addresses = new Set<string>();
  const moves = back.map((row) => {
    const aad = identifierAad(workspaceId, row.id);
    const value = openText(into, aad, row.valueSealed);
    addresses.add(`${row.kind === 'wa_id' ? 'phone' : row.kind} ${foldIdentity({ kind: row.kind, value })}`);
    return { workspaceId, id: row.id, contactId: fromContactId, valueSealed: seal(from.primary, aad, value), firstSeenAt: row.firstSeenAt };
  });
  if (merge.beforeSealed !== null) {
    // Sealed by `mergeContacts` under an authenticated cipher, so the shape is the one written there.
    const kept = JSON.parse(openText(into, mergeAad(workspaceId, merge.id), merge.beforeSealed)) as MergeBefore;
    await restoreRecord(ctx, tx, pair, into, kept, at);
  }
  await ctx.merging.bringBack(tx, pair, merge.moved, addresses, merge.at);
  await tx.query(updateUnmerged(workspaceId, fromContactId, at));
  if (moves.length > 0) await tx.query(updateIdentifierOwners(moves, at));
  await ctx.keyring.releaseContactKeys(tx, pair);
  await tx.query(updateUndone(workspaceId, merge.id, at));
}

function lockMerge(workspaceId: string, id: string): Statement {
  return {
    text: `
      select id, contact_id as "contactId", merged_contact_id as "mergedContactId", moved, before_sealed as "beforeSealed", at
        from contact_merges where workspace_id = $1 and id = $2 and undone_at is null for update`,
    values: [workspaceId, id],
  };
}

function lockPair({
  workspaceId,
  fromContactId,
  intoContactId,
}: {
  workspaceId: string;
  fromContactId: string;
  intoContactId: string;
}): Statement {
  return {
    text: `
      with both_rows as (
        select id, merged_into, erased_at from contacts where workspace_id = $1 and id in ($2, $3) order by id for update)
      select 1 from both_rows gone, both_rows kept
       where gone.id = $2 and gone.merged_into = $3 and gone.erased_at is null
         and kept.id = $3 and kept.merged_into is null and kept.erased_at is null`,
    values: [workspaceId, fromContactId, intoContactId],
  };
}

function updateUnmerged(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update contacts set merged_into = null, updated_at = $3 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, at],
  };
}

function updateUndone(workspaceId: string, id: string, at: Date): Statement {
  return { text: `update contact_merges set undone_at = $3 where workspace_id = $1 and id = $2`, values: [workspaceId, id, at] };
}
