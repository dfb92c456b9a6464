import type { RetentionClass } from '@kabar/contract';
import type { Jurisdiction } from './jurisdictions.ts';
import { comparePeriods, period, type Period } from './period.ts';

/**
 * One rule about how long a class of data must (`floor`) or may (`ceiling`) be kept. `in` names the law pack, or `everywhere` for what Kabar
 * itself promises in every notice. `sealable`: the rule asks that the data exist, not that it be at hand, so a sealed copy satisfies it.
 * `isChecked`: whether the cited text itself was read; otherwise it rests on a secondary source.
 */
export type RetentionBound = {
  id: string;
  kind: 'floor' | 'ceiling';
  classes: readonly RetentionClass[];
  in: Jurisdiction | 'everywhere';
  period: Period;
  /** First and last day in force, UTC. */
  from: string;
  until?: string;
  sealable?: true;
  /** Who says so, for a person: the law and its section. */
  source: string;
  url?: string;
  isChecked: boolean;
  /** Day on which the source was read. */
  readOn: string;
};

const messages = ['message_content', 'message_metadata', 'media', 'conversation_work', 'bot_log'] as const;
const logs = ['api_log', 'access_log', 'system_log'] as const;
const books = ['invoice', 'payment'] as const;
const promise = { in: 'everywhere', from: '2026-01-01', isChecked: true, readOn: '2026-11-20' } as const;

