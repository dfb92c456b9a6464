import type { Import, ImportPreview } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { useServerWords } from '#lib/use-server-words.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useImportPreview, useRunImport } from '../api/queries.ts';

type Outcome = ImportPreview['rows'][number]['outcome'];

/** What would become of the first rows, before anything is written. */
export function PreviewStep({ given, onBack }: { given: Import; onBack: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const say = useServerWords();
  const preview = useImportPreview(given.id, true);
  const run = useRunImport(given.id);
  const looks: Record<Outcome, { tone: 'good' | 'info' | 'neutral' | 'bad'; label: string }> = {
    created: { tone: 'good', label: t`New` },
    updated: { tone: 'info', label: t`Changed` },
    unchanged: { tone: 'neutral', label: t`Unchanged` },
    skipped: { tone: 'neutral', label: t`Left out` },
    failed: { tone: 'bad', label: t`Error` },
  };
  const rows = given.row_count;
  if (preview.data === undefined) {
    return preview.error ? (
      <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
    ) : (
      <RowSkeletons label={t`Looking at the first rows`} rows={6} />
    );
  }
  const shown = preview.data.rows;
  const shownCount = format.number(shown.length);
  return (
    <div className="flex flex-col gap-4">
      <ErrorBanner error={run.error} />
      <p className="text-14 text-normal">
        <Trans>The first {shownCount} rows. Nothing is written yet.</Trans>{' '}
        {(Object.entries(preview.data.counts) as [Outcome, number][])
          .filter(([, count]) => count > 0)
          .map(([outcome, count]) => `${looks[outcome].label}: ${format.number(count)}`)
          .join(' · ')}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <div
        role="region"
        aria-label={t`The first rows of the file`}
        tabIndex={0}
        className="overflow-x-auto rounded-card border border-line bg-surface-1"
      >
        <table className="w-full text-13">
          <caption className="sr-only">{t`The first rows of the file`}</caption>
          <thead>
            <tr className="border-b border-line text-left text-12 text-weak">
              <th scope="col" className="px-3 py-2 font-medium">
                <Trans>Row</Trans>
              </th>
              <th scope="col" className="px-3 py-2 font-medium">
                <Trans>What happens</Trans>
              </th>
              <th scope="col" className="px-3 py-2 font-medium">
                <Trans>Phone</Trans>
              </th>
              {given.columns.map((column) => (
                <th key={column.index} scope="col" dir="auto" className="max-w-40 truncate px-3 py-2 font-medium">
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.row} className="border-b border-line last:border-0">
                <td className="px-3 py-2 text-weak tabular-nums">{row.row}</td>
                <td className="px-3 py-2">
                  <Badge tone={looks[row.outcome].tone}>{looks[row.outcome].label}</Badge>
                  {row.problems.map((problem) => (
                    <p key={problem} className="mt-0.5 min-w-40 text-12 text-bad">
                      {say(problem)}
                    </p>
                  ))}
                </td>
                <td className="px-3 py-2 whitespace-nowrap text-strong tabular-nums">
                  {row.phone === null ? '–' : format.phone(row.phone)}
                </td>
                {given.columns.map((column) => (
                  <td key={column.index} dir="auto" className="max-w-40 truncate px-3 py-2 text-normal">
                    {row.cells[column.index] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="flex justify-between">
        <Button onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
        <Button variant="primary" loading={run.isPending} onClick={() => run.mutate('start')}>
          {t`${plural(rows, { one: 'Import # row', other: 'Import # rows' })}`}
        </Button>
      </div>
    </div>
  );
}
