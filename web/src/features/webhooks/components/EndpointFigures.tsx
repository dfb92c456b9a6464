import type { WebhookEndpoint, WebhookStatistics } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Suspense, lazy, type ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { ChartFrame } from '#ui/ChartFrame.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { useEndpointStatistics } from '../api/queries.ts';
import { SuccessRate } from './SuccessRate.tsx';

const TrendChart = lazy(() => import('#ui/TrendChart.tsx').then((module) => ({ default: module.TrendChart })));

const hourMs = 3_600_000;

function Figure({ label, value, children }: { label: ReactNode; value: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5 rounded-card border border-line bg-surface-1 px-4 py-3">
      <dt className="text-13 text-weak">{label}</dt>
      <dd className="text-20 font-semibold text-strong tabular-nums">{value}</dd>
      {children ? <dd className="text-13 text-weak">{children}</dd> : null}
    </div>
  );
}

/** Every hour of the last day, those without tries too. */
function hoursOf(statistics: WebhookStatistics): { since: string; success: number; failure: number }[] {
  const known = new Map(statistics.hours.map((hour) => [Date.parse(hour.since), hour]));
  const last = Math.floor(Date.now() / hourMs) * hourMs;
  return Array.from({ length: 24 }, (_, index) => {
    const at = last - (23 - index) * hourMs;
    const hour = known.get(at);
    return { since: new Date(at).toISOString(), success: hour?.success_count ?? 0, failure: hour?.failure_count ?? 0 };
  });
}

/** How an endpoint did in the last 24 hours: share that arrived, how quick it answers, what waits. */
export function EndpointFigures({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useLingui();
  const format = useFormat();
  const query = useEndpointStatistics(endpoint.id, 24);
  const statistics = query.data;
  const ms = (value: number | null | undefined): string => (typeof value === 'number' ? t`${format.number(value)} ms` : '–');
  const total = statistics?.total;
  const p95 = ms(total?.p95_ms);
  const series = [
    { id: 'success', name: t`Arrived`, color: 'var(--accent)' },
    { id: 'failure', name: t`Failed`, color: 'var(--bad)' },
  ];
  const hours = statistics ? hoursOf(statistics) : [];
  return (
    <>
      <ErrorBanner error={query.error} onRetry={() => void query.refetch()} />
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Figure label={t`Arrived, 24 hours`} value={<SuccessRate statistics={statistics} />} />
        <Figure label={t`Tries, 24 hours`} value={total ? format.number(total.success_count + total.failure_count) : '…'}>
          {total && total.failure_count > 0 ? <Trans>{format.number(total.failure_count)} failed</Trans> : null}
        </Figure>
        <Figure label={t`Time to answer`} value={ms(total?.p50_ms)}>
          {total?.p95_ms ? <Trans>95 of 100 within {p95}</Trans> : null}
        </Figure>
        <Figure label={t`Waiting`} value={statistics ? format.number(statistics.pending_count) : '…'}>
          {statistics?.oldest_pending_at ? (
            <Trans>
              oldest <RelativeTime at={statistics.oldest_pending_at} />
            </Trans>
          ) : null}
        </Figure>
      </dl>
      {hours.some(({ success, failure }) => success + failure > 0) ? (
        <Card title={t`Tries by hour`}>
          <ChartFrame
            label={t`Tries by hour, of the last 24 hours`}
            columns={['', ...series.map(({ name }) => name)]}
            legend={series}
            rows={hours.map(({ since, success, failure }) => ({
              key: since,
              cells: [format.dateTime(since), format.number(success), format.number(failure)],
            }))}
          >
            <Suspense fallback={<Skeleton className="h-full rounded-control" />}>
              <TrendChart
                kind="bar"
                dense
                points={hours.map(({ since, success, failure }) => ({
                  key: since,
                  label: format.time(since),
                  values: { success, failure },
                }))}
                series={series}
                format={format.number}
                axisFormat={format.number}
              />
            </Suspense>
          </ChartFrame>
        </Card>
      ) : null}
    </>
  );
}
