import type { Jurisdiction } from './jurisdictions.ts';

/** From which age a person decides alone about their data, and where that is said. */
type AgeRule = { jurisdiction: Jurisdiction; age: number; source: string };

/**
 * From which age somebody is no child for the law on personal data; below it a parent has to agree. Where a law leaves a range to its members, the
 * highest counts.
 *
 * Sources, read 2026-11-21 in the collected facts and not in the statute books: ID Law 35/2014 art. 1 with UU PDP art. 25; IN DPDP Act 2023 s. 2(f); EU GDPR art. 8(1) (16, members may
 * go down to 13); UK Data Protection Act 2018 s. 9; US-CA COPPA, 16 CFR 312.2, and CCPA 1798.120(c) for sales below 16.
 */
export const AGE_RULES: readonly AgeRule[] = [
  { jurisdiction: 'ID', age: 18, source: 'Law 35/2014 art. 1; UU 27/2022 art. 25' },
  { jurisdiction: 'IN', age: 18, source: 'DPDP Act 2023 s. 2(f)' },
  { jurisdiction: 'EU', age: 16, source: 'GDPR art. 8(1)' },
  { jurisdiction: 'UK', age: 13, source: 'Data Protection Act 2018 s. 9' },
  { jurisdiction: 'US-CA', age: 13, source: '16 CFR 312.2 (COPPA)' },
];

/** The age below which somebody counts as a child in these places: the highest of the policy's own and of each law's. */
export function childAge(jurisdictions: readonly Jurisdiction[], policyAge: number): number {
  const lawful = AGE_RULES.filter((rule) => jurisdictions.includes(rule.jurisdiction)).map((rule) => rule.age);
  return Math.max(policyAge, ...lawful);
}
