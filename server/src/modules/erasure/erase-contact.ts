import { setTimeout as pause } from 'node:timers/promises';
import { ID_PREFIXES, type ErasureReason } from '@kabar/contract';
import { appendAudit, type AuditActor } from '#modules/audit';
import { beginRestriction, endRestriction, insertErasedIdentifiers, markErased, withFreshHashes, type Doer } from '#modules/contacts';
import { keyedHash } from '#platform/crypto/keyed-hash';
import { engineQuery, tenantQuery, withEngine, withTenant, type EngineTx, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import { leadsThroughMessages, type PersonIds } from '#platform/personal-data/person-rows';
import { countAll } from './count-nodes.ts';
import type { ErasureContext, ErasureRun } from './erasure-context.ts';
import type { ErasureNode } from './erasure-nodes.ts';
import {
  insertErasure,
  insertLog,
  lockContacts,
  lockErasure,
  selectConversationIds,
  selectErasure,
  selectOpenErasure,
  selectStops,
  updateCancelled,
  updateDone,
  updateFindings,
  updateHeld,
  updateNotSilent,
  updateStarted,
  updateStep,
  type ErasureRow,
  type LogRow,
} from './erasures.sql.ts';
import { findPerson, messagePieces, openIdentifiers, personIds } from './find-person.ts';
import { loadNodes } from './load-nodes.ts';
import { eraseRows, selectObjectNames } from './node-sql.ts';
import { whatStays } from './plan-erasure.ts';

/** Rows of one statement. */
const batchRows = 5_000;
/** Objects deleted at the same time. */
const objectsAtOnce = 8;

/** An erasure to be ordered. */
export type ErasureOrder = {
  reason: ErasureReason;
  actor: Doer;
  auditActor: AuditActor;
  /** How long it can be taken back. */
  waitMs: number;
  /** The request of the person it answers, by database id. */
  requestId?: string;
};

/**
 * Orders the erasure of a person and gives it; nothing is deleted before `waitMs` are over. A person whose erasure is under way gets that one. The
 * caller has proved that the contact exists and may be seen.
 */
export async function orderErasure(ctx: ErasureContext, workspaceId: string, contactId: string, order: ErasureOrder): Promise<ErasureRow> {
  const { contactIds } = await findPerson(ctx, workspaceId, contactId);
  const now = ctx.clock.now();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(lockContacts(workspaceId, contactIds));
    const [open] = await tx.query<ErasureRow>(selectOpenErasure(workspaceId, contactId));
    if (open !== undefined) return open;
    const id = ctx.ids.uuid();
    const hasRestricted = order.waitMs > 0 && (await tx.query(beginRestriction(workspaceId, contactId, now))).length > 0;
    const { kind: actorKind, id: actorId } = order.actor;
    await tx.query(
      insertErasure({
        workspaceId,
        id,
        contactId,
        contactIds: [...contactIds],
        reason: order.reason,
        requestId: order.requestId ?? null,
        actorKind,
        actorId,
        hasRestricted,
        startsAt: new Date(now.getTime() + order.waitMs),
        createdAt: now,
      }),
    );
    await tell(ctx, tx, id);
    await tellContact(ctx, tx, contactId);
    const [row] = await tx.query<ErasureRow>(selectErasure(workspaceId, id));
    if (row === undefined) throw new Error('an erasure that was just stored is not there');
    await appendAudit(ctx.audit, tx, {
      actor: order.auditActor,
      action: 'erasure.ordered',
      target: { kind: 'erasure', id: toPublicId(ID_PREFIXES.erasure, id) },
      after: { contact_id: toPublicId(ID_PREFIXES.contact, contactId), reason: order.reason, starts_at: row.startsAt.toISOString() },
    });
    return row;
  });
}

/** How long the erasure of somebody silent can be taken back. Part of the promise: they fall due a day before their time is over. */
const silentWaitMs = 12 * 3_600_000;

