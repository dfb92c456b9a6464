import type { AwayMessage } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useNumberScopes } from '#features/numbers';
import { FollowsWorkspace, ScopePicker } from '#frame/ScopePicker.tsx';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useAwayMessages, useRemoveAway, useSaveAway } from '../api/queries.ts';
import { AwayForm } from '../components/AwayForm.tsx';

/** What customers get who write while nobody is there, for the workspace and for numbers that differ. */
export function AwayMessagePage() {
  const { t, i18n } = useLingui();
  const messages = useAwayMessages();
  const remove = useRemoveAway();
  const save = useSaveAway();
  const { for: wanted } = useSearch({ from: '/w/$slug/settings/automatic-replies' });
  const navigate = useNavigate({ from: '/w/$slug/settings/automatic-replies' });
  const [beginning, setBeginning] = useState<string | null>(null);
  const scopes = useNumberScopes(messages.data?.numbers.map((one) => one.number_id) ?? []);
  const scope = scopes.find((one) => one.id === wanted) ?? null;
  const own = scope === null ? null : (messages.data?.numbers.find((one) => one.number_id === scope.id) ?? null);

  function follow(numberId: string): void {
    if (!own) return;
    const before = messageOf(own);
    remove.mutate(numberId, {
      onSuccess: () => {
        setBeginning(null);
        notify({
          title: t`The number has the away message of the workspace again`,
          action: { label: t`Undo`, onClick: () => save.mutate({ numberId, message: before }) },
        });
      },
      onError: (error) => notify({ tone: 'bad', title: t`The number keeps its own away message`, description: errorSentence(error, i18n) }),
    });
  }

  const saved = own ?? messages.data?.workspace;
  return (
    <SettingsPage
      title={t`Away message`}
      description={t`Customers who write outside the working hours learn when somebody will be there again.`}
      action={
        scope && own ? (
          <Button loading={remove.isPending} onClick={() => follow(scope.id)}>
            <Trans>As the workspace again</Trans>
          </Button>
        ) : null
      }
    >
      {messages.isPending ? (
        <RowSkeletons label={t`Loading the away message`} rows={5} />
      ) : !messages.data || !saved ? (
        <ErrorState error={messages.error} onRetry={() => void messages.refetch()} />
      ) : (
        <>
          <ErrorBanner error={messages.error} onRetry={() => void messages.refetch()} />
          <ScopePicker
            scopes={scopes}
            value={scope?.id ?? null}
            onValueChange={(id) => void navigate({ search: id === null ? {} : { for: id } })}
          />
          {scope === null || own !== null || beginning === scope.id ? (
            <AwayForm
              key={scope?.id ?? 'workspace'}
              numberId={scope?.id ?? null}
              saved={messageOf(saved)}
              isNew={scope !== null && own === null}
              onSaved={() => setBeginning(null)}
            />
          ) : (
            <FollowsWorkspace onOwn={() => setBeginning(scope.id)}>
              <Trans>Customers of this number get the away message of the workspace.</Trans>
            </FollowsWorkspace>
          )}
        </>
      )}
    </SettingsPage>
  );
}

function messageOf({ enabled, text, language, translations, min_hours_between, says_automatic }: AwayMessage): AwayMessage {
  return { enabled, text, language, translations, min_hours_between, says_automatic };
}
