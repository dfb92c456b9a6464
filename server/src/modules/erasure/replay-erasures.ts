import { restoreStops } from '#modules/consent';
import { insertErasedIdentifiers, raiseMarks, type IdentifierMark } from '#modules/contacts';
import { engineQuery, withEngine } from '#platform/db/tx';
import { replayAccounts } from './erase-account.ts';
import { foundPlace, runErasure, stop, subjectHash } from './erase-contact.ts';
import type { ErasureContext } from './erasure-context.ts';
import {
  insertErasure,
  lockContacts,
  selectContactPage,
  selectDestroyed,
  selectLog,
  selectLoggedWorkspaces,
  updateStarted,
  type LogRow,
} from './erasures.sql.ts';
import { findPerson } from './find-person.ts';

const pageSize = 10_000;

/** What a replay came to. */
export type ReplayOutcome = { workspaceCount: number; logCount: number; erasedAgain: number; stopsRestored: number };

/**
 * Erases everybody again who was erased after an older copy of the database was made. Call it after every restore, before anything else of the
 * program runs: with the log and the key store of today, over the data of the copy. People are found in two ways: by the keyed hashes of the log, and by
 * keys that are destroyed while the contact has rows. Stops that held are put back. Can be repeated, and by several processes.
 *
 * Errors: throws when something of a person is still found afterwards; the copy must not be opened then.
 */
export async function replayErasures(ctx: ErasureContext): Promise<ReplayOutcome> {
  const workspaces = await engineQuery<{ workspaceId: string }>(ctx.db, selectLoggedWorkspaces);
  const outcome: ReplayOutcome = { workspaceCount: workspaces.length, logCount: 0, erasedAgain: 0, stopsRestored: 0 };
  for (const { workspaceId } of workspaces) {
    const log = await engineQuery<LogRow>(ctx.db, selectLog(workspaceId));
    outcome.logCount += log.length;
    const accounts = log.filter(({ scope }) => scope === 'account').map(({ subjectHash: hash }) => hash.toString('hex'));
    outcome.erasedAgain += await replayAccounts(ctx, new Set(accounts));
    const known = new Map(log.map((row) => [row.subjectHash.toString('hex'), row.marks.identifiers]));
    const destroyed = new Set((await engineQuery<{ contactId: string }>(ctx.db, selectDestroyed(workspaceId))).map((row) => row.contactId));
    const key = await ctx.keyring.indexKey(workspaceId, 'erasure');
    for await (const contact of contactsOf(ctx, workspaceId)) {
      const logged = known.get(subjectHash(key, contact.id).toString('hex'));
      if ((logged === undefined && !destroyed.has(contact.id)) || contact.erasedAt !== null) continue;
      await eraseAgain(ctx, workspaceId, contact.id, logged ?? []);
      outcome.erasedAgain += 1;
    }
    outcome.stopsRestored += await restoreMarks(ctx, workspaceId, log);
  }
  return outcome;
}

async function* contactsOf(ctx: ErasureContext, workspaceId: string): AsyncGenerator<{ id: string; erasedAt: Date | null }> {
  let afterId: string | null = null;
  for (;;) {
    const rows: { id: string; erasedAt: Date | null }[] = await engineQuery<{ id: string; erasedAt: Date | null }>(
      ctx.db,
      selectContactPage(workspaceId, afterId, pageSize),
    );
    yield* rows;
    if (rows.length < pageSize) return;
    afterId = rows.at(-1)?.id ?? null;
  }
}

async function eraseAgain(ctx: ErasureContext, workspaceId: string, contactId: string, logged: readonly IdentifierMark[]): Promise<void> {
  const person = await findPerson(ctx, workspaceId, contactId);
  const id = ctx.ids.uuid();
  const at = ctx.clock.now();
  await withEngine(ctx.db, 'somebody erased who came back out of an older copy', async (tx) => {
    await tx.query(lockContacts(workspaceId, person.contactIds));
    await tx.query(
      insertErasure({
        workspaceId,
        id,
        contactId,
        contactIds: [...person.contactIds],
        reason: 'legal_obligation',
        requestId: null,
        actorKind: 'system',
        actorId: null,
        hasRestricted: false,
        startsAt: at,
        createdAt: at,
      }),
    );
    const run = await stop(ctx, tx, person, at);
    // Their key is gone, so the identifiers are known as hashes alone: those of the copy and those of the log.
    const found = JSON.stringify({ identities: run.identities, marks: [...run.marks, ...logged] });
    await tx.query(
      updateStarted(workspaceId, id, {
        contactIds: [...run.contactIds],
        conversationIds: [...run.conversationIds],
        kept: [],
        foundSealed: await ctx.keyring.sealSecret(foundPlace(workspaceId, id), found, tx),
        at,
      }),
    );
  });
  const outcome = await runErasure(ctx, workspaceId, id);
  if (outcome.kind !== 'done')
    throw new Error('something of an erased person is still there after the replay; the copy must not be opened');
}

async function restoreMarks(ctx: ErasureContext, workspaceId: string, log: readonly LogRow[]): Promise<number> {
  const key = await ctx.keyring.layeredKey(workspaceId, 'contacts');
  const identifiers = log.flatMap((row) => row.marks.identifiers);
  const marks = new Map(raiseMarks(key, identifiers).map((mark) => [`${mark.kind} ${mark.hash}`, mark]));
  const kept = log.flatMap((row) => row.marks.stops);
  const stops = new Map(raiseMarks(key, kept).map((one) => [`${one.kind} ${one.hash} ${one.scope} ${one.source}`, one]));
  const at = ctx.clock.now();
  await withEngine(ctx.db, 'marks and stops of erased people that an older copy does not know', async (tx) => {
    if (marks.size > 0) await tx.query(insertErasedIdentifiers(workspaceId, [...marks.values()], at));
    if (stops.size > 0) await tx.query(restoreStops(workspaceId, [...stops.values()], at));
  });
  return stops.size;
}
