import type { InboxReport, ReportFigures } from '@kabar/contract';
import { expect, it } from 'vitest';
import { newUuid, toPublicId } from '#platform/ids';
import { reportCsv } from './report-csv.ts';

const figures: ReportFigures = {
  opened: 1,
  resolved: 2,
  messages_in: 3,
  messages_out: 4,
  messages_automatic: 5,
  first_reply: { count: 6, median_seconds: 7, p90_seconds: null },
  resolution: { count: 0, median_seconds: null, p90_seconds: null },
  first_reply_target: { met: 1, missed: 1, percent: 50 },
  resolution_target: { met: 0, missed: 0, percent: null },
  satisfaction: { asked: 0, answered: 0, score_percent: null, good: 0, okay: 0, bad: 0, comments: 0 },
};

it('gives rows with names, which cannot become formulas, and a total', () => {
  const id = newUuid();
  const key = toPublicId('tem', id);
  const report: InboxReport = {
    from: '2026-11-01',
    until: '2026-11-02',
    time_zone: 'UTC',
    group_by: 'team',
    total: figures,
    rows: [
      { key, ...figures },
      { key: null, ...figures },
    ],
    backlog: [],
  };
  const lines = reportCsv(report, [{ kind: 'team', id, name: '=HYPERLINK("http://x.example","y")' }]).split('\r\n');
  expect(lines[0]).toMatch(/^team,name,opened,/);
  expect(lines[1]?.startsWith(`${key},"'=HYPERLINK(""http://x.example"",""y"")",1,2,3,4,5,6,7,,1,1,50,0,,,0,0,,`)).toBe(true);
  expect(lines[2]?.startsWith(',,1,2,')).toBe(true);
  expect(lines[3]?.startsWith('total,,1,2,')).toBe(true);
  expect(new Set(lines.slice(1, 4).map((line) => line.replace(/"(?:[^"]|"")*"/, '').split(',').length)).size).toBe(1);
});
