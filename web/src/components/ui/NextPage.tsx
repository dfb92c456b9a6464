import { useLingui } from '@lingui/react';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { errorSentence } from '#lib/present-error.ts';
import { LoadMore, type LoadMoreProps } from './LoadMore.tsx';

/** Props of NextPage: a list that is read page by page, and what to say once when nothing is left. */
export interface NextPageProps extends Pick<LoadMoreProps, 'end'> {
  query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage' | 'isFetchNextPageError' | 'error'>;
}

/** The end of a list that a query reads page by page. Only a next page that did not come is told here; the list itself tells the rest. */
export function NextPage({ query, end }: NextPageProps) {
  const { i18n } = useLingui();
  return (
    <LoadMore
      hasMore={query.hasNextPage}
      loading={query.isFetchingNextPage}
      onLoadMore={() => void query.fetchNextPage()}
      error={query.isFetchNextPageError ? errorSentence(query.error, i18n) : undefined}
      end={end}
    />
  );
}
