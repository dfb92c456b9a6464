import { describe, expect, it } from 'vitest';
import { periodOf, reportSearch } from './report-period.ts';

const now = new Date('2026-11-21T18:30:00Z');

describe('the period of a report', () => {
  it('is four weeks up to today where the workspace is, and is compared with the four weeks before', () => {
    expect(periodOf({}, now, 'Asia/Jakarta')).toEqual({
      period: 28,
      days: { from: '2026-10-26', until: '2026-11-22' },
      before: { from: '2026-09-28', until: '2026-10-25' },
    });
  });

  it('is one day when it is today', () => {
    expect(periodOf({ period: 1 }, now, 'UTC')).toMatchObject({
      days: { from: '2026-11-21', until: '2026-11-21' },
      before: { from: '2026-11-20', until: '2026-11-20' },
    });
  });

  it('is what the address says, over the end of a month and a leap year', () => {
    expect(periodOf({ from: '2028-02-28', until: '2028-03-01' }, now, 'UTC')).toMatchObject({
      period: null,
      before: { from: '2028-02-25', until: '2028-02-27' },
    });
  });
});

describe('the address', () => {
  it('keeps what makes sense', () => {
    expect(reportSearch({ period: 7, by: 'team', from: '2026-11-01', until: '2026-11-02' })).toEqual({
      period: 7,
      by: 'team',
      from: '2026-11-01',
      until: '2026-11-02',
    });
  });

  it('leaves out days that do not exist, are out of order or too many, and ids of something else', () => {
    expect(reportSearch({ from: '2026-02-30', until: '2026-03-01' })).toEqual({});
    expect(reportSearch({ from: '2026-03-02', until: '2026-03-01' })).toEqual({});
    expect(reportSearch({ from: '2024-01-01', until: '2026-03-01', by: 'moon', number_id: 'tem_1' })).toEqual({});
  });
});
