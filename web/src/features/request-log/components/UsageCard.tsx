import type { StatusClass } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Suspense, lazy, useState } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Card } from '#ui/Card.tsx';
import { ChartFrame } from '#ui/ChartFrame.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Select } from '#ui/Select.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { useUsage } from '../api/queries.ts';
import { usageRows, usageTotal } from '../fns/usage-points.ts';

const TrendChart = lazy(() => import('#ui/TrendChart.tsx').then((module) => ({ default: module.TrendChart })));

type Step = 'hour' | 'day';

/** How often programs called the API, by how it answered. */
export function UsageCard() {
  const { t } = useLingui();
  const format = useFormat();
  const [step, setStep] = useState<Step>('hour');
  const query = useUsage(step);
  const usage = query.data;
  const rows = usage ? usageRows(usage) : [];
  const total = usageTotal(rows);
  const series: { id: StatusClass; name: string; color: string }[] = [
    { id: '2xx', name: t`Worked (2xx)`, color: 'var(--accent)' },
    { id: '4xx', name: t`Refused (4xx)`, color: 'var(--warn)' },
    { id: '5xx', name: t`Our fault (5xx)`, color: 'var(--bad)' },
  ];
  const shown = series.filter(({ id }) => id !== '5xx' || total['5xx'] > 0);
  const [refused, failed, calls] = [total['4xx'], total['5xx'], total['2xx'] + total['3xx'] + total['4xx'] + total['5xx']].map(
    format.number,
  );
  const label = step === 'hour' ? t`Calls by programs, by hour` : t`Calls by programs, by day`;
  const name = (at: string): string => (usage?.step === 'day' ? format.date(at) : format.time(at));
  return (
    <Card
      title={<Trans>Calls by programs</Trans>}
      description={
        usage ? (
          <>
            <Trans>
              {calls} calls, {refused} refused, {failed} failed.
            </Trans>{' '}
            <Link from="/w/$slug" to="/w/$slug/developers/log" search={{}} className="text-accent-text underline underline-offset-3">
              <Trans>See each</Trans>
            </Link>
          </>
        ) : undefined
      }
      action={
        <div className="w-44">
          <Select
            size="sm"
            label={t`Time`}
            value={step}
            onValueChange={setStep}
            options={[
              { value: 'hour', label: t`Last 24 hours` },
              { value: 'day', label: t`Last 30 days` },
            ]}
          />
        </div>
      }
    >
      {query.isPending ? (
        <Skeleton className="h-60 rounded-control" />
      ) : !usage ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          {usage.not_logged > 0 ? (
            <Banner tone="warn" className="mb-3">
              <Trans>{format.number(usage.not_logged)} further calls could not be counted, because the server had too much to do.</Trans>
            </Banner>
          ) : null}
          <ChartFrame
            label={label}
            columns={['', ...shown.map((one) => one.name)]}
            legend={shown}
            rows={rows.map(({ at, counts }) => ({
              key: at,
              cells: [usage.step === 'day' ? format.date(at) : format.dateTime(at), ...shown.map(({ id }) => format.number(counts[id]))],
            }))}
          >
            <Suspense fallback={<Skeleton className="h-full rounded-control" />}>
              <TrendChart
                kind="bar"
                dense
                points={rows.map(({ at, counts }) => ({ key: at, label: name(at), values: counts }))}
                series={shown}
                format={format.number}
                axisFormat={format.number}
              />
            </Suspense>
          </ChartFrame>
        </>
      )}
    </Card>
  );
}
