import { Trans, useLingui } from '@lingui/react/macro';
import { RefreshCw } from 'lucide-react';
import type { ComponentType } from 'react';
import type { PageProps } from '#frame/Page.tsx';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { notify } from '#ui/toasts.ts';
import { useBoard, useEvidence, useLookAgain, type PromiseSource } from '../api/source.ts';
import type { PromiseSearch } from '../fns/promise-search.ts';
import { EvidenceList } from './EvidenceList.tsx';
import { PromiseList } from './PromiseList.tsx';

interface PromisesViewProps {
  /** The frame around the page: that of the privacy office or of operators. */
  page: ComponentType<PageProps>;
  source: PromiseSource;
  search: PromiseSearch;
  onSearch: (search: PromiseSearch) => void;
}

/** The board of promises and their evidence, for a workspace or the installation. */
export function PromisesView({ page: Page, source, search, onSearch }: PromisesViewProps) {
  const { t } = useLingui();
  const format = useFormat();
  const board = useBoard(source);
  const evidence = useEvidence(source);
  const look = useLookAgain(source);
  const lookNow = (): void =>
    look.mutate(undefined, {
      onSuccess: ({ summary }) =>
        notify({
          title: t`Looked at everything`,
          description: summary.red === 0 ? t`Nothing is broken.` : t`Some promises are broken.`,
          tone: summary.red === 0 ? 'good' : 'bad',
        }),
    });
  useActions(source.mayChange ? [{ id: 'promises-look', label: t`Look at all promises now`, group: t`Privacy`, run: lookNow }] : []);
  const testsAt = board.data?.tests_recorded_at;
  const checkedAt = board.data?.checked_at;
  return (
    <Page
      title={t`Promises`}
      description={t`Every sentence a privacy notice may contain, what makes it true, and what shows that it is. Only what is proven can stand in your notice.`}
      width="wide"
      action={
        source.mayChange ? (
          <Button icon={<RefreshCw />} loading={look.isPending} onClick={lookNow}>
            <Trans>Look now</Trans>
          </Button>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorBanner error={look.error} onRetry={lookNow} />
        <Tabs
          label={t`Promises`}
          value={search.tab ?? 'board'}
          onValueChange={(next) => onSearch(next === 'evidence' ? { tab: 'evidence' } : {})}
          items={[
            {
              value: 'board',
              label: t`Promises`,
              content: board.data ? (
                <div className="flex flex-col gap-4 pt-4">
                  <p className="text-13 text-weak">
                    {checkedAt ? <Trans>This installation was last looked into on {format.dateTime(checkedAt)}.</Trans> : null}{' '}
                    {testsAt ? (
                      <Trans>The tests of this release ran on {format.dateTime(testsAt)}.</Trans>
                    ) : (
                      <Trans>No results of tests came with this release.</Trans>
                    )}
                  </p>
                  <PromiseList board={board.data} search={search} onSearch={onSearch} />
                </div>
              ) : board.isError ? (
                <Card flush>
                  <ErrorState error={board.error} onRetry={() => void board.refetch()} />
                </Card>
              ) : (
                <SkeletonGroup label={t`Loading promises`}>
                  <div className="flex flex-col gap-4 pt-4">
                    <Skeleton className="h-18 w-full" />
                    <Skeleton className="h-8 w-full" />
                    <Skeleton className="h-96 w-full" />
                  </div>
                </SkeletonGroup>
              ),
            },
            {
              value: 'evidence',
              label: t`Evidence`,
              count: evidence.data?.length,
              content: (
                <div className="pt-4">
                  <EvidenceList source={source} />
                </div>
              ),
            },
          ]}
        />
      </div>
    </Page>
  );
}
