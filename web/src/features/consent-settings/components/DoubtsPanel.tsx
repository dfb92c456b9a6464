import type { ConsentDoubt } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { usePermission } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { NextPage } from '#ui/NextPage.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons, Skeleton } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useDecideDoubt, useDoubtMessage, useOpenDoubts } from '../api/queries.ts';

/** Messages that may mean stop: a person decides with one press. Until then nothing changes. */
export function DoubtsPanel() {
  const { t } = useLingui();
  const doubts = useOpenDoubts();
  if (doubts.isPending) return <RowSkeletons label={t`Loading the doubtful cases`} rows={3} />;
  if (!doubts.data) return <ErrorState error={doubts.error} onRetry={() => void doubts.refetch()} />;
  return (
    <>
      <ErrorBanner error={doubts.isFetchNextPageError ? null : doubts.error} onRetry={() => void doubts.refetch()} />
      <Card flush>
        {doubts.data.length === 0 ? (
          <EmptyState picture={<ShieldCheck />} title={<Trans>Nothing to decide</Trans>}>
            <Trans>
              “Stop the delivery” is no STOP. When a sentence has a word of stopping but may mean something else, Kabar stops nothing and
              asks you here and in the conversation.
            </Trans>
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {doubts.data.map((doubt) => (
              <DoubtRow key={doubt.id} doubt={doubt} />
            ))}
          </ul>
        )}
      </Card>
      {doubts.data.length > 0 ? <NextPage query={doubts} /> : null}
    </>
  );
}

function DoubtRow({ doubt }: { doubt: ConsentDoubt }) {
  const { t, i18n } = useLingui();
  const mayDecide = usePermission('consent:write');
  const message = useDoubtMessage(doubt.message_id);
  const decide = useDecideDoubt();
  const content = message.data?.content;
  const body = content !== undefined && !Array.isArray(content) && typeof content['body'] === 'string' ? content['body'] : null;
  const press = (decision: 'stop_marketing' | 'not_meant'): void =>
    decide.mutate(
      { id: doubt.id, decision },
      {
        onSuccess: () =>
          notify({ title: decision === 'stop_marketing' ? t`Marketing messages stopped` : t`Noted: they did not mean marketing` }),
        onError: (error) => notify({ tone: 'bad', title: t`Not decided`, description: errorSentence(error, i18n) }),
      },
    );
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-60">
        {message.isPending ? (
          <Skeleton className="w-3/5" />
        ) : (
          <p dir="auto" className="line-clamp-3 wrap-anywhere text-strong">
            {body ?? <Trans>The message can no longer be read.</Trans>}
          </p>
        )}
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-13 text-weak">
          <RelativeTime at={doubt.created_at} />
          <Link
            from="/w/$slug"
            to="/w/$slug/inbox/$conversationId"
            params={(before) => ({ ...before, conversationId: doubt.conversation_id })}
            search={{ message: doubt.message_id }}
            className="font-medium text-accent-text underline underline-offset-2"
          >
            <Trans>Show the message</Trans>
          </Link>
        </p>
      </div>
      {mayDecide ? (
        <div className="flex gap-2">
          <Button disabled={decide.isPending} onClick={() => press('not_meant')}>
            <Trans>Not meant</Trans>
          </Button>
          <Button variant="primary" disabled={decide.isPending} onClick={() => press('stop_marketing')}>
            <Trans>Stop marketing</Trans>
          </Button>
        </div>
      ) : null}
    </li>
  );
}
