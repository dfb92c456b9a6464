import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorBanner } from './ErrorBanner.tsx';
import { ErrorState } from './ErrorState.tsx';
import { NextPage } from './NextPage.tsx';
import { RowSkeletons } from './Skeleton.tsx';

/** Props of ListStates: a list that a query reads page by page, what stands there while it has no rows, and how rows are drawn. */
export interface ListStatesProps<Row> {
  query: UseInfiniteQueryResult<readonly Row[]>;
  loadingLabel: string;
  empty: ReactNode;
  children: (rows: readonly Row[], footer: ReactNode) => ReactNode;
}

/** A list in each of its states: on its way, not to be had, empty, there. */
export function ListStates<Row>({ query, loadingLabel, empty, children }: ListStatesProps<Row>) {
  if (query.isPending) return <RowSkeletons label={loadingLabel} rows={6} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return query.data.length === 0 ? empty : children(query.data, <NextPage query={query} />);
}

/** Says that a list that is there is no longer fresh; nothing while it is. A next page that did not come is told at its end. */
export function StaleList({ query }: { query: UseInfiniteQueryResult<readonly unknown[]> }) {
  return query.data && !query.isFetchNextPageError ? <ErrorBanner error={query.error} onRetry={() => void query.refetch()} /> : null;
}
