import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useRequestHistory } from '../api/queries.ts';
import { useRequestWords } from './use-request-words.ts';

/** What happened to a request, newest first. */
export function HistoryCard({ id }: { id: string }) {
  const { t } = useLingui();
  const words = useRequestWords();
  const history = useRequestHistory(id);
  return (
    <Card title={<Trans>What happened</Trans>}>
      {history.isPending ? (
        <RowSkeletons label={t`Loading what happened`} rows={3} />
      ) : history.isError ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : (
        <ol className="flex flex-col gap-2">
          {history.data.data.toReversed().map((event) => (
            <li key={event.id} className="flex flex-wrap justify-between gap-x-4 text-14">
              <span className="text-normal">{words.event(event)}</span>
              <RelativeTime at={event.at} className="text-13 text-weak" />
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