/**
 * Orders the erasure of people of whom nothing was heard for as long as the workspace wants. In the transaction of the sweep that found them,
 * which holds their rows; who writes, or is written to, before it begins is left alone.
 */
export async function orderSilentErasures(
  ctx: Pick<ErasureContext, 'clock' | 'ids' | 'audit'>,
  tx: EngineTx,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<void> {
  const now = ctx.clock.now();
  const startsAt = new Date(now.getTime() + silentWaitMs);
  const tenant: TenantTx = { ...tx, workspaceId } as unknown as TenantTx; // the statements name the workspace
  for (const contactId of contactIds) {
    const id = ctx.ids.uuid();
    await tx.query(
      insertErasure({
        workspaceId,
        id,
        contactId,
        contactIds: [contactId],
        reason: 'inactive',
        requestId: null,
        actorKind: 'system',
        actorId: null,
        hasRestricted: false,
        startsAt,
        createdAt: now,
      }),
    );
    await tell(ctx, tenant, id);
    await appendAudit(ctx.audit, tenant, {
      actor: { kind: 'system', id: null },
      action: 'erasure.ordered',
      target: { kind: 'erasure', id: toPublicId(ID_PREFIXES.erasure, id) },
      after: { contact_id: toPublicId(ID_PREFIXES.contact, contactId), reason: 'inactive', starts_at: startsAt.toISOString() },
    });
  }
}

/** Takes an erasure back before it began. Errors: `not_found`; `conflict` once it has begun or is over. */
export async function cancelErasure(ctx: ErasureContext, workspaceId: string, id: string, auditActor: AuditActor): Promise<ErasureRow> {
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [before] = await tx.query<ErasureRow>(lockErasure(workspaceId, id));
    if (before === undefined) throw new AppError('not_found');
    const done = await tx.query(updateCancelled(workspaceId, id, ctx.clock.now()));
    if (done.length === 0) throw new AppError('conflict');
    if (before.hasRestricted) await tx.query(endRestriction(workspaceId, before.contactId, ctx.clock.now()));
    await tellContact(ctx, tx, before.contactId);
    await tell(ctx, tx, id);
    const [row] = await tx.query<ErasureRow>(selectErasure(workspaceId, id));
    await appendAudit(ctx.audit, tx, {
      actor: auditActor,
      action: 'erasure.cancelled',
      target: { kind: 'erasure', id: toPublicId(ID_PREFIXES.erasure, id) },
    });
    return row ?? before;
  });
}

/** A person whose processing has stopped; `counts` says what went with it, by table. */
export type StoppedRun = ErasureRun & { counts: Readonly<Record<string, number>> };

/** What an erasure came to. `held`: a legal hold stops it. `open`: something was still found; it has to run again. */
export type ErasureOutcome =
  | { kind: 'done'; findingCount: 0 }
  | { kind: 'held' }
  | { kind: 'open'; findings: readonly { table: string; count: number }[] }
  | { kind: 'over' };

/**
 * Erases a person from wherever it stands: every step can be repeated, and a killed run goes on where it was. The first step is the point of no
 * return: in one transaction all processing stops, the identifiers and every key go, and the log keeps keyed hashes. What follows removes what can no
 * longer be read.
 */
export async function runErasure(ctx: ErasureContext, workspaceId: string, id: string, signal?: AbortSignal): Promise<ErasureOutcome> {
  const started = await withFreshHashes(ctx, [workspaceId], () => start(ctx, workspaceId, id));
  if ('kind' in started) return started;
  const { row, run } = started;
  const { nodes } = await loadNodes(ctx);
  const steps = stepsFor(ctx, nodes);
  const left = steps.slice(steps.findIndex((step) => step.name === row.step) + 1);
  const beside = new Map(left.filter((step) => step.isBeside).map((step) => [step, step.erase(run, signal)]));
  const besideEnded = Promise.allSettled(beside.values());
  try {
    for (const step of left) {
      signal?.throwIfAborted();
      const counts = await (beside.get(step) ?? step.erase(run, signal));
      await withTenant(ctx.db, workspaceId, async (tx) => {
        await tx.query(updateStep(workspaceId, id, step.name, counts));
        await tell(ctx, tx, id);
      });
    }
  } finally {
    await besideEnded; // or it would go on behind the back of the run that follows
  }
  return finish(ctx, workspaceId, id, run);
}

