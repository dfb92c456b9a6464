import type { AssignmentRule } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTeams } from '#features/teams';
import { FollowsWorkspace, ScopePicker } from '#frame/ScopePicker.tsx';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useAssignmentRules, useRemoveRule, useSaveRule } from '../api/queries.ts';
import { RuleForm } from '../components/RuleForm.tsx';

/** Who gets conversations that belong to nobody, for the workspace and for teams that differ. */
export function AssignmentPage() {
  const { t, i18n } = useLingui();
  const rules = useAssignmentRules();
  const { data: teams = [] } = useTeams();
  const remove = useRemoveRule();
  const save = useSaveRule();
  const { for: wanted } = useSearch({ from: '/w/$slug/settings/assignment' });
  const navigate = useNavigate({ from: '/w/$slug/settings/assignment' });
  const [beginning, setBeginning] = useState<string | null>(null);
  const team = teams.find((one) => one.id === wanted) ?? null;
  const own = team === null ? null : (rules.data?.teams.find((one) => one.team_id === team.id) ?? null);

  function follow(teamId: string): void {
    if (!own) return;
    const before = ruleOf(own);
    remove.mutate(teamId, {
      onSuccess: () => {
        setBeginning(null);
        notify({
          title: t`The team follows the workspace again`,
          action: { label: t`Undo`, onClick: () => save.mutate({ teamId, rule: before }) },
        });
      },
      onError: (error) => notify({ tone: 'bad', title: t`The team keeps its own rule`, description: errorSentence(error, i18n) }),
    });
  }

  const saved = own ?? rules.data?.workspace;
  return (
    <SettingsPage
      title={t`Assignment`}
      description={t`Conversations in which a customer waits find somebody by themselves.`}
      action={
        team && own ? (
          <Button loading={remove.isPending} onClick={() => follow(team.id)}>
            <Trans>As the workspace again</Trans>
          </Button>
        ) : null
      }
    >
      {rules.isPending ? (
        <RowSkeletons label={t`Loading the rules`} rows={5} />
      ) : !rules.data || !saved ? (
        <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
      ) : (
        <>
          <ErrorBanner error={rules.error} onRetry={() => void rules.refetch()} />
          <ScopePicker
            scopes={teams.map(({ id, name }) => ({ id, name, hasOwn: rules.data.teams.some((one) => one.team_id === id) }))}
            value={team?.id ?? null}
            onValueChange={(id) => void navigate({ search: id === null ? {} : { for: id } })}
          />
          {team === null || own !== null || beginning === team.id ? (
            <RuleForm
              key={team?.id ?? 'workspace'}
              teamId={team?.id ?? null}
              saved={ruleOf(saved)}
              isNew={team !== null && own === null}
              onSaved={() => setBeginning(null)}
            />
          ) : (
            <FollowsWorkspace onOwn={() => setBeginning(team.id)}>
              <Trans>Conversations of this team are given out as the workspace does it, among the members of the team.</Trans>
            </FollowsWorkspace>
          )}
        </>
      )}
    </SettingsPage>
  );
}

function ruleOf({ mode, max_open, roles, only_online, only_within_working_hours, reassign_when_offline }: AssignmentRule): AssignmentRule {
  return { mode, max_open, roles, only_online, only_within_working_hours, reassign_when_offline };
}
