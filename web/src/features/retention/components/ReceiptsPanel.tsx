import type { RetentionRun } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ReceiptText } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useReceipts } from '../api/queries.ts';
import { useRetentionWords } from '../fns/use-retention-words.ts';

/** What sweeps removed, by which rule, and what stayed and why. */
export function ReceiptsPanel() {
  const { t } = useLingui();
  const receipts = useReceipts();
  if (receipts.isPending) return <RowSkeletons label={t`Loading receipts`} rows={4} />;
  if (receipts.isError) return <ErrorState error={receipts.error} onRetry={() => void receipts.refetch()} />;
  if (receipts.data.length === 0) {
    return (
      <EmptyState picture={<ReceiptText aria-hidden />} title={<Trans>Nothing was removed yet</Trans>}>
        <Trans>Every hour Kabar looks for data whose time is over. Each time it removes something, the receipt stands here.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="flex flex-col gap-3">
        {receipts.data.map((run) => (
          <Receipt key={run.id} run={run} />
        ))}
      </ul>
      <NextPage query={receipts} />
    </>
  );
}

function Receipt({ run }: { run: RetentionRun }) {
  const words = useRetentionWords();
  const format = useFormat();
  return (
    <li className="rounded-card border border-line bg-surface-1">
      <details>
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
          <span className="text-14 font-medium text-strong">{format.dateTime(run.started_at)}</span>
          <span className="text-13 text-normal">
            <Plural value={run.removed} one="# row removed" other="# rows removed" />
          </span>
          {run.held > 0 ? (
            <Badge tone="info">
              <Plural value={run.held} one="# kept by a hold" other="# kept by holds" />
            </Badge>
          ) : null}
          {run.status === 'failed' ? (
            <Badge tone="warn">
              <Trans>Broke off; the next sweep went on</Trans>
            </Badge>
          ) : run.status === 'running' ? (
            <Badge tone="info">
              <Trans>Running</Trans>
            </Badge>
          ) : null}
        </summary>
        <ul className="divide-y divide-line border-t border-line">
          {run.items.map((item) => (
            <li key={item.table} className="px-4 py-2 text-13">
              <p className="flex flex-wrap justify-between gap-x-4">
                <span className="text-strong">{words.kind(item.class)}</span>
                <span className="tabular-nums">
                  <Plural value={item.removed} one="# row removed" other="# rows removed" />
                </span>
              </p>
              <p className="text-12 text-weak">
                <code>{item.table}</code>
                {item.effective === null ? null : ` · ${words.period(item.effective)}`}
                {item.oldest_at === null || item.newest_at === null
                  ? null
                  : ` · ${format.date(item.oldest_at)} – ${format.date(item.newest_at)}`}
              </p>
              {item.sealed > 0 ? (
                <p className="text-12 text-weak">
                  <Plural value={item.sealed} one="# left a sealed copy" other="# left a sealed copy" />
                </p>
              ) : null}
              {item.held.map(({ hold_id: id, count }) => (
                <p key={id} className="text-12 text-weak">
                  <Plural value={count} one="# row stayed because of the hold" other="# rows stayed because of the hold" />{' '}
                  <code>{id}</code>
                </p>
              ))}
              {item.kept_by_law.map(({ rule, source, count }) => (
                <p key={rule} className="text-12 text-weak">
                  <Plural value={count} one="# row stayed because of a law" other="# rows stayed because of a law" />:{' '}
                  {words.rule({ id: rule, source })}
                </p>
              ))}
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
