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
import { useRemoveHours, useSaveHours, useWorkingHours } from '../api/queries.ts';
import { HoursForm } from '../components/HoursForm.tsx';

/** When there is somebody to answer, for the workspace and for numbers that differ. */
export function WorkingHoursPage() {
  const { t, i18n } = useLingui();
  const hours = useWorkingHours();
  const remove = useRemoveHours();
  const save = useSaveHours();
  const { for: wanted } = useSearch({ from: '/w/$slug/settings/working-hours' });
  const navigate = useNavigate({ from: '/w/$slug/settings/working-hours' });
  const [beginning, setBeginning] = useState<string | null>(null);
  const scopes = useNumberScopes(hours.data?.numbers.map((one) => one.number_id) ?? []);
  const scope = scopes.find((one) => one.id === wanted) ?? null;
  const own = scope === null ? null : (hours.data?.numbers.find((one) => one.number_id === scope.id) ?? null);

  function follow(numberId: string): void {
    const before = own?.schedule;
    remove.mutate(numberId, {
      onSuccess: () => {
        setBeginning(null);
        notify({
          title: t`The number has the hours of the workspace again`,
          ...(before ? { action: { label: t`Undo`, onClick: () => save.mutate({ numberId, schedule: before }) } } : {}),
        });
      },
      onError: (error) => notify({ tone: 'bad', title: t`The number keeps its own hours`, description: errorSentence(error, i18n) }),
    });
  }

  return (
    <SettingsPage
      title={t`Working hours`}
      description={t`When somebody is there to answer. The away message, automatic assignment and targets go by it.`}
      action={
        scope && own ? (
          <Button loading={remove.isPending} onClick={() => follow(scope.id)}>
            <Trans>As the workspace again</Trans>
          </Button>
        ) : null
      }
    >
      {hours.isPending ? (
        <RowSkeletons label={t`Loading the working hours`} rows={5} />
      ) : !hours.data ? (
        <ErrorState error={hours.error} onRetry={() => void hours.refetch()} />
      ) : (
        <>
          <ErrorBanner error={hours.error} onRetry={() => void hours.refetch()} />
          <ScopePicker
            scopes={scopes}
            value={scope?.id ?? null}
            onValueChange={(id) => void navigate({ search: id === null ? {} : { for: id } })}
          />
          {scope === null || own !== null || beginning === scope.id ? (
            <HoursForm
              key={scope?.id ?? 'workspace'}
              numberId={scope?.id ?? null}
              saved={own?.schedule ?? hours.data.workspace.schedule}
              isNew={scope !== null && own === null}
              onSaved={() => setBeginning(null)}
            />
          ) : (
            <FollowsWorkspace onOwn={() => setBeginning(scope.id)}>
              <Trans>This number has the working hours of the workspace. A branch with other hours can have its own.</Trans>
            </FollowsWorkspace>
          )}
        </>
      )}
    </SettingsPage>
  );
}