/** Every rule that Kabar knows, past and coming ones included. */
export const RETENTION_BOUNDS: readonly RetentionBound[] = [
  // India
  {
    id: 'in-dpdp-8-3',
    kind: 'floor',
    classes: messages,
    in: 'IN',
    period: period('P1Y'),
    from: '2027-05-13',
    sealable: true,
    source: 'India, Digital Personal Data Protection Rules 2025, rule 8(3): personal data, traffic data and logs for at least one year',
    isChecked: false,
    readOn: '2026-11-20',
  },
  {
    id: 'in-dpdp-contacts',
    kind: 'floor',
    classes: ['contact_record'],
    in: 'IN',
    period: period('P1Y'),
    from: '2027-05-13',
    source: 'India, Digital Personal Data Protection Rules 2025, rule 8(3): personal data for at least one year from its processing',
    isChecked: false,
    readOn: '2026-11-20',
  },
  {
    id: 'in-dpdp-logs',
    kind: 'floor',
    classes: [...logs, 'audit_event'],
    in: 'IN',
    period: period('P1Y'),
    from: '2027-05-13',
    source: 'India, Digital Personal Data Protection Rules 2025, rules 6(1)(e) and 8(3): logs for at least one year',
    isChecked: false,
    readOn: '2026-11-20',
  },
  {
    id: 'in-cert-logs',
    kind: 'floor',
    classes: logs,
    in: 'IN',
    period: period('P180D'),
    from: '2022-09-25',
    source: 'India, CERT-In Directions of 28 April 2022, direction (iv): logs of all systems for 180 days',
    isChecked: false,
    readOn: '2026-11-20',
  },
  {
    id: 'in-books',
    kind: 'floor',
    classes: books,
    in: 'IN',
    period: period('P8Y'),
    from: '2014-04-01',
    source: 'India, Companies Act 2013, section 128(5): books of account for eight years',
    isChecked: false,
    readOn: '2026-11-20',
  },
  // Indonesia
  {
    id: 'id-books',
    kind: 'floor',
    classes: books,
    in: 'ID',
    period: period('P10Y'),
    from: '2008-01-01',
    source: 'Indonesia, Tax Procedures Law (UU KUP), article 28(11): books and supporting documents for ten years',
    isChecked: true,
    readOn: '2026-11-20',
  },
  // Europe
  {
    id: 'eu-trackers',
    kind: 'ceiling',
    classes: ['analytics_raw'],
    in: 'EU',
    period: period('P13M'),
    from: '2020-10-01',
    source: 'European Union, guidance of authorities on audience measurement (CNIL, 2020): 13 months',
    isChecked: false,
    readOn: '2026-11-20',
  },
  // Everywhere: what every notice that Kabar renders promises
  {
    ...promise,
    id: 'kabar-repeats',
    kind: 'floor',
    classes: ['message_content', 'message_metadata'],
    period: period('P7D'),
    source:
      'Kabar: messages for seven days, because WhatsApp repeats deliveries for so long and only a message that is there is known again',
  },
  {
    ...promise,
    id: 'kabar-silence',
    kind: 'floor',
    classes: ['contact_record'],
    period: period('P90D'),
    source: 'Kabar: nobody is taken for silent before 90 days, because orders, returns and complaints take that long',
  },
  {
    ...promise,
    id: 'kabar-books',
    kind: 'floor',
    classes: books,
    period: period('P7Y'),
    source: 'Kabar: tax documents for seven years, which covers the usual tax laws where no longer rule is known',
  },
  {
    ...promise,
    id: 'kabar-messages',
    kind: 'ceiling',
    classes: messages,
    period: period('P24M'),
    source: 'Kabar: messages and their files never longer than 24 months',
  },
  {
    ...promise,
    id: 'kabar-payloads',
    kind: 'ceiling',
    classes: ['webhook_payload', 'mail', 'import_file', 'live_event'],
    period: period('P30D'),
    source: 'Kabar: copies that exist for delivery and troubleshooting never longer than 30 days',
  },
  {
    ...promise,
    id: 'kabar-exports',
    kind: 'ceiling',
    classes: ['export_file'],
    period: period('P7D'),
    source: 'Kabar: files made for download never longer than seven days',
  },
  {
    ...promise,
    id: 'kabar-sessions',
    kind: 'ceiling',
    classes: ['session', 'notification'],
    period: period('P90D'),
    source: 'Kabar: notifications, and sessions and invitations after they end, never longer than 90 days',
  },
  {
    ...promise,
    id: 'kabar-logs',
    kind: 'ceiling',
    classes: logs,
    period: period('P13M'),
    source: 'Kabar: logs never longer than 13 months (the year that a law may demand, and a month to act)',
  },
  {
    ...promise,
    id: 'kabar-audit',
    kind: 'ceiling',
    classes: ['audit_event'],
    period: period('P7Y'),
    source: 'Kabar: the audit log never longer than seven years',
  },
  {
    ...promise,
    id: 'kabar-accounts',
    kind: 'ceiling',
    classes: ['account', 'support_ticket'],
    period: period('P3Y'),
    source: 'Kabar: accounts and support tickets never longer than three years after their end',
  },
  {
    ...promise,
    id: 'kabar-forms',
    kind: 'ceiling',
    classes: ['contact_form'],
    period: period('P12M'),
    source: 'Kabar: what a contact form brought never longer than twelve months',
  },
  {
    ...promise,
    id: 'kabar-backups',
    kind: 'ceiling',
    classes: ['backup'],
    period: period('P35D'),
    source: 'Kabar: backups never longer than 35 days',
  },
  {
    ...promise,
    id: 'kabar-crash',
    kind: 'ceiling',
    classes: ['crash'],
    period: period('P90D'),
    source: 'Kabar: reports of crashes never longer than 90 days',
  },
];

/** The rules of one kind for a class that hold at `at` under any of the law packs, strictest first (longest floor, shortest ceiling). */
export function boundsOf(
  kind: RetentionBound['kind'],
  cls: RetentionClass,
  jurisdictions: readonly Jurisdiction[],
  at: Date,
): RetentionBound[] {
  const day = at.toISOString().slice(0, 10);
  const sign = kind === 'floor' ? -1 : 1;
  return RETENTION_BOUNDS.filter(
    (bound) =>
      bound.kind === kind &&
      bound.classes.includes(cls) &&
      (bound.in === 'everywhere' || jurisdictions.includes(bound.in)) &&
      bound.from <= day &&
      (bound.until === undefined || day <= bound.until),
  ).toSorted((a, b) => sign * comparePeriods(a.period, b.period));
}
