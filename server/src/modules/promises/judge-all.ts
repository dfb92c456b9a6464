import type { PromiseProof, TwoLanguages } from '@kabar/contract';
import { installationId } from '#modules/keyring';
import { engineQuery } from '#platform/db/tx';
import { selectNewestEvidence, type NewestEvidence } from './evidence/evidence.sql.ts';
import { judgePromise, type KnownFacts, type Verdict } from './judge-promise.ts';
import { ledger } from './ledger/ledger.ts';
import type { LedgerRow } from './ledger/row.ts';
import type { LiveCheck, PromisesContext } from './promises-context.ts';
import { selectChecks, type CheckRow } from './promises.sql.ts';
import { proofs } from './proofs/registry.ts';
import { outcomeOf, readTestReport, shippedReportPath } from './proofs/test-report.ts';

/** Every promise as it stands for a workspace (or for the installation itself, under its own id). */
export type Judgement = {
  rows: { row: LedgerRow; verdict: Verdict }[];
  checkedAt: Date | null;
  testsRecordedAt: Date | null;
};

/** Judges every promise by the tests of the release, the last looks into the installation, and the evidence at hand. */
export async function judgeAll(ctx: PromisesContext, workspaceId: string): Promise<Judgement> {
  const scopes = [...new Set([installationId, workspaceId])];
  const [report, checks, records] = await Promise.all([
    readTestReport([shippedReportPath, ctx.testReportPath]),
    engineQuery<CheckRow>(ctx.db, selectChecks(scopes)),
    engineQuery<NewestEvidence>(ctx.db, selectNewestEvidence(scopes)),
  ]);
  const recordedAt = report === null ? null : new Date(report.recordedAt);
  const known: KnownFacts = {
    now: ctx.clock.now(),
    testOutcome: (proof) => {
      const outcome = outcomeOf(report, proof);
      return outcome === null || recordedAt === null ? null : { outcome, at: recordedAt };
    },
    checkResult: (key) => {
      const check = ctx.checks.find((one) => one.key === key);
      const row = checks.find(
        (one) => one.key === key && one.workspaceId === (check?.scope === 'workspace' ? workspaceId : installationId),
      );
      return check === undefined || row === undefined
        ? null
        : { outcome: row.outcome, at: row.checkedAt, about: check.about, finding: say(check, row) };
    },
    evidence: (kind) => records.find((record) => record.kind === kind) ?? null,
  };
  return {
    rows: ledger.map((row) => ({ row, verdict: judgePromise(proofs[row.proof], known) })),
    checkedAt: checks.reduce<Date | null>((oldest, { checkedAt }) => (oldest === null || checkedAt < oldest ? checkedAt : oldest), null),
    testsRecordedAt: recordedAt,
  };
}

function say(check: LiveCheck, row: CheckRow): PromiseProof['finding'] {
  if (row.facts['broke'] === 1) {
    return {
      en: 'The check itself broke; the log of the server says why.',
      id: 'Pemeriksaan itu sendiri gagal; log server menjelaskan sebabnya.',
    };
  }
  const words = check.words[row.outcome];
  return words === undefined ? null : { en: fill(words, 'en', row.facts), id: fill(words, 'id', row.facts) };
}

function fill(words: TwoLanguages, language: 'en' | 'id', facts: CheckRow['facts']): string {
  return words[language].replaceAll(/\{(\w+)\}/g, (_place, name: string) => String(facts[name] ?? ''));
}
