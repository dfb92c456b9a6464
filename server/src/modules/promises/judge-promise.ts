import type { EvidenceKind, PromiseProof, PromiseStatus, TwoLanguages } from '@kabar/contract';
import type { LiveCheckKey } from './proofs/live-check-keys.ts';
import type { Proof, TestProof } from './proofs/proof.ts';

/** What is known at one moment. */
export type KnownFacts = {
  now: Date;
  testOutcome(proof: TestProof): { outcome: 'passed' | 'failed'; at: Date } | null;
  checkResult(
    key: LiveCheckKey,
  ): { outcome: 'passed' | 'failed' | 'off'; at: Date; about: TwoLanguages; finding: TwoLanguages | null } | null;
  /** The newest record of a kind; its last day counts. */
  evidence(kind: EvidenceKind): { expiresOn: string; updatedAt: Date } | null;
};

/** A promise as it stands. */
export type Verdict = { status: PromiseStatus; reason: TwoLanguages | null; proofs: PromiseProof[]; lastResultAt: Date | null };

/** A look that is older than this shows nothing about now. */
const freshForMs = 48 * 3_600_000;

const evidenceAbout: Record<EvidenceKind, TwoLanguages> = {
  security_audit: { en: 'A security audit that is still in date', id: 'Audit keamanan yang masih berlaku' },
  staff_training: {
    en: 'A training of everybody with access that is still in date',
    id: 'Pelatihan bagi semua yang punya akses, masih berlaku',
  },
  meta_terms: {
    en: 'A signed agreement to Meta’s terms for solution providers',
    id: 'Perjanjian atas ketentuan Meta untuk penyedia solusi',
  },
  hosting_certificate: { en: 'A certificate of the data centre that is still in date', id: 'Sertifikat pusat data yang masih berlaku' },
  secure_development: {
    en: 'A review against OWASP’s standard that is still in date',
    id: 'Tinjauan menurut standar OWASP yang masih berlaku',
  },
};

/**
 * Says how a promise stands. The worst counts: what is not offered is not judged further; a failed proof makes it red; one that nobody looked
 * at, or too long ago, leaves it missing; a control that is off here takes it out of the offer; evidence that is absent or has run out waits.
 */
export function judgePromise(proofs: readonly Proof[], known: KnownFacts): Verdict {
  const [first] = proofs;
  if (first?.kind === 'not_offered') return { status: 'not_offered', reason: first.reason, proofs: [], lastResultAt: null };
  const judged = proofs.map((proof) => judgeProof(proof, known));
  const outcomes = new Set(judged.map(({ outcome }) => outcome));
  const times = judged.flatMap(({ at }) => (at === null ? [] : [at]));
  const status: PromiseStatus = outcomes.has('failed')
    ? 'red'
    : judged.length === 0 || outcomes.has('absent')
      ? 'missing'
      : outcomes.has('off')
        ? 'not_offered'
        : outcomes.has('waiting') || outcomes.has('expired')
          ? 'evidence'
          : 'proven';
  return {
    status,
    reason: status === 'not_offered' ? (judged.find(({ outcome }) => outcome === 'off')?.finding ?? null) : null,
    proofs: judged,
    lastResultAt: times.length < judged.length || times.length === 0 ? null : new Date(times.toSorted()[0] ?? 0),
  };
}

function judgeProof(proof: Proof, known: KnownFacts): PromiseProof {
  switch (proof.kind) {
    case 'test': {
      const result = known.testOutcome(proof);
      return {
        kind: 'test',
        name: `${proof.file} › ${proof.title}`,
        about: null,
        outcome: result?.outcome ?? 'absent',
        at: result?.at.toISOString() ?? null,
        finding: null,
      };
    }
    case 'check': {
      const result = known.checkResult(proof.check);
      const isFresh = result !== null && known.now.getTime() - result.at.getTime() <= freshForMs;
      return {
        kind: 'check',
        name: proof.check,
        about: result?.about ?? null,
        outcome: isFresh ? result.outcome : 'absent',
        at: result?.at.toISOString() ?? null,
        finding: result?.finding ?? null,
      };
    }
    case 'evidence': {
      const record = known.evidence(proof.evidence);
      const isCurrent = record !== null && record.expiresOn >= known.now.toISOString().slice(0, 10);
      return {
        kind: 'evidence',
        name: proof.evidence,
        about: evidenceAbout[proof.evidence],
        outcome: record === null ? 'waiting' : isCurrent ? 'passed' : 'expired',
        at: record?.updatedAt.toISOString() ?? null,
        finding: null,
      };
    }
    case 'not_offered':
      throw new TypeError('what is not offered stands alone');
  }
}
