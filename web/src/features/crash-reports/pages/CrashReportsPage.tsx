import type { CrashReport } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ShieldCheck } from 'lucide-react';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { CodeBlock } from '#ui/CodeBlock.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useCrashReports } from '../api/queries.ts';

function CrashItem({ report }: { report: CrashReport }) {
  const { t } = useLingui();
  const where = report.text ?? report.route ?? '';
  return (
    <li>
      <details className="group">
        <summary className="flex min-h-14 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 -outline-offset-2 hover:bg-surface-2 sm:px-5">
          <Badge tone={report.source === 'server' ? 'bad' : 'warn'}>{report.source === 'server' ? t`Server` : t`Dashboard`}</Badge>
          <span className="min-w-0 flex-1 basis-60">
            <span className="block truncate text-14 font-medium text-strong">
              {report.name}
              {report.code === null ? '' : ` (${report.code})`}
            </span>
            <span className="block truncate text-13 text-weak">{where}</span>
          </span>
          <span className="text-13 text-normal tabular-nums">{t`${plural(report.seen_count, { one: 'once', other: '# times' })}`}</span>
          <RelativeTime at={report.last_seen_at} style="list" className="w-20 text-right text-12 text-weak tabular-nums" />
        </summary>
        <div className="flex flex-col gap-3 px-4 pb-4 sm:px-5">
          <p className="text-13 text-weak">
            <Trans>Versions: {report.versions.join(', ')}</Trans>
          </p>
          {report.frames.length === 0 ? (
            <p className="text-13 text-weak">
              <Trans>It happened outside of Kabar’s own files, in a library or the system.</Trans>
            </p>
          ) : (
            <CodeBlock label={t`Places in the source`} code={report.frames.join('\n')} />
          )}
        </div>
      </details>
    </li>
  );
}

/** `/operator/crash-reports`: what went wrong in Kabar itself, without a word of anybody's data. */
export function CrashReportsPage() {
  const { t } = useLingui();
  const query = useCrashReports();
  return (
    <OperatorPage
      title={t`Faults`}
      description={t`What went wrong in Kabar itself in the last 90 days: kind and place only, never what somebody wrote. Nothing leaves this installation.`}
    >
      <Card flush>
        {query.isPending ? (
          <RowSkeletons label={t`Faults`} rows={4} />
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data.length === 0 ? (
          <EmptyState picture={<ShieldCheck aria-hidden />} title={<Trans>Nothing went wrong</Trans>}>
            <Trans>Should a fault happen, it appears here with how often and where.</Trans>
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {query.data.map((report) => (
              <CrashItem key={report.fingerprint} report={report} />
            ))}
          </ul>
        )}
        <NextPage query={query} />
      </Card>
    </OperatorPage>
  );
}
