import type { OperatorSupportAccess } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { OperatorPage } from '#frame/OperatorLayout.tsx';
import { workspaceKey } from '#lib/query-keys.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useEnter, useFinish, useLeave, useOperatorSupport, useWithdraw } from '../api/operator.ts';
import { AskDialog } from '../components/AskDialog.tsx';
import { useStateWord } from '../components/use-state-word.ts';

function AccessRow({ access }: { access: OperatorSupportAccess }) {
  const format = useFormat();
  const stateWord = useStateWord();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [enter, leave, finish, withdraw] = [useEnter(), useLeave(), useFinish(), useWithdraw()];
  const { word, tone } = stateWord(access.status);
  const until = access.ends_at === null ? '' : format.dateTime(access.ends_at);
  const { slug } = access.workspace;
  const isOpen = access.status === 'active';
  const goIn = (): void =>
    enter.mutate(access.id, {
      onSuccess: (entered) => {
        // What an earlier stay left in memory may no longer be theirs to see.
        client.removeQueries({ queryKey: workspaceKey(entered.workspace.id) });
        void navigate({ to: '/w/$slug', params: { slug: entered.workspace.slug } });
      },
    });
  return (
    <li className="flex flex-col gap-2 px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-60 text-13">
          <p className="flex flex-wrap items-center gap-2 text-14 font-medium text-strong">
            {access.workspace.name}
            <Badge tone={tone}>{word}</Badge>
          </p>
          <p className="text-weak">
            <code className="font-mono text-12">{`/w/${slug}`}</code> ·{' '}
            {access.level === 'read' ? <Trans>to look</Trans> : <Trans>to look and help</Trans>}
            {isOpen ? (
              <>
                {' · '}
                <Trans>until {until}</Trans>
              </>
            ) : null}
          </p>
          {access.granted_because === null ? null : <p className="wrap-anywhere text-normal">{`“${access.granted_because}”`}</p>}
          {access.granted_because === null && access.asked_because !== null ? (
            <p className="wrap-anywhere text-normal">{`“${access.asked_because}”`}</p>
          ) : null}
        </div>
        <div className="flex flex-wrap gap-2">
          {access.status === 'asked' ? (
            <Button loading={withdraw.isPending} onClick={() => withdraw.mutate(access.id)}>
              <Trans>Take it back</Trans>
            </Button>
          ) : null}
          {isOpen ? (
            <>
              <Button loading={finish.isPending} onClick={() => finish.mutate(access.id)}>
                <Trans>End it</Trans>
              </Button>
              {access.is_inside ? (
                <>
                  <Button loading={leave.isPending} onClick={() => leave.mutate(access.id)}>
                    <Trans>Go out</Trans>
                  </Button>
                  <Button variant="primary" onClick={() => void navigate({ to: '/w/$slug', params: { slug } })}>
                    <Trans>Open</Trans>
                  </Button>
                </>
              ) : (
                <Button variant="primary" loading={enter.isPending} onClick={goIn}>
                  <Trans>Go in</Trans>
                </Button>
              )}
            </>
          ) : null}
        </div>
      </div>
      {[enter, leave, finish, withdraw].map(({ error }, index) => (
        <ErrorBanner key={index} error={error} />
      ))}
    </li>
  );
}

/** `/operator/support-access`: workspaces that let this operator in, and what they asked for. */
export function OperatorSupportPage() {
  const { t } = useLingui();
  const query = useOperatorSupport();
  const [asking, setAsking] = useState(false);
  return (
    <OperatorPage
      title={t`Support access`}
      description={t`Who runs the installation sees no workspace. One that needs help lets you in for some hours; you come in with a second factor, and everything you read stands in its audit log.`}
      action={
        <Button variant="primary" onClick={() => setAsking(true)}>
          <Trans>Ask to be let in</Trans>
        </Button>
      }
    >
      <Card flush>
        {query.isPending ? (
          <RowSkeletons label={t`Loading the support access`} rows={3} />
        ) : !query.data ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data.length === 0 ? (
          <EmptyState picture={<LifeBuoy />} title={<Trans>No workspace lets you in</Trans>}>
            <Trans>Ask one, or wait until its owner opens it under Settings, Support access. It appears here then.</Trans>
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {query.data.map((access) => (
              <AccessRow key={access.id} access={access} />
            ))}
          </ul>
        )}
      </Card>
      {asking ? <AskDialog onClose={() => setAsking(false)} /> : null}
    </OperatorPage>
  );
}
