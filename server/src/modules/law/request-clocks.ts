import type { PrivacyRequestKind } from '@kabar/contract';
import {
  addBusinessDays,
  addDays,
  addMonths,
  businessDayFrom,
  california,
  dayAt,
  endOfDay,
  unitedKingdom,
  weekendsOnly,
  type BusinessCalendar,
} from './calendars.ts';
import type { Jurisdiction } from './jurisdictions.ts';

/** Who must be told what became of a request: the person, those who were given the data, or the companies that process it for us. */
export type NotifyParty = 'person' | 'recipients' | 'processors';

/** What a clock counts with. Hours are real hours; days, months and business days end with the last second of a day in the zone of the law. */
export type Term =
  | { unit: 'hours'; count: number }
  | { unit: 'days'; count: number }
  | { unit: 'business_days'; count: number }
  | { unit: 'months'; count: number };

/** One rule of one law about how soon a request is answered. */
export type ClockRule = {
  jurisdiction: Jurisdiction;
  kinds: readonly PrivacyRequestKind[];
  /** Days on which the rule holds: first day, and the day from which it no longer does. */
  from: string | null;
  until: string | null;
  timeZone: string;
  calendar: BusinessCalendar;
  /** Whether a last day on which nobody works moves to the next working day. */
  movesToWorkingDay: boolean;
  acknowledge: Term | null;
  act: Term;
  /** Counted from receipt, like `act`; null: the law knows no more time. */
  extendTo: Term | null;
  notify: readonly NotifyParty[];
  source: ClockSource;
};

/** Where a rule stands, and when we last read it. `certainty`: `text` the words of the law, `report` somebody's account of them. */
export type ClockSource = { title: string; url: string; readOn: string; certainty: 'text' | 'report' };

const allKinds = ['access', 'portability', 'rectify', 'erase', 'restrict', 'object', 'withdraw_consent'] as const;
const readOn = '2026-11-21';

