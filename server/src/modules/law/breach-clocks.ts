import type { Jurisdiction } from './jurisdictions.ts';

/** Who must be told of a breach. `workspaces`: the businesses for whom an operator processes data. */
export type BreachParty = 'authority' | 'persons' | 'workspaces';

/**
 * A rule of one law about how soon a breach is told. `hours` are real hours from the moment it became known, `null` where the law says "without
 * delay" and names no hours. `from`: the day on which it comes into force.
 */
export type BreachRule = {
  /** Stable name of the clock. */
  key: string;
  jurisdiction: Jurisdiction;
  party: BreachParty;
  hours: number | null;
  from: string | null;
  /** Counted from when persons were told, and not from when it became known. */
  afterPersons: boolean;
  /** Only when the risk for persons is high. */
  onlyHighRisk: boolean;
  /** Not needed when a risk for persons is unlikely. */
  unlessUnlikely: boolean;
  authority: string | null;
  law: string;
  source: { title: string; url: string; readOn: string; certainty: 'text' | 'report' };
};

const readOn = '2026-11-21';
const base = { from: null, afterPersons: false, onlyHighRisk: false, unlessUnlikely: false, authority: null } as const;
const gdpr = {
  title: 'Regulation (EU) 2016/679',
  url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
  readOn,
  certainty: 'report',
} as const;
const dpdp = { title: 'DPDP Rules 2025, rule 7', url: 'https://dpdpa.co.in/rule-7', readOn, certainty: 'text' } as const;
const california = {
  title: 'Cal. Civ. Code 1798.82 as amended by SB 446',
  url: 'https://www.dataprotectionreport.com/2025/11/california-tightens-data-breach-notification-timelines-imposes-30-day-notice-requirement/',
  readOn,
  certainty: 'report',
} as const;

/** Every rule we know. */
export const BREACH_RULES: readonly BreachRule[] = [
  {
    ...base,
    key: 'id_agency',
    jurisdiction: 'ID',
    party: 'authority',
    hours: 72,
    authority: 'Lembaga PDP',
    law: 'UU PDP art. 46 (3 x 24 h)',
    source: { title: 'UU 27/2022 art. 46', url: 'https://pasal.id', readOn, certainty: 'report' },
  },
  {
    ...base,
    key: 'id_persons',
    jurisdiction: 'ID',
    party: 'persons',
    hours: 72,
    law: 'UU PDP art. 46 (3 x 24 h)',
    source: { title: 'UU 27/2022 art. 46', url: 'https://pasal.id', readOn, certainty: 'report' },
  },
  {
    ...base,
    key: 'in_cert',
    jurisdiction: 'IN',
    party: 'authority',
    hours: 6,
    authority: 'CERT-In',
    law: 'CERT-In Directions of 28 April 2022, (ii)',
    source: { title: 'CERT-In Directions 20(3)/2022', url: 'https://www.cert-in.org.in', readOn, certainty: 'report' },
  },
  {
    ...base,
    key: 'in_board',
    jurisdiction: 'IN',
    party: 'authority',
    hours: 72,
    from: '2027-05-13',
    authority: 'Data Protection Board of India',
    law: 'DPDP Rules 2025, rule 7(2)',
    source: dpdp,
  },
  {
    ...base,
    key: 'in_persons',
    jurisdiction: 'IN',
    party: 'persons',
    hours: null,
    from: '2027-05-13',
    law: 'DPDP Rules 2025, rule 7(1)',
    source: dpdp,
  },
  {
    ...base,
    key: 'eu_authority',
    jurisdiction: 'EU',
    party: 'authority',
    hours: 72,
    unlessUnlikely: true,
    authority: 'Supervisory authority',
    law: 'GDPR art. 33(1)',
    source: gdpr,
  },
  { ...base, key: 'eu_persons', jurisdiction: 'EU', party: 'persons', hours: null, onlyHighRisk: true, law: 'GDPR art. 34', source: gdpr },
  { ...base, key: 'eu_workspaces', jurisdiction: 'EU', party: 'workspaces', hours: null, law: 'GDPR art. 33(2)', source: gdpr },
  {
    ...base,
    key: 'uk_authority',
    jurisdiction: 'UK',
    party: 'authority',
    hours: 72,
    unlessUnlikely: true,
    authority: 'Information Commissioner',
    law: 'UK GDPR art. 33(1)',
    source: gdpr,
  },
  {
    ...base,
    key: 'uk_persons',
    jurisdiction: 'UK',
    party: 'persons',
    hours: null,
    onlyHighRisk: true,
    law: 'UK GDPR art. 34',
    source: gdpr,
  },
  {
    ...base,
    key: 'us_ca_persons',
    jurisdiction: 'US-CA',
    party: 'persons',
    hours: 720,
    law: 'Cal. Civ. Code 1798.82 (30 days)',
    source: california,
  },
  {
    ...base,
    key: 'us_ca_attorney_general',
    jurisdiction: 'US-CA',
    party: 'authority',
    hours: 360,
    afterPersons: true,
    authority: 'Attorney General of California',
    law: 'Cal. Civ. Code 1798.82(f) (15 days after persons, above 500 residents)',
    source: california,
  },
];

/** "Without delay" in hours: long enough to know what happened, and shorter than every law that names hours to persons. */
export const withoutDelayHours = 24;

/** What the clocks of an incident depend on. */
export type BreachFacts = {
  jurisdictions: readonly Jurisdiction[];
  knownAt: Date;
  /** How likely it is that persons are harmed; null while nobody has judged, which counts as high. */
  risk: 'unlikely' | 'possible' | 'high' | null;
  /** Whether this is the incident of an operator, who tells the businesses; otherwise of a business. */
  isOperator: boolean;
  /** When the first persons were told. */
  personsToldAt: Date | null;
};

/** One running clock. `isPrompt`: the law says without delay; the time is our measure of it. */
export type BreachClock = { rule: BreachRule; dueAt: Date | null; isPrompt: boolean };

/**
 * The clocks of an incident, most urgent first; those that wait for something else (`dueAt` null) last. Pure. A rule that is not in force at `knownAt` gives none.
 */
export function breachClocks(facts: BreachFacts): BreachClock[] {
  const day = facts.knownAt.toISOString().slice(0, 10);
  return BREACH_RULES.filter(
    (rule) =>
      facts.jurisdictions.includes(rule.jurisdiction) &&
      (rule.from === null || rule.from <= day) &&
      (rule.party !== 'workspaces' || facts.isOperator) &&
      !(rule.unlessUnlikely && facts.risk === 'unlikely') &&
      !(rule.onlyHighRisk && (facts.risk === 'unlikely' || facts.risk === 'possible')),
  )
    .map((rule) => {
      const start = rule.afterPersons ? facts.personsToldAt : facts.knownAt;
      const hours = rule.hours ?? withoutDelayHours;
      return { rule, dueAt: start === null ? null : new Date(start.getTime() + hours * 3_600_000), isPrompt: rule.hours === null };
    })
    .toSorted((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity));
}
