import type { PrivacyRequestKind } from '@kabar/contract';
import { jurisdictionOfPlace, jurisdictionOfSubject, jurisdictionsOf, requestTimes, type Jurisdiction } from '#modules/law';
import type { Office } from './office.ts';
import type { StoredClock } from './requests.sql.ts';

/** What the clocks of a request depend on. `phone` in any spelling, `country` as the contact record has it. */
export type ClockFacts = {
  kind: PrivacyRequestKind;
  receivedAt: Date;
  residence: string | null;
  phone: string | null;
  country: string | null;
};

/** The clocks of a request as they are stored, and the times that count. */
export function reckonClocks(
  facts: ClockFacts,
  office: Pick<Office, 'home' | 'promise_days'>,
): { clocks: StoredClock[]; ackDueAt: Date | null; dueAt: Date; extendUntil: Date | null } {
  const subject = jurisdictionOfSubject({ declaredResidence: facts.residence, phone: facts.phone, country: facts.country }).jurisdiction;
  const times = requestTimes({
    kind: facts.kind,
    receivedAt: facts.receivedAt,
    jurisdictions: jurisdictionsOf(office.home, subject),
    promiseDays: office.promise_days,
  });
  return {
    clocks: times.clocks.map(({ basis, ackDueAt, actionDueAt, extendUntil, notify, source }) => ({
      basis,
      ackDueAt: ackDueAt?.toISOString() ?? null,
      actionDueAt: actionDueAt.toISOString(),
      extendUntil: extendUntil?.toISOString() ?? null,
      notify: [...notify],
      source: source === null ? null : { title: source.title, url: source.url, readOn: source.readOn },
    })),
    ackDueAt: times.ackDueAt,
    dueAt: times.actionDueAt,
    extendUntil: times.extendUntil,
  };
}

/** The law whose authority a person is told of: that of where they live, else the one whose clock is the first to run out. */
export function lawOf(row: { residence: string | null; clocks: readonly StoredClock[] }): Jurisdiction {
  const declared = row.residence === null ? null : jurisdictionOfPlace(row.residence);
  const first = row.clocks.map(({ basis }) => basis).find((basis) => basis !== 'workspace');
  return declared ?? first ?? 'ID';
}

const dayMs = 86_400_000;

/**
 * When an erasure begins that is decided now: after the days in which it can be stopped, but early enough that a quarter of the whole time, at
 * most a day, is left for the work. Null: at once, because there is no time to wait, nobody wants it, or it is about a child.
 */
export function vetoUntil(
  row: { kind: PrivacyRequestKind; isChild: boolean; receivedAt: Date; dueAt: Date },
  days: number,
  now: Date,
): Date | null {
  if (row.kind !== 'erase' || row.isChild || days === 0) return null;
  const reserveMs = Math.min(dayMs, (row.dueAt.getTime() - row.receivedAt.getTime()) / 4);
  const until = Math.min(now.getTime() + days * dayMs, row.dueAt.getTime() - reserveMs);
  return until > now.getTime() ? new Date(until) : null;
}