/** Every rule we know. Several may hold for one request; the earliest time counts. */
export const clockRules: readonly ClockRule[] = [
  {
    // 3 x 24 hours for access with the processing trail (art. 32), rectification (30), withdrawal (40), delay and restriction (41). The law
    // names no hours for erasing; asking for it takes consent back as well, so the same time holds here.
    jurisdiction: 'ID',
    kinds: allKinds,
    from: null,
    until: null,
    timeZone: 'Asia/Jakarta',
    calendar: weekendsOnly,
    movesToWorkingDay: false,
    acknowledge: null,
    act: { unit: 'hours', count: 72 },
    extendTo: null,
    notify: ['person'],
    source: { title: 'UU 27/2022 (PDP) art. 30, 32, 40, 41', url: 'https://pasal.id/peraturan/uu/uu-27-2022', readOn, certainty: 'report' },
  },
  {
    // The zone is the easternmost of the Union, where the last day ends first; public holidays differ between members, so only weekends move it.
    jurisdiction: 'EU',
    kinds: allKinds,
    from: null,
    until: null,
    timeZone: 'Europe/Helsinki',
    calendar: weekendsOnly,
    movesToWorkingDay: true,
    acknowledge: null,
    act: { unit: 'months', count: 1 },
    extendTo: { unit: 'months', count: 3 },
    notify: ['person', 'recipients'],
    source: {
      title: 'GDPR art. 12(3) and 19; Regulation 1182/71 art. 3',
      url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
      readOn,
      certainty: 'report',
    },
  },
  {
    jurisdiction: 'UK',
    kinds: allKinds,
    from: null,
    until: null,
    timeZone: 'Europe/London',
    calendar: unitedKingdom,
    movesToWorkingDay: true,
    acknowledge: null,
    act: { unit: 'months', count: 1 },
    extendTo: { unit: 'months', count: 3 },
    notify: ['person', 'recipients'],
    source: {
      title: 'UK GDPR art. 12(3); guidance of the ICO on time limits',
      url: 'https://schoolspeople.co.uk/gdpr-when-is-a-month-not-a-month/',
      readOn,
      certainty: 'report',
    },
  },
  {
    // The 45 days begin with the day of receipt, however long proving identity takes.
    jurisdiction: 'US-CA',
    kinds: ['access', 'portability', 'rectify', 'erase'],
    from: null,
    until: null,
    timeZone: 'America/Los_Angeles',
    calendar: california,
    movesToWorkingDay: false,
    acknowledge: { unit: 'business_days', count: 10 },
    act: { unit: 'days', count: 45 },
    extendTo: { unit: 'days', count: 90 },
    notify: ['person', 'processors'],
    source: {
      title: 'California Code of Regulations, title 11, § 7021',
      url: 'https://advisori.com/cpra/%C2%A7-7021-timelines-for-responding-to-requests-to-delete-requests-to-correct-and-requests-to-know/',
      readOn,
      certainty: 'text',
    },
  },
  {
    // Opting out and limiting use: as soon as feasible, at the latest 15 business days; there is no more time to be had.
    jurisdiction: 'US-CA',
    kinds: ['restrict', 'object', 'withdraw_consent'],
    from: null,
    until: null,
    timeZone: 'America/Los_Angeles',
    calendar: california,
    movesToWorkingDay: false,
    acknowledge: null,
    act: { unit: 'business_days', count: 15 },
    extendTo: null,
    notify: ['person', 'processors'],
    source: {
      title: 'California Code of Regulations, title 11, §§ 7026 and 7027',
      url: 'https://www.law.cornell.edu/regulations/california/11-CCR-7026',
      readOn,
      certainty: 'report',
    },
  },
  {
    jurisdiction: 'IN',
    kinds: allKinds,
    from: null,
    until: '2027-05-13',
    timeZone: 'Asia/Kolkata',
    calendar: weekendsOnly,
    movesToWorkingDay: false,
    acknowledge: null,
    act: { unit: 'months', count: 1 },
    extendTo: null,
    notify: ['person'],
    source: {
      title: 'IT (Reasonable Security Practices and Sensitive Personal Data) Rules 2011, rule 5(9): grievances within one month',
      url: 'https://datais.info/loksabha/question/2a0500dfb2303b978fdb6aac5e60c017/Privacy+Violation+Complaints',
      readOn,
      certainty: 'report',
    },
  },
  {
    // Rule 14 lets the business publish its own time and caps it at ninety days; the workspace's own promise is that published time.
    jurisdiction: 'IN',
    kinds: allKinds,
    from: '2027-05-13',
    until: null,
    timeZone: 'Asia/Kolkata',
    calendar: weekendsOnly,
    movesToWorkingDay: false,
    acknowledge: null,
    act: { unit: 'days', count: 90 },
    extendTo: null,
    notify: ['person', 'processors'],
    source: {
      title: 'DPDP Rules 2025 (G.S.R. 846(E)), rule 14: grievances within ninety days',
      url: 'https://www.privacyglobal.org/blog/dpdp-rule-14-rights-of-data-principals',
      readOn,
      certainty: 'report',
    },
  },
];

/** A rule worked out for one request. `basis` `workspace`: what the workspace itself promises. */
export type RequestClock = {
  basis: Jurisdiction | 'workspace';
  ackDueAt: Date | null;
  actionDueAt: Date;
  /** Until when it can be put off; null: not at all. */
  extendUntil: Date | null;
  notify: readonly NotifyParty[];
  source: ClockSource | null;
};

/** What is asked, when it reached us, and whose clocks run. */
export type ClockQuestion = {
  kind: PrivacyRequestKind;
  receivedAt: Date;
  jurisdictions: readonly Jurisdiction[];
  /** Days within which the workspace promises to answer, whatever the law; null: it promises nothing of its own. */
  promiseDays: number | null;
};

