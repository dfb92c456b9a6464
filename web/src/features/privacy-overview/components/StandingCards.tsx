import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { useFormat } from '#lib/use-format.ts';
import { Skeleton } from '#ui/Skeleton.tsx';
import type { useOffice } from '../api/queries.ts';

function Standing({ label, value, children }: { label: ReactNode; value: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1 rounded-card border border-line bg-surface-1 p-4 sm:p-5">
      <dt className="text-13 text-weak">{label}</dt>
      <dd className="text-28 font-semibold tracking-tight text-strong tabular-nums">{value}</dd>
      <dd className="text-13 text-normal">{children}</dd>
    </div>
  );
}

/** How many promises hold, as a bar: proved, waiting for evidence, broken, not offered. */
function PromiseBar({ parts }: { parts: readonly { label: string; count: number; className: string }[] }) {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  return (
    <div className="flex flex-col gap-2">
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full bg-surface-3">
        {parts
          .filter(({ count }) => count > 0)
          .map(({ label, count, className }) => (
            <span key={label} className={cn('h-full', className)} style={{ width: `${(count / total) * 100}%` }} />
          ))}
      </div>
      <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
        {parts.map(({ label, count, className }) => (
          <li key={label} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={cn('size-2 rounded-full', className)} />
            {count} {label}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How the office stands, in three figures. */
export function StandingCards({ office }: { office: ReturnType<typeof useOffice> }) {
  const { t } = useLingui();
  const format = useFormat();
  const { promises, retention, requests } = office;
  const summary = promises.data?.summary;
  const checkedAt = promises.data?.checkedAt ?? null;
  const sweptAt = retention.data?.last_run_at ?? null;
  return (
    <dl className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {summary === undefined ? (
        <Skeleton className="h-34 rounded-card" />
      ) : (
        <Standing label={t`Promises that hold`} value={t`${summary.proven} of ${summary.total}`}>
          <PromiseBar
            parts={[
              { label: t`proved`, count: summary.proven, className: 'bg-good' },
              { label: t`need evidence`, count: summary.evidence + summary.missing, className: 'bg-warn' },
              { label: t`broken`, count: summary.red, className: 'bg-bad' },
              { label: t`not offered`, count: summary.not_offered, className: 'bg-line-control' },
            ]}
          />
          {checkedAt === null ? null : (
            <p className="mt-2 text-12 text-weak">
              <Trans>Looked at {format.dateTime(checkedAt)}</Trans>
            </p>
          )}
        </Standing>
      )}
      {requests.data === undefined ? (
        <Skeleton className="h-34 rounded-card" />
      ) : (
        <Standing label={t`Open requests`} value={requests.data.counts.open}>
          {requests.data.counts.overdue === 0 ? <Trans>None is late.</Trans> : <Trans>{requests.data.counts.overdue} late.</Trans>}{' '}
          <Trans>{requests.data.counts.closed} answered so far.</Trans>
        </Standing>
      )}
      {retention.data === undefined ? (
        <Skeleton className="h-34 rounded-card" />
      ) : (
        <Standing label={t`Kinds of data older than allowed`} value={retention.data.classes.filter((row) => row.is_overdue).length}>
          {sweptAt === null ? (
            <Trans>Nothing had to be removed yet. The sweep looks every hour.</Trans>
          ) : (
            <Trans>Last removed something on {format.dateTime(sweptAt)}.</Trans>
          )}
        </Standing>
      )}
    </dl>
  );
}
