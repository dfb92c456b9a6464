import type { DueKind, ServiceTargets } from '@kabar/contract';
import { addWorkingMs, alwaysOpen, workingMs, type Hours } from '#modules/working-hours';

/** One turn of a conversation, as far as its clocks go. Durations are whole seconds by the clock of its targets. */
export type EpisodeState = {
  openedAt: Date;
  /** False when a member opened it again: nobody waits for a first reply. */
  expectsReply: boolean;
  firstReplyAt: Date | null;
  /** The member who replied first; null for the API and the phone of the number. */
  firstReplyBy: string | null;
  resolvedAt: Date | null;
  snoozedSince: Date | null;
  /** Of snoozes that ended: by working hours, and by the clock. */
  snoozedWorkingMs: number;
  snoozedClockMs: number;
  firstReplySeconds: number | null;
  resolutionSeconds: number | null;
  firstReplyDueAt: Date | null;
  resolutionDueAt: Date | null;
  firstReplyMet: boolean | null;
  resolutionMet: boolean | null;
  /** Bit 1: warned of the first reply; bit 2: of the resolution. */
  warned: number;
  /** When there is something to warn of or to note next. */
  checkAt: Date | null;
};

/** Something that happened in a conversation and moves its clocks. */
export type EpisodeFact =
  | { kind: 'inbound' | 'resolved' | 'snoozed' | 'woken'; at: Date }
  | { kind: 'reply'; at: Date; by: string | null }
  | { kind: 'reopened'; at: Date; byCustomer: boolean };

/** A turn that begins. */
export function openEpisode(at: Date, expectsReply: boolean): EpisodeState {
  return {
    openedAt: at,
    expectsReply,
    firstReplyAt: null,
    firstReplyBy: null,
    resolvedAt: null,
    snoozedSince: null,
    snoozedWorkingMs: 0,
    snoozedClockMs: 0,
    firstReplySeconds: null,
    resolutionSeconds: null,
    firstReplyDueAt: null,
    resolutionDueAt: null,
    firstReplyMet: null,
    resolutionMet: null,
    warned: 0,
    checkAt: null,
  };
}

/**
 * What a fact makes of the open turn of a conversation; null where there is none. A fact that is told twice changes nothing the
 * second time. Pure; `hours` are those of the number.
 */
export function applyFact(state: EpisodeState | null, fact: EpisodeFact, hours: Hours): EpisodeState | null {
  if (state === null) {
    if (fact.kind === 'inbound') return openEpisode(fact.at, true);
    return fact.kind === 'reopened' ? openEpisode(fact.at, fact.byCustomer) : null;
  }
  switch (fact.kind) {
    case 'inbound':
      return state;
    case 'reply':
      return state.firstReplyAt === null ? { ...state, firstReplyAt: fact.at, firstReplyBy: fact.by } : state;
    case 'snoozed':
      return { ...state, snoozedSince: state.snoozedSince ?? fact.at };
    case 'woken':
    case 'reopened':
      return endSnooze(state, fact.at, hours);
    case 'resolved':
      return { ...endSnooze(state, fact.at, hours), resolvedAt: fact.at };
  }
}

/** What targets, hours and the present moment make of a turn. */
export type DerivedEpisode = {
  state: EpisodeState;
  /** The next promise that would be broken, or that is. Null when nothing is pending. */
  due: { at: Date; kind: DueKind } | null;
  /** Targets that are missed since the last look. */
  missed: DueKind[];
  /** Targets of which a warning is due now. */
  warn: DueKind[];
};

