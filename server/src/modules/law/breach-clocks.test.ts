import { describe, expect, it } from 'vitest';
import { BREACH_RULES, breachClocks, type BreachFacts } from './breach-clocks.ts';
import { JURISDICTIONS } from './jurisdictions.ts';

const facts = (more: Partial<BreachFacts> = {}): BreachFacts => ({
  jurisdictions: JURISDICTIONS,
  knownAt: new Date('2026-11-21T08:00:00Z'),
  risk: 'high',
  isOperator: false,
  personsToldAt: null,
  ...more,
});
const due = (more: Partial<BreachFacts> = {}): Record<string, string | null> =>
  Object.fromEntries(breachClocks(facts(more)).map(({ rule, dueAt }) => [rule.key, dueAt?.toISOString() ?? null]));

describe('the clocks of a breach', () => {
  it('are six hours for CERT-In, real 72 hours elsewhere, and the shortest comes first', () => {
    expect(breachClocks(facts())[0]?.rule.key).toBe('in_cert');
    expect(due()).toEqual({
      in_cert: '2026-11-21T14:00:00.000Z',
      eu_persons: '2026-11-22T08:00:00.000Z',
      uk_persons: '2026-11-22T08:00:00.000Z',
      id_agency: '2026-11-24T08:00:00.000Z',
      id_persons: '2026-11-24T08:00:00.000Z',
      eu_authority: '2026-11-24T08:00:00.000Z',
      uk_authority: '2026-11-24T08:00:00.000Z',
      us_ca_persons: '2026-12-21T08:00:00.000Z',
      us_ca_attorney_general: null,
    });
  });

  it('count hours and not days, over a change of clocks too', () => {
    expect(due({ jurisdictions: ['EU'], knownAt: new Date('2027-03-27T12:00:00Z') })['eu_authority']).toBe('2027-03-30T12:00:00.000Z');
  });

  it('of the Indian rules begin on the day they come into force', () => {
    const keys = (knownAt: string) => Object.keys(due({ jurisdictions: ['IN'], knownAt: new Date(knownAt) }));
    expect(keys('2027-05-12T23:59:59Z')).toEqual(['in_cert']);
    expect(keys('2027-05-13T00:00:00Z')).toEqual(['in_cert', 'in_persons', 'in_board']);
  });

  it('depend on the risk in Europe alone, and an unjudged risk counts as high', () => {
    expect(Object.keys(due({ jurisdictions: ['EU', 'ID'], risk: 'unlikely' })).toSorted()).toEqual(['id_agency', 'id_persons']);
    expect(Object.keys(due({ jurisdictions: ['EU'], risk: 'possible' }))).toEqual(['eu_authority']);
    expect(Object.keys(due({ jurisdictions: ['EU'], risk: null }))).toEqual(['eu_persons', 'eu_authority']);
  });

  it('let an operator tell the businesses, and California’s attorney general wait for the persons', () => {
    expect(due({ jurisdictions: ['EU'], isOperator: true })['eu_workspaces']).toBe('2026-11-22T08:00:00.000Z');
    expect(due({ jurisdictions: ['US-CA'], personsToldAt: new Date('2026-12-01T00:00:00Z') })['us_ca_attorney_general']).toBe(
      '2026-12-16T00:00:00.000Z',
    );
  });

  it('have a source and a name of their own each', () => {
    expect(new Set(BREACH_RULES.map(({ key }) => key)).size).toBe(BREACH_RULES.length);
    for (const { source } of BREACH_RULES) expect(source.url).toMatch(/^https:\/\//);
  });
});
