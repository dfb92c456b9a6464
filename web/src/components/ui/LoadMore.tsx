import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

/** Props of LoadMore: the shape of an infinite query. `error` is a sentence. */
export interface LoadMoreProps {
  hasMore: boolean;
  loading: boolean;
  onLoadMore: () => void;
  error?: string | undefined;
  /** Said once when nothing is left. */
  end?: ReactNode;
}

/** The end of a list: the next page, why it did not come, or that this was all. */
export function LoadMore({ hasMore, loading, onLoadMore, error, end }: LoadMoreProps) {
  if (!hasMore && !error) return end ? <p className="py-3 text-center text-13 text-weak">{end}</p> : null;
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-3">
      {error ? (
        <p role="alert" className="text-center text-13 text-pretty text-bad">
          {error}
        </p>
      ) : null}
      <Button size="sm" loading={loading} onClick={onLoadMore}>
        {error ? <Trans>Try again</Trans> : <Trans>Load more</Trans>}
      </Button>
    </div>
  );
}