/** All clocks of one request, the earliest first, with the times that count. */
export type RequestTimes = {
  clocks: readonly [RequestClock, ...RequestClock[]];
  ackDueAt: Date | null;
  actionDueAt: Date;
  /** The farthest time to which every clock lets it be put off; null where one of them lets nothing be put off. */
  extendUntil: Date | null;
  notify: readonly NotifyParty[];
};

/** How much later than promised a workspace may answer when it tells the person why, in days: the two months of the GDPR, shortened to 60 days. */
const promiseExtensionDays = 60;
/** Counts where no law and no promise names a time. */
const fallbackDays = 30;

/**
 * Works out by when a request is acknowledged, done, and, with a reason told to the person in time, done at the latest. The earliest time
 * of all clocks counts. Putting off must be told before `actionDueAt`.
 */
export function requestTimes(question: ClockQuestion): RequestTimes {
  const { receivedAt, promiseDays } = question;
  const own = promiseDays === null ? [] : [promiseClock(receivedAt, promiseDays)];
  const found = [...clockRules.filter((rule) => holds(rule, question)).map((rule) => clockOf(rule, receivedAt)), ...own];
  const [first, ...others] = found.toSorted((a, b) => a.actionDueAt.getTime() - b.actionDueAt.getTime());
  const clocks: [RequestClock, ...RequestClock[]] = first === undefined ? [promiseClock(receivedAt, fallbackDays)] : [first, ...others];
  const extensions = clocks.map(({ extendUntil }) => extendUntil);
  const extendUntil = extensions.some((at) => at === null) ? null : earliest(extensions);
  return {
    clocks,
    ackDueAt: earliest(clocks.map(({ ackDueAt }) => ackDueAt)),
    actionDueAt: clocks[0].actionDueAt,
    extendUntil: extendUntil !== null && extendUntil > clocks[0].actionDueAt ? extendUntil : null,
    notify: [...new Set(clocks.flatMap(({ notify }) => notify))],
  };
}

/** The instant at which a term that began with `receivedAt` is over. */
export function termEnd(
  { timeZone, calendar, movesToWorkingDay }: Pick<ClockRule, 'timeZone' | 'calendar' | 'movesToWorkingDay'>,
  term: Term,
  receivedAt: Date,
): Date {
  if (term.unit === 'hours') return new Date(receivedAt.getTime() + term.count * 3_600_000);
  const received = dayAt(receivedAt, timeZone);
  if (term.unit === 'business_days') return endOfDay(addBusinessDays(received, term.count, calendar), timeZone);
  const last = term.unit === 'months' ? addMonths(received, term.count) : addDays(received, term.count);
  return endOfDay(movesToWorkingDay ? businessDayFrom(last, calendar) : last, timeZone);
}

function holds(rule: ClockRule, { kind, jurisdictions, receivedAt }: ClockQuestion): boolean {
  if (!rule.kinds.includes(kind) || !jurisdictions.includes(rule.jurisdiction)) return false;
  const { year, month, day } = dayAt(receivedAt, rule.timeZone);
  const on = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return (rule.from === null || on >= rule.from) && (rule.until === null || on < rule.until);
}

function clockOf(rule: ClockRule, receivedAt: Date): RequestClock {
  return {
    basis: rule.jurisdiction,
    ackDueAt: rule.acknowledge === null ? null : termEnd(rule, rule.acknowledge, receivedAt),
    actionDueAt: termEnd(rule, rule.act, receivedAt),
    extendUntil: rule.extendTo === null ? null : termEnd(rule, rule.extendTo, receivedAt),
    notify: rule.notify,
    source: rule.source,
  };
}

function promiseClock(receivedAt: Date, days: number): RequestClock {
  const at = (count: number): Date => new Date(receivedAt.getTime() + count * 86_400_000);
  return {
    basis: 'workspace',
    ackDueAt: null,
    actionDueAt: at(days),
    extendUntil: at(days + promiseExtensionDays),
    notify: ['person'],
    source: null,
  };
}

function earliest(times: readonly (Date | null)[]): Date | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : new Date(Math.min(...known.map((at) => at.getTime())));
}
