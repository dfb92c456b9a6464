import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useNumberScopes } from '#features/numbers';
import { useTeams } from '#features/teams';
import { FollowsWorkspace, ScopePicker } from '#frame/ScopePicker.tsx';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useRemoveTargets, useSaveTargets, useServiceLevels } from '../api/queries.ts';
import { TargetsForm } from '../components/TargetsForm.tsx';

/** What customers may expect, for the workspace and for teams and numbers that differ. */
export function TargetsPage() {
  const { t, i18n } = useLingui();
  const levels = useServiceLevels();
  const { data: teams = [] } = useTeams();
  const remove = useRemoveTargets();
  const save = useSaveTargets();
  const { for: wanted } = useSearch({ from: '/w/$slug/settings/targets' });
  const navigate = useNavigate({ from: '/w/$slug/settings/targets' });
  const [beginning, setBeginning] = useState<string | null>(null);
  const numbers = useNumberScopes(levels.data?.numbers.map((one) => one.number_id) ?? []);
  const teamScopes = teams.map(({ id, name }) => ({
    id: id as string, // of whichever kind
    name: t`Team ${name}`,
    hasOwn: levels.data?.teams.some((one) => one.team_id === id) ?? false,
  }));
  const scopes = [...teamScopes, ...numbers];
  const chosen = scopes.find((one) => one.id === wanted) ?? null;
  const scope = chosen === null ? null : { kind: teamScopes.includes(chosen) ? ('team' as const) : ('number' as const), id: chosen.id };
  const stored =
    scope === null
      ? levels.data?.workspace
      : (levels.data?.teams.find((one) => one.team_id === scope.id) ?? levels.data?.numbers.find((one) => one.number_id === scope.id));

  function targetsOf({ first_reply_minutes, resolution_minutes, clock, warn_at_percent }: NonNullable<typeof stored>) {
    return { first_reply_minutes, resolution_minutes, clock, warn_at_percent };
  }
  function follow(): void {
    if (!scope || !stored) return;
    const before = targetsOf(stored);
    remove.mutate(scope, {
      onSuccess: () => {
        setBeginning(null);
        notify({
          title: t`The targets of the workspace hold again`,
          action: { label: t`Undo`, onClick: () => save.mutate({ scope, targets: before }) },
        });
      },
      onError: (error) => notify({ tone: 'bad', title: t`Its own targets stay`, description: errorSentence(error, i18n) }),
    });
  }

  return (
    <SettingsPage
      title={t`Targets`}
      description={t`How soon customers may expect an answer. Conversations show what is left, and warn in time.`}
      action={
        scope && stored ? (
          <Button loading={remove.isPending} onClick={follow}>
            <Trans>As the workspace again</Trans>
          </Button>
        ) : null
      }
    >
      {levels.isPending ? (
        <RowSkeletons label={t`Loading the targets`} rows={5} />
      ) : !levels.data ? (
        <ErrorState error={levels.error} onRetry={() => void levels.refetch()} />
      ) : (
        <>
          <ErrorBanner error={levels.error} onRetry={() => void levels.refetch()} />
          <ScopePicker
            scopes={scopes}
            value={scope?.id ?? null}
            onValueChange={(id) => void navigate({ search: id === null ? {} : { for: id } })}
          />
          {scope === null || stored || beginning === scope.id ? (
            <TargetsForm
              key={scope?.id ?? 'workspace'}
              scope={scope ?? { kind: 'workspace' }}
              saved={targetsOf(stored ?? levels.data.workspace)}
              isNew={!stored}
              onSaved={() => setBeginning(null)}
            />
          ) : (
            <FollowsWorkspace onOwn={() => setBeginning(scope.id)}>
              <Trans>A team's targets come first, then those of the number, then those of the workspace.</Trans>
            </FollowsWorkspace>
          )}
        </>
      )}
    </SettingsPage>
  );
}
