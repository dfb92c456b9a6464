import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { errorSentence } from '#lib/present-error.ts';
import { LoadMore } from '#ui/LoadMore.tsx';

/** Props of EndOfList: the shape of an infinite query. */
export interface EndOfListProps {
  hasMore: boolean;
  loading: boolean;
  error: Error | null;
  onLoadMore: () => void;
}

/** Loads the next page when the end of the list comes into view; says why when it does not come. */
export function EndOfList({ hasMore, loading, error, onLoadMore }: EndOfListProps) {
  const { i18n } = useLingui();
  const ref = useRef<HTMLDivElement>(null);
  const load = useRef(onLoadMore);
  useEffect(() => {
    load.current = onLoadMore;
  });
  const waits = hasMore && !loading && error === null;
  useEffect(() => {
    const end = ref.current;
    if (!end || !waits) return;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) load.current();
      },
      { rootMargin: '400px' },
    );
    observer.observe(end);
    return () => observer.disconnect();
  }, [waits]);
  return (
    <div ref={ref}>
      <LoadMore
        hasMore={hasMore}
        loading={loading}
        onLoadMore={onLoadMore}
        error={error === null ? undefined : errorSentence(error, i18n)}
      />
    </div>
  );
}
