import { PRIVACY_REQUEST_KINDS } from '@kabar/contract';
import { expect, test } from 'vitest';
import { JURISDICTIONS } from './jurisdictions.ts';
import { clockRules, requestTimes, type ClockQuestion } from './request-clocks.ts';

const ask = (question: Partial<ClockQuestion>) =>
  requestTimes({ kind: 'access', receivedAt: new Date('2026-06-10T08:00:00Z'), jurisdictions: [], promiseDays: null, ...question });

test('Indonesia gives 72 real hours over a weekend and a change of clocks elsewhere, and no more', () => {
  const times = ask({ jurisdictions: ['ID'], receivedAt: new Date('2026-03-27T16:45:10Z') });
  expect(times.actionDueAt.toISOString()).toBe('2026-03-30T16:45:10.000Z');
  expect(times.extendUntil).toBeNull();
});

test.each([
  ['a month is the same day number', '2026-06-10T08:00:00Z', '2026-07-10T20:59:59.000Z', '2026-09-10T20:59:59.000Z'],
  [
    '31 January is clamped to the end of February, a Saturday, and goes to Monday',
    '2026-01-31T08:00:00Z',
    '2026-03-02T21:59:59.000Z',
    '2026-04-30T20:59:59.000Z',
  ],
  ['31 January of a leap year is clamped to 29 February', '2028-01-31T08:00:00Z', '2028-02-29T21:59:59.000Z', '2028-05-01T20:59:59.000Z'],
  [
    'what comes late at night counts for the day it is in the zone of the law',
    '2026-06-09T22:30:00Z',
    '2026-07-10T20:59:59.000Z',
    '2026-09-10T20:59:59.000Z',
  ],
])('in the Union %s', (_, receivedAt, due, extended) => {
  const times = ask({ jurisdictions: ['EU'], receivedAt: new Date(receivedAt) });
  expect(times.actionDueAt.toISOString()).toBe(due);
  expect(times.extendUntil?.toISOString()).toBe(extended);
  expect(times.notify).toEqual(['person', 'recipients']);
});

test('in the United Kingdom the last day moves over Good Friday, the weekend and the change of clocks', () => {
  const times = ask({ jurisdictions: ['UK'], receivedAt: new Date('2026-03-03T10:00:00Z') });
  // 3 April 2026 is Good Friday; Easter Monday is kept in England but not in Scotland and counts as a business day.
  expect(times.actionDueAt.toISOString()).toBe('2026-04-06T22:59:59.000Z');
});

test('California confirms in 10 business days, answers in 45 days and can take 45 more', () => {
  const times = ask({ jurisdictions: ['US-CA'], receivedAt: new Date('2026-11-20T20:00:00Z') });
  expect(times.ackDueAt?.toISOString()).toBe('2026-12-08T07:59:59.000Z');
  expect(times.actionDueAt.toISOString()).toBe('2027-01-05T07:59:59.000Z');
  expect(times.extendUntil?.toISOString()).toBe('2027-02-19T07:59:59.000Z');
});

test('opting out in California takes 15 business days at most', () => {
  const times = ask({ kind: 'object', jurisdictions: ['US-CA'], receivedAt: new Date('2026-11-20T20:00:00Z') });
  expect(times.actionDueAt.toISOString()).toBe('2026-12-15T07:59:59.000Z');
  expect(times.extendUntil).toBeNull();
});

test('India goes from one month to ninety days when its new rules begin', () => {
  const before = ask({ jurisdictions: ['IN'], receivedAt: new Date('2027-05-12T18:29:59Z') });
  expect(before.actionDueAt.toISOString()).toBe('2027-06-12T18:29:59.000Z');
  const after = ask({ jurisdictions: ['IN'], receivedAt: new Date('2027-05-12T18:30:00Z') });
  expect(after.actionDueAt.toISOString()).toBe('2027-08-11T18:29:59.000Z');
});

test('the earliest of all clocks counts, and nothing is put off that one of them forbids to put off', () => {
  const times = ask({ jurisdictions: ['EU', 'ID', 'US-CA'], promiseDays: 30 });
  expect(times.clocks.map(({ basis }) => basis)).toEqual(['ID', 'workspace', 'EU', 'US-CA']);
  expect(times.actionDueAt.toISOString()).toBe('2026-06-13T08:00:00.000Z');
  expect(times.extendUntil).toBeNull();
  expect(times.ackDueAt?.toISOString()).toBe('2026-06-25T06:59:59.000Z');
});

test('the workspace’s own promise of 30 days is stricter than a month of 31 and can be put off as far as both allow', () => {
  const times = ask({ jurisdictions: ['EU'], promiseDays: 30, receivedAt: new Date('2026-07-10T08:00:00Z') });
  expect(times.clocks[0].basis).toBe('workspace');
  expect(times.actionDueAt.toISOString()).toBe('2026-08-09T08:00:00.000Z');
  expect(times.extendUntil?.toISOString()).toBe('2026-10-08T08:00:00.000Z');
});

test('a request under no law we know, without a promise, still has a clock', () => {
  expect(ask({}).actionDueAt.toISOString()).toBe('2026-07-10T08:00:00.000Z');
});

test('every law has a clock for every kind of request, at any time', () => {
  for (const jurisdiction of JURISDICTIONS)
    for (const kind of PRIVACY_REQUEST_KINDS)
      for (const at of ['2026-01-01T00:00:00Z', '2027-05-13T00:00:00Z', '2031-02-28T23:00:00Z']) {
        const { clocks } = ask({ kind, jurisdictions: [jurisdiction], receivedAt: new Date(at) });
        expect(clocks.map(({ basis }) => basis)).toEqual([jurisdiction]);
      }
});

test('every rule names where it stands', () => {
  for (const { source } of clockRules) expect(source.url).toMatch(/^https:\/\//);
});
