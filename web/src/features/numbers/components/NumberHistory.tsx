import { Trans, useLingui } from '@lingui/react/macro';
import { useServerWords } from '#lib/use-server-words.ts';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { useNumberHistory } from '../api/queries.ts';
import { eventWords } from '../fns/number-words.ts';

/** What happened to a number, newest first. */
export function NumberHistory({ numberId }: { numberId: string }) {
  const { t, i18n } = useLingui();
  const words = useServerWords();
  const history = useNumberHistory(numberId);
  return (
    <Card title={t`History`}>
      {history.isPending ? (
        <SkeletonGroup label={t`Loading the history`} className="flex flex-col">
          <Skeleton className="mb-3 w-2/3" />
          <Skeleton className="mb-3 w-1/2" />
          <Skeleton className="w-3/5" />
        </SkeletonGroup>
      ) : !history.data ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} className="py-6" />
      ) : history.data.length === 0 ? (
        <p className="text-weak">
          <Trans>Nothing has happened yet.</Trans>
        </p>
      ) : (
        <>
          <ol className="flex flex-col">
            {history.data.map((event, index) => (
              <li key={`${event.at}-${index}`} className="group relative flex gap-3 pb-3 pl-5 last:pb-0">
                <span aria-hidden className="absolute top-2 left-0 size-2 rounded-full bg-line-control" />
                <span aria-hidden className="absolute top-5 bottom-0 left-[3.5px] w-px bg-line group-last:hidden" />
                <span className="min-w-0 flex-1">
                  <span className="wrap-anywhere text-strong">
                    {event.text === '' ? i18n._(eventWords[event.kind]) : words(event.text)}
                  </span>
                </span>
                <RelativeTime at={event.at} className="shrink-0 text-13 text-weak" />
              </li>
            ))}
          </ol>
          <NextPage query={history} />
        </>
      )}
    </Card>
  );
}
