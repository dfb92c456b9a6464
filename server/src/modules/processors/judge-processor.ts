import type { ProcessorProblem } from '@kabar/contract';
import type { EgressRule } from '#platform/egress/gate';
import type { ProcessorRow, TransferRow } from './processors.sql.ts';

/** How long what the configuration names may be used before its contract and assessment are recorded, from the first call. */
export const provisionalMs: number = 30 * 86_400_000;
/** How long a complete recipient may go on after its assessment ran out. */
const overdueMs = 30 * 86_400_000;

/** The European Economic Area: one area without transfers inside it. Source: EEA Agreement, state of 2026-11. */
const eea = new Set('EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '));

/** Whether data goes to another country. Unknown places are no answer: the missing region is a problem of its own. */
export function needsTransfer(home: string | null, region: string | null): boolean {
  if (home === null || region === null || home === region) return false;
  return !(eea.has(home) && eea.has(region));
}

/** Whether a transfer holds on a day. */
export function isCurrent(transfer: TransferRow, today: string): boolean {
  return transfer.endedAt === null && transfer.assessedOn <= today && (transfer.validUntil === null || transfer.validUntil >= today);
}

/** What a recipient lacks on a day (`YYYY-MM-DD`). Pure. An own machine needs no contract, and every place needs its region. */
export function problemsOf(row: ProcessorRow, transfers: readonly TransferRow[], home: string | null, today: string): ProcessorProblem[] {
  if (row.status === 'ended') return [];
  const isOwn = row.role === 'own_infrastructure';
  const problems: ProcessorProblem[] = [];
  if (row.region === null && !isOwn) problems.push('region_missing');
  if (!isOwn) {
    if (row.contractReference === null) problems.push('contract_missing');
    if (row.assessedOn === null || row.assessedUntil === null || row.assessedOn > today) problems.push('assessment_missing');
    else if (row.assessedUntil < today) problems.push('assessment_expired');
  }
  if (lacksTransfer(row, transfers, home, today)) problems.push('transfer_missing');
  // An own machine is nobody else: nobody has to be told.
  if (row.status === 'planned' && !isOwn) {
    if (row.announcedAt === null) problems.push('not_announced');
    if (row.startsOn !== null && row.startsOn > today) problems.push('starts_later');
  }
  return problems;
}

function lacksTransfer(row: ProcessorRow, transfers: readonly TransferRow[], home: string | null, today: string): boolean {
  return (
    needsTransfer(home, row.region) &&
    !transfers.some((transfer) => transfer.processorId === row.id && transfer.toRegion === row.region && isCurrent(transfer, today))
  );
}

/**
 * The rule that connections to a recipient are judged by. Pure. A provisional one is open for its time; a complete one while its transfer
 * holds, and for 30 days after its assessment ran out, so that a forgotten date does not stop messages overnight.
 */
export function ruleOf(row: ProcessorRow, transfers: readonly TransferRow[], home: string | null, now: Date): EgressRule {
  const today = now.toISOString().slice(0, 10);
  const shape = { hosts: row.hosts, purposes: row.purposes, addresses: row.ownNetwork ? 'any' : 'public' } as const;
  if (row.status === 'provisional') return { ...shape, openUntil: row.provisionalUntil ?? 'always', refusal: 'not_active' };
  if (row.status !== 'active') return { ...shape, openUntil: null, refusal: 'not_active' };
  if (lacksTransfer(row, transfers, home, today)) return { ...shape, openUntil: null, refusal: 'no_transfer' };
  if (row.role === 'own_infrastructure') return { ...shape, openUntil: 'always', refusal: 'not_active' };
  const until = row.assessedUntil === null ? null : new Date(Date.parse(`${row.assessedUntil}T23:59:59Z`) + overdueMs);
  return { ...shape, openUntil: until, refusal: 'not_active' };
}

/** Whether a recipient may get data now. Pure. */
export function mayReceive(rule: EgressRule, now: Date): boolean {
  return rule.openUntil === 'always' || (rule.openUntil !== null && rule.openUntil > now);
}
