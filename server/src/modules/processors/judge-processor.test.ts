import { PROCESSOR_PURPOSES, PROCESSOR_ROLES } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { egressPurposes } from '#platform/egress/gate';
import { mayReceive, needsTransfer, problemsOf, ruleOf } from './judge-processor.ts';
import type { ProcessorRow, TransferRow } from './processors.sql.ts';

const now = new Date('2026-11-21T08:00:00Z');
const today = '2026-11-21';
const complete: ProcessorRow = {
  id: 'p',
  configKey: null,
  name: 'Surat Ltd',
  role: 'processor',
  purposes: ['mail'],
  region: 'SG',
  hosts: ['mail.example.com'],
  ownNetwork: false,
  data: ['member_accounts'],
  contractReference: 'DPA 7/2026',
  assessedOn: '2026-01-01',
  assessedUntil: '2027-01-01',
  note: null,
  status: 'active',
  provisionalUntil: null,
  startsOn: null,
  announcedAt: now,
  activatedAt: now,
  endedAt: null,
  updatedAt: new Date(0),
};
const transfer: TransferRow = {
  id: 't',
  processorId: 'p',
  toRegion: 'SG',
  mechanism: 'standard_contractual_clauses',
  safeguards: 'Encrypted on the way and at rest',
  documentReference: null,
  assessedOn: '2026-01-01',
  validUntil: null,
  endedAt: null,
};
const open = (row: Partial<ProcessorRow>, transfers: TransferRow[] = [transfer], at = now): boolean =>
  mayReceive(ruleOf({ ...complete, ...row }, transfers, 'ID', at), at);

describe('the register', () => {
  it('has no word for a buyer, and the words for purposes that the gate has', () => {
    expect(PROCESSOR_ROLES.join(' ')).not.toMatch(/buy|sale|trade|broker/);
    expect(PROCESSOR_PURPOSES).toEqual(egressPurposes);
  });
});

describe('a transfer', () => {
  it.each([
    ['ID', 'SG', true],
    ['ID', 'ID', false],
    ['DE', 'EU', false],
    ['FR', 'NO', false],
    ['FR', 'GB', true],
    ['FR', 'CH', true],
    [null, 'US', false],
    ['ID', null, false],
  ])('from %s to %s: %s', (home, region, needed) => {
    expect(needsTransfer(home, region)).toBe(needed);
  });
});

describe('a recipient', () => {
  it('that is complete lacks nothing and may receive', () => {
    expect(problemsOf(complete, [transfer], 'ID', today)).toEqual([]);
    expect(open({})).toBe(true);
  });

  it.each([
    ['region_missing', { region: null }],
    ['contract_missing', { contractReference: null }],
    ['assessment_missing', { assessedOn: null }],
    ['assessment_missing', { assessedOn: '2026-12-01' }],
    ['assessment_expired', { assessedUntil: '2026-11-20' }],
  ] as const)('says %s', (problem, row) => {
    expect(problemsOf({ ...complete, ...row }, [transfer], 'ID', today)).toContain(problem);
  });

  it.each([
    ['none', []],
    ['one that ended', [{ ...transfer, endedAt: now }]],
    ['one that ran out', [{ ...transfer, validUntil: '2026-11-20' }]],
    ['one to elsewhere', [{ ...transfer, toRegion: 'US' }]],
    ['one of somebody else', [{ ...transfer, processorId: 'q' }]],
  ])('abroad with %s is refused for want of a transfer', (_what, transfers) => {
    expect(problemsOf(complete, transfers, 'ID', today)).toEqual(['transfer_missing']);
    expect(ruleOf(complete, transfers, 'ID', now)).toMatchObject({ openUntil: null, refusal: 'no_transfer' });
  });

  it('that was only planned or was ended gets nothing', () => {
    expect(open({ status: 'planned' })).toBe(false);
    expect(open({ status: 'ended', endedAt: now })).toBe(false);
    expect(problemsOf({ ...complete, status: 'planned', announcedAt: null, startsOn: '2026-12-24' }, [transfer], 'ID', today)).toEqual([
      'not_announced',
      'starts_later',
    ]);
  });

  it('from the configuration may be used for its time, whatever it lacks, and not a moment longer', () => {
    const provisional = { status: 'provisional', contractReference: null, assessedOn: null } as const;
    expect(open({ ...provisional, provisionalUntil: null }, [])).toBe(true);
    expect(open({ ...provisional, provisionalUntil: new Date(now.getTime() + 1) }, [])).toBe(true);
    expect(open({ ...provisional, provisionalUntil: now }, [])).toBe(false);
  });

  it('goes on for 30 days after its assessment ran out', () => {
    expect(open({}, [transfer], new Date('2027-01-31T23:00:00Z'))).toBe(true);
    expect(open({}, [transfer], new Date('2027-02-01T00:00:00Z'))).toBe(false);
  });

  it('of one’s own needs no contract, but a transfer where it stands abroad', () => {
    const row = { role: 'own_infrastructure', contractReference: null, assessedOn: null, assessedUntil: null } as const;
    expect(open({ ...row, region: 'ID' }, [])).toBe(true);
    expect(open({ ...row, region: 'SG' }, [])).toBe(false);
  });
});
