import { USAGE_FEATURES, USAGE_PAGES, type CountUsageRequest } from '@kabar/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedCookie, newsOf, readCounted } from './counted-cookie.ts';

type Item = CountUsageRequest['items'][number];
const now = new Date('2026-11-21T08:00:00Z');
const item: fc.Arbitrary<Item> = fc.oneof(
  fc.record({ dimension: fc.constant('page' as const), value: fc.constantFrom(...USAGE_PAGES) }),
  fc.record({ dimension: fc.constant('feature' as const), value: fc.constantFrom(...USAGE_FEATURES) }),
  fc.record({ dimension: fc.constant('referrer' as const), value: fc.constantFrom('https://a.example', 'https://b.example') }),
);

/** The next request of a browser that keeps the cookie it was given. */
function next(known: ReturnType<typeof readCounted>, items: Item[], at: Date): ReturnType<typeof newsOf> {
  const news = newsOf(known, items, at);
  const kept = countedCookie(true, news.counted, at).split(';')[0] ?? '';
  expect(readCounted(true, kept)).toEqual(news.counted);
  return news;
}

describe('what a browser was counted for', () => {
  it('lets it count once for each thing in a month, however it reports', () => {
    fc.assert(
      fc.property(fc.array(fc.array(item, { maxLength: 8 }), { maxLength: 12 }), (reports) => {
        let known: ReturnType<typeof readCounted> = null;
        const counted: string[] = [];
        for (const report of reports) {
          const news = next(known, report, now);
          counted.push(...news.items.map((one) => `${one.dimension} ${one.value}`));
          known = news.counted;
        }
        const different = new Set(reports.flat().map((one) => `${one.dimension} ${one.value}`));
        expect(counted.toSorted()).toEqual([...different].toSorted());
      }),
    );
  });

  it('begins a day on a new day and everything in a new month', () => {
    const page: Item = { dimension: 'page', value: '/w/$slug/inbox' };
    const first = next(null, [page], now);
    expect(first).toMatchObject({ isNewToday: true, isNewThisMonth: true, items: [page] });
    expect(next(first.counted, [page], now)).toMatchObject({ isNewToday: false, isNewThisMonth: false, items: [] });
    expect(next(first.counted, [page], new Date('2026-11-22T00:00:00Z'))).toMatchObject({
      isNewToday: true,
      isNewThisMonth: false,
      items: [],
    });
    expect(next(first.counted, [page], new Date('2026-12-01T00:00:00Z'))).toMatchObject({ isNewThisMonth: true, items: [page] });
  });

  it('ends with the month and fits into a cookie', () => {
    const items: Item[] = [
      ...USAGE_PAGES.map((value) => ({ dimension: 'page', value }) as const),
      ...USAGE_FEATURES.map((value) => ({ dimension: 'feature', value }) as const),
      ...Array.from({ length: 40 }, (_, n) => ({ dimension: 'referrer', value: `https://s${n}.example` }) as const),
    ];
    const news = next(null, items, now);
    expect(news.items).toHaveLength(USAGE_PAGES.length + USAGE_FEATURES.length + 16);
    const cookie = countedCookie(true, news.counted, now);
    expect(cookie).toContain(`Max-Age=${9 * 86_400 + 16 * 3_600};`);
    expect(cookie.length).toBeLessThan(400);
    expect(USAGE_PAGES.length).toBeLessThan(128);
  });

  it('takes nonsense for nothing and never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (value) => readCounted(false, `kabar_counted=${value}`) === null));
  });
});
