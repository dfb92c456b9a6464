import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from './Card.tsx';
import { ErrorBanner } from './ErrorBanner.tsx';
import { ErrorState } from './ErrorState.tsx';
import { NextPage } from './NextPage.tsx';
import { RowSkeletons } from './Skeleton.tsx';

/** Props of ListCard: a list that a query reads page by page, what stands there while it has no rows, and how rows are drawn. */
export interface ListCardProps<Row> {
  query: UseInfiniteQueryResult<readonly Row[]>;
  loadingLabel: string;
  empty: ReactNode;
  children: (rows: readonly Row[], footer: ReactNode) => ReactNode;
}

/** A card with a list in each of its states: on its way, not to be had, empty, there, there but no longer fresh. */
export function ListCard<Row>({ query, loadingLabel, empty, children }: ListCardProps<Row>) {
  const retry = (): void => void query.refetch();
  return (
    <>
      {query.data && !query.isFetchNextPageError ? <ErrorBanner error={query.error} onRetry={retry} /> : null}
      <Card flush>
        {query.isPending ? (
          <RowSkeletons label={loadingLabel} rows={6} />
        ) : !query.data ? (
          <ErrorState error={query.error} onRetry={retry} />
        ) : query.data.length === 0 ? (
          empty
        ) : (
          children(query.data, <NextPage query={query} />)
        )}
      </Card>
    </>
  );
}