/** How many steps an erasure has, and how many are done at a step's name. */
export async function stepsOf(ctx: ErasureContext, row: Pick<ErasureRow, 'step' | 'status'>): Promise<{ done: number; total: number }> {
  const { nodes } = await loadNodes(ctx);
  const names = ['stop', ...stepsFor(ctx, nodes).map((step) => step.name)];
  const total = names.length + 1;
  return { total, done: row.status === 'done' ? total : row.step === null ? 0 : names.indexOf(row.step) + 1 };
}

type Step = { name: string; isBeside: boolean; erase(run: ErasureRun, signal?: AbortSignal): Promise<Record<string, number>> };

/** What follows the stop, in the order in which it is written down as done. */
function stepsFor(ctx: ErasureContext, nodes: readonly ErasureNode[]): Step[] {
  const owned = new Set(ctx.hooks.flatMap((hook) => hook.tables));
  const hooks = ctx.hooks.map((hook): Step => ({ name: hook.step, isBeside: hook.isBeside === true, erase: (run) => hook.erase(run) }));
  return [
    ...hooks.filter((step) => !step.isBeside),
    ...nodes
      .filter((node) => !owned.has(node.table))
      .map((node): Step => ({
        name: node.changes === null ? node.table : `${node.table} values`,
        isBeside: false,
        erase: (run, signal) => eraseNode(ctx, node, run, signal),
      })),
    ...hooks.filter((step) => step.isBeside),
  ];
}

async function start(ctx: ErasureContext, workspaceId: string, id: string): Promise<ErasureOutcome | { row: ErasureRow; run: ErasureRun }> {
  const [known] = await tenantQuery<ErasureRow>(ctx.db, workspaceId, selectErasure(workspaceId, id));
  if (known === undefined || known.status === 'done' || known.status === 'cancelled') return { kind: 'over' };
  if (known.status === 'running') return { row: known, run: await resumed(ctx, known) };
  const person = await findPerson(ctx, workspaceId, known.contactId);
  const kept = await whatStays(ctx, person);
  return withEngine(ctx.db, 'the point of no return of an erasure', async (tx) => {
    const [row] = await tx.query<ErasureRow>(lockErasure(workspaceId, id));
    if (row === undefined || row.status === 'done' || row.status === 'cancelled') return { kind: 'over' };
    if (row.status === 'running') return { row, run: await resumed(ctx, row) };
    const tenant: TenantTx = { ...tx, workspaceId } as unknown as TenantTx; // the statements name the workspace
    const holds = await ctx.holdsOn(workspaceId, person.contactIds);
    if (holds.length > 0) {
      await tx.query(
        updateHeld(
          workspaceId,
          id,
          holds.map((hold) => ({ id: hold.id, reason: hold.reason, reviewAt: hold.reviewAt?.toISOString() ?? null })),
        ),
      );
      await tell(ctx, tenant, id);
      return { kind: 'held' };
    }
    const at = ctx.clock.now();
    await tx.query(lockContacts(workspaceId, person.contactIds));
    if (row.reason === 'inactive' && !(await ctx.isStillSilent(tx, workspaceId, row.contactId))) {
      await tx.query(updateNotSilent(workspaceId, id, at));
      await tell(ctx, tenant, id);
      await appendAudit(ctx.audit, tenant, {
        actor: { kind: 'system', id: null },
        action: 'erasure.cancelled',
        target: { kind: 'erasure', id: toPublicId(ID_PREFIXES.erasure, id) },
        after: { because: 'not_silent' },
      });
      return { kind: 'over' };
    }
    const conversations = await tx.query<{ id: string }>(selectConversationIds(workspaceId, person.contactIds));
    const ids = personIds(
      workspaceId,
      person.contactIds,
      conversations.map((one) => one.id),
    );
    const run = await stop(ctx, tx, ids, at);
    await tx.query(
      updateStarted(workspaceId, id, {
        contactIds: [...ids.contactIds],
        conversationIds: [...ids.conversationIds],
        kept: kept.map(({ table, count, because, until }) => ({ table, count, because, until: until?.toISOString() ?? null })),
        foundSealed: await ctx.keyring.sealSecret(
          foundPlace(workspaceId, id),
          JSON.stringify({ identities: run.identities, marks: run.marks }),
          tx,
        ),
        at,
      }),
    );
    await tx.query(updateStep(workspaceId, id, 'stop', run.counts));
    await appendEvents(
      tx,
      ids.publicIds.map((contactId) => ({ workspaceId, type: 'contact.updated', data: { contact_id: contactId }, occurredAt: at })),
    );
    await tell(ctx, tenant, id);
    return { row: { ...row, status: 'running', step: 'stop' }, run };
  });
}

