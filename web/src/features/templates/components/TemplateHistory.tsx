import type { TemplateChange } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useServerWords } from '#lib/use-server-words.ts';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { Skeleton, SkeletonGroup } from '#ui/Skeleton.tsx';
import { useTemplateHistory } from '../api/queries.ts';
import { changeWords } from '../fns/change-words.ts';
import { rejectionWords } from '../fns/template-words.ts';

/** What happened to a template, newest first. */
export function TemplateHistory({ templateId }: { templateId: string }) {
  const { t } = useLingui();
  const history = useTemplateHistory(templateId);
  return (
    <Card title={t`History`}>
      {history.isPending ? (
        <SkeletonGroup label={t`Loading the history`} className="flex flex-col">
          <Skeleton className="mb-3 w-2/3" />
          <Skeleton className="w-1/2" />
        </SkeletonGroup>
      ) : !history.data ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} className="py-6" />
      ) : history.data.length === 0 ? (
        <p className="text-weak">
          <Trans>Nothing has happened since Kabar knows it.</Trans>
        </p>
      ) : (
        <>
          <ol className="flex flex-col">
            {history.data.map((change) => (
              <ChangeRow key={change.id} change={change} />
            ))}
          </ol>
          <NextPage query={history} />
        </>
      )}
    </Card>
  );
}

function ChangeRow({ change }: { change: TemplateChange }) {
  const { t, i18n } = useLingui();
  const words = useServerWords();
  const sources = { kabar: t`done here`, webhook: t`told by WhatsApp`, sync: t`found when reading the list` };
  const known = rejectionWords(change.reason);
  const reason = change.reason === null ? null : known ? i18n._(known) : words(change.reason);
  return (
    <li className="group relative flex gap-3 pb-3 pl-5 last:pb-0">
      <span aria-hidden className="absolute top-2 left-0 size-2 rounded-full bg-line-control" />
      <span aria-hidden className="absolute top-5 bottom-0 left-[3.5px] w-px bg-line group-last:hidden" />
      <span className="min-w-0 flex-1 wrap-anywhere">
        <span className="text-strong">{changeWords(change, i18n)}</span>{' '}
        <span className="text-13 text-weak">· {sources[change.source]}</span>
        {reason === null ? null : <span className="block text-13 text-normal">{reason}</span>}
      </span>
      <RelativeTime at={change.at} className="shrink-0 text-13 text-weak" />
    </li>
  );
}
