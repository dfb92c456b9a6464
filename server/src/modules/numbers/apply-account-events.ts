import { createHash } from 'node:crypto';
import { ID_PREFIXES } from '@kabar/contract';
import type { EngineTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { AccountFact, AccountUnit, NumberChange } from '#whatsapp/account-fact';
import { describeAccountUnits } from '#whatsapp/describe-account-units';
import { selectSiblingAccounts } from './accounts.sql.ts';
import { stateOf, writeNumbers, type HistoryLine, type NumberUpdate } from './change-number.ts';
import { insertAccountEvents, type NewAccountEvent } from './number-events.sql.ts';
import type { NumbersContext } from './numbers-context.ts';
import {
  selectNumbersOfAccounts,
  selectWebhookTargets,
  updateAccountRestriction,
  updateAccountReview,
  type NumberRow,
  type NumberState,
  type StoredRestriction,
} from './numbers.sql.ts';

type Target = { wabaAccountId: string; wabaId: string; numberId: string | null; phoneNumberId: string | null; digits: string | null };

/** A fact that was not known before, with whom it is about. */
type News = { fact: AccountFact; at: Date; wabaAccountId: string | null; numberId: string | null };

/**
 * Records what webhooks tell about the business of one workspace: one account event per unit, in words, and where it means
 * something the change of the number, account or template. A unit that was recorded before changes nothing, so a replayed or
 * doubled delivery is harmless; news of an earlier moment than what is known is recorded but does not overwrite.
 *
 * All in the caller's transaction, a fixed number of statements plus one per changed number. Gives how many events are new.
 */
export async function applyAccountEvents(
  ctx: Pick<NumbersContext, 'clock' | 'ids' | 'applyTemplateChanges'>,
  tx: EngineTx,
  workspaceId: string,
  units: readonly AccountUnit[],
): Promise<{ newCount: number }> {
  if (units.length === 0) return { newCount: 0 };
  const targets = await tx.query<Target>(selectWebhookTargets(workspaceId));
  const elsewhere = await findSiblings(tx, workspaceId, targets, units);
  let { newCount } = await applyOwn(
    ctx,
    tx,
    workspaceId,
    targets,
    units.filter((unit) => !elsewhere.has(unit.wabaId)),
  );
  for (const [siblingId, theirs] of Map.groupBy(units, (unit) => elsewhere.get(unit.wabaId))) {
    if (siblingId !== undefined) newCount += (await applyAccountEvents(ctx, tx, siblingId, theirs)).newCount;
  }
  return { newCount };
}

/**
 * The app's own webhooks come to one address and speak of all accounts of the app: which of the accounts named here belong to
 * other workspaces. Only accounts with the same app secret count, so that nobody can speak for another's account.
 */
async function findSiblings(
  tx: EngineTx,
  workspaceId: string,
  targets: readonly Target[],
  units: readonly AccountUnit[],
): Promise<Map<string, string>> {
  const own = new Set(targets.map((target) => target.wabaId));
  const others = [...new Set(units.map((unit) => unit.wabaId))].filter((wabaId) => wabaId !== '' && !own.has(wabaId));
  if (others.length === 0) return new Map();
  const rows = await tx.query<{ workspaceId: string; wabaId: string }>(selectSiblingAccounts(workspaceId, others));
  return new Map(rows.map((row) => [row.wabaId, row.workspaceId]));
}

async function applyOwn(
  ctx: Pick<NumbersContext, 'clock' | 'ids' | 'applyTemplateChanges'>,
  tx: EngineTx,
  workspaceId: string,
  targets: readonly Target[],
  units: readonly AccountUnit[],
): Promise<{ newCount: number }> {
  if (units.length === 0) return { newCount: 0 };
  const now = ctx.clock.now();
  const candidates = describeAccountUnits(units).map((fact): News => ({ fact, at: fact.at ?? now, ...locate(fact, targets) }));
  const rows = candidates.map((news) => toRow(workspaceId, ctx.ids.uuid(), news));
  const added = new Set((await tx.query<{ id: string }>(insertAccountEvents(rows, now))).map((row) => row.id));
  const news = candidates.filter((_, index) => added.has(rows[index]?.id ?? ''));
  if (news.length === 0) return { newCount: 0 };

  await changeNumbers(ctx, tx, workspaceId, news, now);
  const templates = news.flatMap(({ fact, at, wabaAccountId }) =>
    fact.template === undefined || wabaAccountId === null ? [] : [{ wabaAccountId, at, ...fact.template }],
  );
  if (templates.length > 0) await ctx.applyTemplateChanges(tx, workspaceId, templates);
  await appendEvents(
    tx,
    [...added].map((id) => ({
      workspaceId,
      type: 'account_event.created',
      data: { account_event_id: toPublicId(ID_PREFIXES.accountEvent, id) },
      occurredAt: now,
    })),
  );
  return { newCount: news.length };
}

function locate(fact: AccountFact, targets: readonly Target[]): Pick<News, 'wabaAccountId' | 'numberId'> {
  const number = targets.find(
    (target) =>
      target.numberId !== null &&
      (fact.phoneNumberId === null
        ? fact.displayDigits !== null && target.digits === fact.displayDigits
        : target.phoneNumberId === fact.phoneNumberId),
  );
  const account = targets.find((target) => target.wabaId === fact.wabaId);
  return { numberId: number?.numberId ?? null, wabaAccountId: account?.wabaAccountId ?? number?.wabaAccountId ?? null };
}

function toRow(workspaceId: string, id: string, { fact, at, wabaAccountId, numberId }: News): NewAccountEvent {
  const { field, event, wabaId, title, severity, data } = fact;
  const dedupeKey = createHash('sha256').update(fact.dedupeText).digest();
  return {
    workspaceId,
    id,
    wabaAccountId,
    numberId,
    at,
    field,
    event: event === null ? null : event.slice(0, 200),
    wabaId,
    title,
    severity,
    data,
    dedupeKey,
  };
}

async function changeNumbers(
  ctx: Pick<NumbersContext, 'clock' | 'ids'>,
  tx: EngineTx,
  workspaceId: string,
  news: readonly News[],
  now: Date,
): Promise<void> {
  const relevant = news.filter(
    ({ fact, wabaAccountId }) =>
      wabaAccountId !== null && (fact.number !== undefined || fact.waba !== undefined || fact.historyKind !== null),
  );
  const accountIds = [...new Set(relevant.map(({ wabaAccountId }) => wabaAccountId).filter((id) => id !== null))];
  if (accountIds.length === 0) return;
  const restrictions = await changeAccounts(tx, workspaceId, relevant);
  const rows = await tx.query<NumberRow>(selectNumbersOfAccounts(workspaceId, accountIds));
  const updates = rows.flatMap((row): NumberUpdate[] => {
    const own = relevant.filter((item) => item.wabaAccountId === row.wabaAccountId && (item.numberId === null || item.numberId === row.id));
    if (own.length === 0) return [];
    const stored = restrictions.get(row.wabaAccountId);
    const before = stored === undefined ? row : { ...row, accountRestriction: stored };
    return [applyNews(before, own, now)];
  });
  await writeNumbers(ctx, tx, updates);
}

/** Writes restrictions and reviews of accounts; gives the restrictions that are now in the table. */
async function changeAccounts(tx: EngineTx, workspaceId: string, news: readonly News[]): Promise<Map<string, StoredRestriction | null>> {
  const restrictions = new Map<string, StoredRestriction | null>();
  const inOrder = news.toSorted((left, right) => left.at.getTime() - right.at.getTime());
  for (const { fact, at, wabaAccountId } of inOrder) {
    if (fact.waba === undefined || wabaAccountId === null) continue;
    if (fact.waba.reviewStatus !== undefined) await tx.query(updateAccountReview(workspaceId, wabaAccountId, fact.waba.reviewStatus));
    const { restriction } = fact.waba;
    if (restriction === undefined) continue;
    const stored =
      restriction === null ? null : { title: restriction.title, until: restriction.until?.toISOString() ?? null, scope: restriction.scope };
    const written = await tx.query(updateAccountRestriction(workspaceId, wabaAccountId, stored, at));
    if (written.length > 0) restrictions.set(wabaAccountId, stored);
  }
  return restrictions;
}

function applyNews(before: NumberRow, news: readonly News[], now: Date): NumberUpdate {
  let state = stateOf(before);
  const lines: HistoryLine[] = [];
  for (const { fact, at } of news) {
    if (fact.historyKind !== null) lines.push({ kind: fact.historyKind, text: fact.title });
    const isStale = before.factsAt !== null && at < before.factsAt;
    if (isStale) continue;
    state = withChange(state, { ...fact.number, ...(fact.waba?.limitTier === undefined ? {} : { limitTier: fact.waba.limitTier }) });
    if (fact.number !== undefined) state = { ...state, factsAt: at };
  }
  const at = news.reduce((latest, item) => (item.at > latest ? item.at : latest), new Date(0));
  // Events carry little and may come late; a refresh soon brings the whole truth.
  return { before, state, at: at > now ? now : at, lines, refreshDueAt: now };
}

function withChange(state: NumberState, change: NumberChange): NumberState {
  return {
    ...state,
    quality: change.quality ?? state.quality,
    limitTier: change.limitTier ?? state.limitTier,
    throughputPerSecond: change.throughputPerSecond ?? state.throughputPerSecond,
    verifiedName: change.verifiedName ?? state.verifiedName,
    nameStatus: change.nameStatus ?? state.nameStatus,
    metaStatus: change.isOffboarded === undefined ? state.metaStatus : change.isOffboarded ? 'DISCONNECTED' : 'CONNECTED',
  };
}