/**
 * Stops all processing of people in one transaction: they are marked, their identifiers and keys go, hashes of them stay in the log. Also what a
 * replay does with somebody who came back out of an older copy.
 */
export async function stop(ctx: ErasureContext, tx: EngineTx, ids: PersonIds, at: Date): Promise<StoppedRun> {
  const { workspaceId, contactIds } = ids;
  const { identities, marks } = await openIdentifiers(ctx, tx, workspaceId, contactIds);
  const stops = await tx.query<{
    id: string;
    matchKind: string;
    matchHash: Buffer;
    scope: string;
    source: string;
    since: Date;
    liftedAt: Date | null;
  }>(selectStops(workspaceId, contactIds));
  const entry: LogRow['marks'] = {
    identifiers: marks,
    stops: stops
      .filter((one) => one.liftedAt === null)
      .map((one) => ({
        kind: one.matchKind,
        hash: one.matchHash.toString('hex'),
        scope: one.scope,
        source: one.source,
        since: one.since.toISOString(),
      })),
  };
  const key = await ctx.keyring.indexKey(workspaceId, 'erasure', tx);
  await tx.query(
    insertLog(
      contactIds.map((contactId) => ({
        workspaceId,
        id: ctx.ids.uuid(),
        subjectHash: subjectHash(key, contactId),
        scope: 'contact' as const,
        marks: entry,
        erasedAt: at,
      })),
    ),
  );
  if (marks.length > 0) await tx.query(insertErasedIdentifiers(workspaceId, marks, at));
  const suppressionIds = stops.map((one) => toPublicId(ID_PREFIXES.suppression, one.id));
  await ctx.onStop?.(tx, workspaceId, [...ids.publicIds, ...suppressionIds]);
  // What is found through the identifiers comes before them; both are gone before anybody can write to the person again.
  const { nodes } = await loadNodes(ctx);
  const through = nodes.filter((node) => node.walks.some((steps) => steps.some((step) => step.table === 'contact_identifiers')));
  const counts: Record<string, number> = {};
  for (const node of through) {
    for (const steps of node.walks) {
      const [row] = await tx.query<{ count: number }>(eraseRows(node, steps, ids, [], 1_000_000));
      if ((row?.count ?? 0) > 0) counts[node.table] = (counts[node.table] ?? 0) + (row?.count ?? 0);
    }
  }
  await ctx.keyring.destroyContactKeys(tx, workspaceId, contactIds);
  await tx.query(markErased(workspaceId, contactIds, at));
  return { ...ids, identities, marks, stoppedAt: at, counts };
}

/** The keyed hash under which the log knows a contact. */
export function subjectHash(key: Parameters<typeof keyedHash>[0], contactId: string): Buffer {
  return keyedHash(key, 'erasure', contactId);
}

