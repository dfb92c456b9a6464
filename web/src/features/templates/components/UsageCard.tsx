import type { TemplateUsage } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { useServerWords } from '#lib/use-server-words.ts';
import { Card } from '#ui/Card.tsx';
import { ChartFrame } from '#ui/ChartFrame.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Select } from '#ui/Select.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { useTemplateUsage } from '../api/queries.ts';
import { usageColors } from '../fns/usage-colors.ts';

const UsageChart = lazy(() => import('./UsageChart.tsx').then((module) => ({ default: module.UsageChart })));

/** What became of a template's messages: totals, days, reasons of failures, taps on buttons. */
export function UsageCard({ templateId }: { templateId: string }) {
  const { t } = useLingui();
  const [days, setDays] = useState<'7' | '30' | '90'>('30');
  const usage = useTemplateUsage(templateId, Number(days));
  return (
    <Card
      title={t`Use and results`}
      action={
        <Select
          size="sm"
          label={t`Time`}
          value={days}
          options={[
            { value: '7', label: t`Last 7 days` },
            { value: '30', label: t`Last 30 days` },
            { value: '90', label: t`Last 90 days` },
          ]}
          onValueChange={setDays}
        />
      }
    >
      {usage.isPending ? (
        <SkeletonGroup label={t`Loading the results`} className="flex flex-col gap-4">
          <Skeleton className="h-14 rounded-control" />
          <Skeleton className="h-60 rounded-control" />
        </SkeletonGroup>
      ) : !usage.data ? (
        <ErrorState error={usage.error} onRetry={() => void usage.refetch()} className="py-6" />
      ) : usage.data.accepted === 0 ? (
        <p className="text-weak">
          <Trans>It was not sent in this time.</Trans>
        </p>
      ) : (
        <Results usage={usage.data} />
      )}
    </Card>
  );
}

function Results({ usage }: { usage: TemplateUsage }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useServerWords();
  const percent = new Intl.NumberFormat(format.settings.locale, { style: 'percent', maximumFractionDigits: 0 });
  const share = (part: number): string => (usage.sent === 0 ? '' : percent.format(part / usage.sent));
  const figures = [
    { label: t`Sent`, value: usage.sent, share: '' },
    { label: t`Delivered`, value: usage.delivered, share: share(usage.delivered) },
    { label: t`Read`, value: usage.read, share: share(usage.read) },
    { label: t`Button taps`, value: usage.replied, share: share(usage.replied) },
    { label: t`Failed`, value: usage.failed, share: '' },
  ];
  const day = new Intl.DateTimeFormat(format.settings.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const rows = usage.days.map((one) => ({ ...one, label: day.format(new Date(`${one.day}T00:00:00Z`)) }));
  const names = { read: t`Read`, delivered: t`Delivered, not read`, rest: t`Not delivered` };
  const sent = format.number(usage.sent);
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-5">
        {figures.map((figure) => (
          <div key={figure.label}>
            <dt className="text-13 text-weak">{figure.label}</dt>
            <dd className="text-20 font-semibold text-strong tabular-nums">
              {format.number(figure.value)}
              {figure.share ? <span className="ml-1.5 text-13 font-normal text-weak">{figure.share}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      <ChartFrame
        label={t`Messages per day: ${sent} sent in all`}
        columns={[t`Day`, t`Sent`, t`Delivered`, t`Read`, t`Failed`]}
        legend={(['read', 'delivered', 'rest'] as const).map((part) => ({ name: names[part], color: usageColors[part] }))}
        rows={rows.map((one) => ({
          key: one.day,
          cells: [one.label, ...[one.sent, one.delivered, one.read, one.failed].map(format.number)],
        }))}
      >
        <Suspense fallback={<Skeleton className="h-full rounded-control" />}>
          <UsageChart
            names={names}
            days={rows.map((one) => ({
              label: one.label,
              read: one.read,
              delivered: Math.max(one.delivered - one.read, 0),
              rest: Math.max(one.accepted - one.delivered, 0),
            }))}
          />
        </Suspense>
      </ChartFrame>
      <div className="max-w-120">
        <Counts
          title={t`Why some failed`}
          rows={usage.failures.map((one) => ({ key: one.reason_code, label: words(one.message), count: one.count }))}
        />
      </div>
      <p className="text-12 text-weak">
        <Trans>
          Counted: <RelativeTime at={usage.counted_at} />
        </Trans>
      </p>
    </div>
  );
}

function Counts({ title, rows }: { title: string; rows: readonly { key: string; label: string; count: number }[] }) {
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 text-13 font-medium text-strong">{title}</h3>
      <ul className="flex flex-col gap-1 text-13">
        {rows.map((row) => (
          <li key={row.key} className="flex justify-between gap-4">
            <span dir="auto" className="min-w-0 wrap-anywhere">
              {row.label}
            </span>
            <span className="tabular-nums">{format.number(row.count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
