import type { Usage } from '@kabar/contract';
import { expect, it } from 'vitest';
import { usageRows, usageTotal } from './usage-points.ts';

function point(at: string, requests: number) {
  return { at, requests, errors: 0, server_errors: 0, rate_limited: 0, average_ms: 3, slowest_ms: 9 };
}

const usage: Usage = {
  from: '2026-11-21T09:30:00.000Z',
  until: '2026-11-21T13:30:00.000Z',
  step: 'hour',
  series: [
    { group: '2xx', label: '2xx', points: [point('2026-11-21T10:00:00.000Z', 5), point('2026-11-21T13:00:00.000Z', 1)] },
    { group: '4xx', label: '4xx', points: [point('2026-11-21T10:00:00.000Z', 2)] },
  ],
  messages: [],
  not_logged: 0,
};

it('has every step once, those without calls as zero', () => {
  const rows = usageRows(usage);
  expect(rows.map(({ at, counts }) => [at.slice(11, 16), counts['2xx'], counts['4xx']])).toEqual([
    ['10:00', 5, 2],
    ['11:00', 0, 0],
    ['12:00', 0, 0],
    ['13:00', 1, 0],
  ]);
  expect(usageTotal(rows)).toEqual({ '2xx': 6, '3xx': 0, '4xx': 2, '5xx': 0 });
});

it('keeps the beginnings of days as the server gives them', () => {
  const days = usageRows({
    ...usage,
    step: 'day',
    from: '2026-11-18T17:00:00.000Z',
    series: [{ group: '5xx', label: '5xx', points: [point('2026-11-20T17:00:00.000Z', 4)] }],
  });
  expect(days.map(({ at, counts }) => [at.slice(0, 16), counts['5xx']])).toEqual([
    ['2026-11-18T17:00', 0],
    ['2026-11-19T17:00', 0],
    ['2026-11-20T17:00', 4],
  ]);
});

it('has rows without any call at all', () => {
  expect(usageRows({ ...usage, series: [] })).toHaveLength(4);
});
