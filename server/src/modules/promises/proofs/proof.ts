import type { EvidenceKind } from '@kabar/contract';
import type { LiveCheckKey } from './live-check-keys.ts';

/** A test of the repository by file and title. `%s` in a title stands for any value of a table of cases. */
export type TestProof = { kind: 'test'; file: string; title: string };

/** A function that looks into the running installation. */
export type CheckProof = { kind: 'check'; check: LiveCheckKey };

/** A dated record of something that happens outside of the program. */
export type EvidenceProof = { kind: 'evidence'; evidence: EvidenceKind };

/** The product does not do this today, so no notice says it. */
export type NotOffered = { kind: 'not_offered'; reason: { en: string; id: string } };

/** What shows that a promise is true. All parts of a list must hold. */
export type Proof = TestProof | CheckProof | EvidenceProof | NotOffered;

/** Tests of one file. */
export function tests(file: string, ...titles: readonly [string, ...string[]]): TestProof[] {
  return titles.map((title) => ({ kind: 'test', file, title }));
}

/** A live check. */
export function check(key: LiveCheckKey): CheckProof {
  return { kind: 'check', check: key };
}

/** A kind of evidence that must be there and in date. */
export function evidence(kind: EvidenceKind): EvidenceProof {
  return { kind: 'evidence', evidence: kind };
}

/** Says that the product does not do this. */
export function notOffered(en: string, id: string): NotOffered[] {
  return [{ kind: 'not_offered', reason: { en, id } }];
}
