import { describe, expect, it } from 'vitest';
import { judgePromise, type KnownFacts } from './judge-promise.ts';
import { check, evidence, notOffered, tests, type Proof } from './proofs/proof.ts';
import { outcomeOf } from './proofs/test-report.ts';

const now = new Date('2026-11-21T08:00:00Z');
const about = { en: 'About', id: 'Tentang' };
const good: KnownFacts = {
  now,
  testOutcome: () => ({ outcome: 'passed', at: new Date('2026-11-01T00:00:00Z') }),
  checkResult: () => ({ outcome: 'passed', at: now, about, finding: null }),
  evidence: () => ({ expiresOn: '2026-11-21', updatedAt: now }),
};
const all: Proof[] = [...tests('a.test.ts', 'holds'), check('transport'), evidence('security_audit')];

describe('a promise', () => {
  it('is proven when all that shows it holds, and as old as its oldest proof', () => {
    expect(judgePromise(all, good)).toMatchObject({ status: 'proven', lastResultAt: new Date('2026-11-01T00:00:00Z') });
  });

  it('is red when a test or a check fails, whatever else is missing', () => {
    expect(judgePromise(all, { ...good, testOutcome: () => ({ outcome: 'failed', at: now }), evidence: () => null }).status).toBe('red');
    const checkResult: KnownFacts['checkResult'] = () => ({ outcome: 'failed', at: now, about, finding: about });
    expect(judgePromise(all, { ...good, checkResult }).status).toBe('red');
  });

  it('is missing without a proof, without a result, and when the last look is too long ago', () => {
    expect(judgePromise([], good).status).toBe('missing');
    expect(judgePromise(all, { ...good, testOutcome: () => null }).status).toBe('missing');
    const at = new Date(now.getTime() - 48 * 3_600_000 - 1);
    expect(judgePromise(all, { ...good, checkResult: () => ({ outcome: 'passed', at, about, finding: null }) }).status).toBe('missing');
  });

  it('is not offered where its control is off, with the finding as the reason', () => {
    const checkResult: KnownFacts['checkResult'] = () => ({
      outcome: 'off',
      at: now,
      about,
      finding: { en: 'Off here.', id: 'Mati di sini.' },
    });
    expect(judgePromise(all, { ...good, checkResult })).toMatchObject({ status: 'not_offered', reason: { en: 'Off here.' } });
    expect(judgePromise(notOffered('Not yet', 'Belum'), good)).toMatchObject({ status: 'not_offered', reason: { en: 'Not yet' } });
  });

  it('waits for evidence before it is there and from the day after its last', () => {
    expect(judgePromise(all, { ...good, evidence: () => null }).status).toBe('evidence');
    expect(judgePromise(all, { ...good, evidence: () => ({ expiresOn: '2026-11-20', updatedAt: now }) }).status).toBe('evidence');
  });
});

describe('the report of tests', () => {
  const test = { kind: 'test', file: 'a.test.ts', title: 'of type %s holds' } as const;
  const report = (...outcomes: ('passed' | 'failed')[]) => ({
    recordedAt: now.toISOString(),
    tree: '',
    tests: outcomes.map((outcome, index) => ({ file: 'a.test.ts', title: `of type ${index} holds`, outcome })),
  });

  it('counts every case of a table, and says so when none ran', () => {
    expect(outcomeOf(report('passed', 'passed'), test)).toBe('passed');
    expect(outcomeOf(report('passed', 'failed'), test)).toBe('failed');
    expect(outcomeOf(report(), test)).toBeNull();
    expect(outcomeOf(null, test)).toBeNull();
    expect(outcomeOf(report('passed'), { ...test, file: 'b.test.ts' })).toBeNull();
  });
});