async function resumed(ctx: ErasureContext, row: ErasureRow): Promise<ErasureRun> {
  const { workspaceId, id, contactIds, conversationIds, foundSealed } = row;
  const text = foundSealed === null ? null : await ctx.keyring.openSecret(foundPlace(workspaceId, id), foundSealed);
  const found = text === null ? { identities: [], marks: [] } : (JSON.parse(text) as Pick<ErasureRun, 'identities' | 'marks'>); // as stored at the stop
  return { ...personIds(workspaceId, contactIds, conversationIds), ...found, stoppedAt: row.startedAt ?? row.startsAt };
}

async function eraseNode(ctx: ErasureContext, node: ErasureNode, ids: ErasureRun, signal?: AbortSignal): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const add = (name: string, count: number): void => void (count > 0 && (counts[name] = (counts[name] ?? 0) + count));
  const objects = node.changes === null ? ctx.catalogue.objects.filter((one) => one.table === node.table) : [];
  for (const steps of node.walks) {
    for await (const messageIds of leadsThroughMessages(steps) ? messagePieces(ctx, ids) : [[]]) {
      signal?.throwIfAborted();
      for (const object of objects) {
        const names = await engineQuery<{ name: string }>(ctx.db, selectObjectNames(node.table, object.column, steps, ids, messageIds));
        await deleteObjects(
          ctx,
          names.map((row) => row.name),
        );
        add(`${object.kind} files`, names.length);
      }
      for (;;) {
        const [row] = await engineQuery<{ count: number }>(ctx.db, eraseRows(node, steps, ids, messageIds, batchRows), { retries: 5 });
        add(node.table, row?.count ?? 0);
        if ((row?.count ?? 0) < batchRows) break;
        await pause(0); // others get a turn between batches
      }
    }
  }
  return counts;
}

async function deleteObjects(ctx: Pick<ErasureContext, 'storage'>, names: readonly string[]): Promise<void> {
  for (let at = 0; at < names.length; at += objectsAtOnce)
    await Promise.all(names.slice(at, at + objectsAtOnce).map((name) => ctx.storage.delete(name)));
}

async function finish(ctx: ErasureContext, workspaceId: string, id: string, run: ErasureRun): Promise<ErasureOutcome> {
  const findings = await countAll(ctx, run);
  const findingCount = [...findings.values()].reduce((sum, count) => sum + count, 0);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    if (findingCount > 0) {
      ctx.log.error('something of an erased person is still there', {
        workspaceId,
        table: [...findings.keys()].join(' '),
        count: findingCount,
      });
      await tx.query(updateFindings(workspaceId, id, findingCount));
      await tx.query(updateStep(workspaceId, id, 'stop', {}));
      return { kind: 'open', findings: [...findings].map(([table, count]) => ({ table, count })) };
    }
    await tx.query(updateDone(workspaceId, id, 0, ctx.clock.now()));
    await tell(ctx, tx, id);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: 'erasure.finished',
      target: { kind: 'erasure', id: toPublicId(ID_PREFIXES.erasure, id) },
    });
    return { kind: 'done', findingCount: 0 };
  });
}

/** What the sealed memory of an erasure is bound to. */
export function foundPlace(workspaceId: string, rowId: string) {
  return { workspaceId, table: 'erasures', column: 'found_sealed', rowId };
}

async function tellContact(ctx: Pick<ErasureContext, 'clock'>, tx: TenantTx, contactId: string): Promise<void> {
  const data = { contact_id: toPublicId(ID_PREFIXES.contact, contactId) };
  await appendEvents(tx, [{ workspaceId: tx.workspaceId, type: 'contact.updated', data, occurredAt: ctx.clock.now() }]);
}

async function tell(ctx: Pick<ErasureContext, 'clock'>, tx: TenantTx, id: string): Promise<void> {
  const data = { erasure_id: toPublicId(ID_PREFIXES.erasure, id) };
  await appendEvents(tx, [{ workspaceId: tx.workspaceId, type: 'erasure.updated', data, occurredAt: ctx.clock.now() }]);
}
