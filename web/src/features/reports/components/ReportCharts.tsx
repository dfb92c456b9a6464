import type { InboxReport, ReportRow } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Suspense, lazy } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { ChartFrame } from '#ui/ChartFrame.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import type { TrendSeries } from '#ui/trend.ts';
import { shortSpanText, spanText } from '../fns/figure-words.ts';
import { useRowNames } from './use-row-names.ts';

const TrendChart = lazy(() => import('#ui/TrendChart.tsx').then((module) => ({ default: module.TrendChart })));

const first = 'var(--accent)';
const second = 'color-mix(in oklch, var(--accent) 45%, var(--surface-1))';
const mostBars = 24;

interface ChartSpec {
  title: string;
  series: (TrendSeries & { value: (row: ReportRow) => number | null })[];
  format: (value: number) => string;
  axisFormat?: (value: number) => string;
}

/** How conversations, times, satisfaction and messages went: lines over days, bars for members, teams and numbers. */
export function ReportCharts({ report }: { report: InboxReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useRowNames(report.group_by);
  const { locale } = format.settings;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const span = (seconds: number): string => spanText(Math.round(seconds), locale);
  const axisSpan = (seconds: number): string => shortSpanText(seconds, locale);
  const specs: ChartSpec[] = [
    {
      title: t`Conversations`,
      format: format.number,
      series: [
        { id: 'opened', name: t`Opened`, color: second, dash: true, value: (row) => row.opened },
        { id: 'resolved', name: t`Resolved`, color: first, value: (row) => row.resolved },
      ],
    },
    {
      title: t`First reply`,
      format: span,
      axisFormat: axisSpan,
      series: [
        { id: 'median', name: t`Median`, color: first, value: (row) => row.first_reply.median_seconds },
        { id: 'p90', name: t`9 of 10 within`, color: second, dash: true, value: (row) => row.first_reply.p90_seconds },
      ],
    },
    {
      title: t`Resolution`,
      format: span,
      axisFormat: axisSpan,
      series: [
        { id: 'median', name: t`Median`, color: first, value: (row) => row.resolution.median_seconds },
        { id: 'p90', name: t`9 of 10 within`, color: second, dash: true, value: (row) => row.resolution.p90_seconds },
      ],
    },
    {
      title: t`Satisfaction`,
      format: (value) => percent.format(value / 100),
      series: [{ id: 'score', name: t`Good answers`, color: first, value: (row) => row.satisfaction.score_percent }],
    },
  ];
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      {specs.map((spec) => {
        const rows = report.rows.map((row) => ({ key: row.key ?? 'none', label: nameOf(row.key), row }));
        const drawn = report.group_by === 'day' ? rows : rows.slice(0, mostBars);
        const points = drawn.map(({ key, label, row }) => ({
          key,
          label,
          values: Object.fromEntries(spec.series.map(({ id, value }) => [id, value(row)])),
        }));
        return (
          <Card key={spec.title} title={spec.title}>
            <ChartFrame
              label={spec.title}
              columns={['', ...spec.series.map((one) => one.name)]}
              legend={spec.series.length > 1 ? spec.series : undefined}
              rows={rows.map(({ key, label, row }) => ({
                key,
                cells: [
                  label,
                  ...spec.series.map(({ value }) => {
                    const figure = value(row);
                    return figure === null ? '–' : spec.format(figure);
                  }),
                ],
              }))}
            >
              <Suspense fallback={<Skeleton className="h-full rounded-control" />}>
                <TrendChart
                  kind={report.group_by === 'day' ? 'line' : 'bar'}
                  points={points}
                  series={spec.series}
                  format={spec.format}
                  axisFormat={spec.axisFormat ?? spec.format}
                />
              </Suspense>
            </ChartFrame>
          </Card>
        );
      })}
    </div>
  );
}