/** Works out times and outcomes anew from targets and hours, so that a change of either counts at once. Pure. */
export function deriveEpisode(before: EpisodeState, targets: ServiceTargets | null, hours: Hours, now: Date): DerivedEpisode {
  const clock = targets?.clock === 'clock_time' ? alwaysOpen(hours.zone) : hours;
  const snoozedMs = targets?.clock === 'clock_time' ? before.snoozedClockMs : before.snoozedWorkingMs;
  const { openedAt, firstReplyAt, resolvedAt } = before;
  const replyTarget = before.expectsReply ? minutesToMs(targets?.first_reply_minutes) : null;
  const resolveTarget = minutesToMs(targets?.resolution_minutes);
  const replyMs = firstReplyAt === null ? null : workingMs(clock, openedAt, firstReplyAt);
  const resolveMs = resolvedAt === null ? null : Math.max(0, workingMs(clock, openedAt, resolvedAt) - snoozedMs);
  const replyDue = replyTarget === null ? null : addWorkingMs(clock, openedAt, replyTarget);
  const resolveDue =
    resolveTarget === null || before.snoozedSince !== null ? null : addWorkingMs(clock, openedAt, resolveTarget + snoozedMs);
  const firstReplyMet = outcomeOf({ target: replyTarget, tookMs: replyMs, due: replyDue, endedAt: resolvedAt, now });
  const resolutionMet = outcomeOf({ target: resolveTarget, tookMs: resolveMs, due: resolveDue, endedAt: resolvedAt, now });
  const state: EpisodeState = {
    ...before,
    firstReplySeconds: before.expectsReply ? toSeconds(replyMs) : null,
    resolutionSeconds: toSeconds(resolveMs),
    firstReplyDueAt: replyDue,
    resolutionDueAt: resolveDue,
    firstReplyMet,
    resolutionMet,
  };
  const share = (targets?.warn_at_percent ?? 100) / 100;
  const open: Pending[] = [];
  if (resolvedAt === null && firstReplyAt === null && replyTarget !== null && replyDue !== null)
    open.push({
      kind: 'first_reply',
      bit: 1,
      due: replyDue,
      isMissed: firstReplyMet === false,
      warnAt: addWorkingMs(clock, openedAt, replyTarget * share),
    });
  if (resolvedAt === null && resolveTarget !== null && resolveDue !== null)
    open.push({
      kind: 'resolution',
      bit: 2,
      due: resolveDue,
      isMissed: resolutionMet === false,
      warnAt: addWorkingMs(clock, openedAt, resolveTarget * share + snoozedMs),
    });
  const warn = open.filter((one) => !one.isMissed && (before.warned & one.bit) === 0 && one.warnAt !== null && one.warnAt <= now);
  state.warned = [...warn, ...open.filter((one) => one.isMissed)].reduce((bits, one) => bits | one.bit, before.warned);
  state.checkAt = earliest(
    open.filter((one) => !one.isMissed).map((one) => ((state.warned & one.bit) === 0 && one.warnAt !== null ? one.warnAt : one.due)),
  );
  const dueAt = earliest(open.map((one) => one.due));
  const next = open.find((one) => one.due === dueAt);
  return {
    state,
    due: next === undefined ? null : { at: next.due, kind: next.kind },
    missed: [
      ...(firstReplyMet === false && before.firstReplyMet !== false ? (['first_reply'] as const) : []),
      ...(resolutionMet === false && before.resolutionMet !== false ? (['resolution'] as const) : []),
    ],
    warn: warn.map((one) => one.kind),
  };
}

type Pending = { kind: DueKind; bit: number; due: Date; isMissed: boolean; warnAt: Date | null };

function endSnooze(state: EpisodeState, at: Date, hours: Hours): EpisodeState {
  const since = state.snoozedSince;
  if (since === null) return state;
  return {
    ...state,
    snoozedSince: null,
    snoozedWorkingMs: state.snoozedWorkingMs + workingMs(hours, since, at),
    snoozedClockMs: state.snoozedClockMs + Math.max(0, at.getTime() - since.getTime()),
  };
}

/** Null without a target, and while it can still be met. What ended in time without ever being asked for stays open. */
function outcomeOf(facts: {
  target: number | null;
  tookMs: number | null;
  due: Date | null;
  endedAt: Date | null;
  now: Date;
}): boolean | null {
  const { target, tookMs, due, endedAt, now } = facts;
  if (target === null) return null;
  if (tookMs !== null) return tookMs <= target;
  return due !== null && (endedAt ?? now) >= due ? false : null;
}

function minutesToMs(minutes: number | null | undefined): number | null {
  return minutes === null || minutes === undefined ? null : minutes * 60_000;
}

function toSeconds(ms: number | null): number | null {
  return ms === null ? null : Math.floor(ms / 1_000);
}

function earliest(instants: readonly Date[]): Date | null {
  return instants.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null);
}
