import type { UsageStatistics } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChartColumn, Download } from 'lucide-react';
import { Suspense, lazy } from 'react';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { saveBlob } from '#lib/save-blob.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ChartFrame } from '#ui/ChartFrame.tsx';
import { CodeBlock } from '#ui/CodeBlock.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Select } from '#ui/Select.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { useUsageStatistics } from '../api/queries.ts';
import { DimensionCard } from '../components/DimensionCard.tsx';
import { useDimensionWords } from '../components/use-dimension-words.ts';

const TrendChart = lazy(() => import('#ui/TrendChart.tsx').then((module) => ({ default: module.TrendChart })));

/** `/operator/usage-statistics?month=2026-11`: in how many browsers the dashboard is used, without anybody in it. */
export function UsageStatisticsPage() {
  const { t } = useLingui();
  const { month } = useSearch({ from: '/operator/usage-statistics' });
  const navigate = useNavigate({ from: '/operator/usage-statistics' });
  const format = useFormat();
  const words = useDimensionWords();
  const statistics = useUsageStatistics(month);
  const monthName = (value: string): string =>
    new Intl.DateTimeFormat(format.settings.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${value}-01T00:00:00Z`),
    );

  function handleDownload(data: UsageStatistics): void {
    const rows = [
      ['what', 'value', 'browsers'],
      ...data.days.map(({ day, browsers }) => ['day', day, browsers ?? '']),
      ...data.dimensions.flatMap(({ dimension, rows: own }) =>
        own.map(({ value, browsers }) => [dimension, words.value(dimension, value), browsers]),
      ),
    ];
    const text = rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\r\n');
    saveBlob(new Blob([text], { type: 'text/csv' }), `usage-${data.month}.csv`);
  }

  const data = statistics.data;
  const hasFigures =
    data?.days.some(({ browsers }) => browsers !== null) === true || data?.dimensions.some(({ rows }) => rows.length > 0) === true;
  return (
    <OperatorPage
      title={t`Usage statistics`}
      description={t`In how many browsers the dashboard is used. It counts browsers that allowed it, and knows nobody.`}
      action={
        data && hasFigures ? (
          <Button icon={<Download aria-hidden />} onClick={() => handleDownload(data)}>
            <Trans>Download CSV</Trans>
          </Button>
        ) : undefined
      }
    >
      {statistics.isPending ? (
        <Skeleton className="h-80 rounded-card" />
      ) : data === undefined ? (
        <Card flush>
          <ErrorState error={statistics.error} onRetry={() => void statistics.refetch()} />
        </Card>
      ) : (
        <>
          {data.enabled ? null : <OffBanner />}
          {data.months.length > 0 ? (
            <div className="w-52">
              <Select
                label={t`Month`}
                value={data.month}
                options={[...new Set([data.month, ...data.months])]
                  .toSorted()
                  .toReversed()
                  .map((value) => ({ value, label: monthName(value) }))}
                onValueChange={(value) => void navigate({ search: { month: value }, replace: true })}
              />
            </div>
          ) : null}
          {hasFigures ? (
            <Figures data={data} />
          ) : (
            <Card flush>
              <EmptyState picture={<ChartColumn aria-hidden />} title={<Trans>No figures yet</Trans>}>
                <Trans>
                  Members are asked once, in their browser. A figure appears here when at least {data.minimum} browsers stand behind it, so
                  that no person can be seen in it.
                </Trans>
              </EmptyState>
            </Card>
          )}
        </>
      )}
    </OperatorPage>
  );
}

function OffBanner() {
  const { t } = useLingui();
  return (
    <Banner tone="info" title={<Trans>Usage statistics are off</Trans>}>
      <p className="mb-2">
        <Trans>Nobody is asked and nothing is counted. To count, start Kabar with this setting; members are then asked once.</Trans>
      </p>
      <CodeBlock label={t`Setting`} code="KABAR_USAGE_STATISTICS=on" />
    </Banner>
  );
}

function Figures({ data }: { data: UsageStatistics }) {
  const { t } = useLingui();
  const format = useFormat();
  const day = new Intl.DateTimeFormat(format.settings.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const points = data.days.map((one) => ({ ...one, label: day.format(new Date(`${one.day}T00:00:00Z`)) }));
  const tooFew = t`none, or fewer than ${data.minimum}`;
  return (
    <>
      <Card
        title={<Trans>Browsers by day</Trans>}
        description={<Trans>Days with fewer than {data.minimum} browsers stay empty. Days are those of UTC.</Trans>}
      >
        <ChartFrame
          label={t`Browsers by day`}
          columns={[t`Day`, t`Browsers`]}
          rows={points.map(({ day: key, label, browsers }) => ({
            key,
            cells: [label, browsers === null ? tooFew : format.number(browsers)],
          }))}
        >
          <Suspense fallback={<Skeleton className="h-60" />}>
            <TrendChart
              kind="bar"
              dense
              points={points.map(({ day: key, label, browsers }) => ({ key, label, values: { browsers } }))}
              series={[{ id: 'browsers', name: t`Browsers`, color: 'var(--accent)' }]}
              format={format.number}
              axisFormat={format.number}
            />
          </Suspense>
        </ChartFrame>
      </Card>
      <div className="grid gap-5 lg:grid-cols-2">
        {data.dimensions.map((figures) => (
          <DimensionCard key={figures.dimension} figures={figures} minimum={data.minimum} />
        ))}
      </div>
      <p className="text-13 text-weak">
        <Trans>
          These are numbers of different browsers. They cannot be added up: a browser that opened two pages stands in both figures.
        </Trans>
      </p>
    </>
  );
}
