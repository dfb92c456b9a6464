import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, UsersRound } from 'lucide-react';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useTeams } from '../api/queries.ts';
import { TeamDialog } from '../components/TeamDialog.tsx';
import { TeamTable } from '../components/TeamTable.tsx';
import { VisibilityCard } from '../components/VisibilityCard.tsx';

/** Teams with their people and numbers, and what agents see. */
export function TeamsPage() {
  const { t } = useLingui();
  const teams = useTeams();
  const { edit } = useSearch({ from: '/w/$slug/settings/teams' });
  const navigate = useNavigate({ from: '/w/$slug/settings/teams' });
  const open = (id: string | null): void => void navigate({ search: id === null ? {} : { edit: id }, replace: id === null });
  const edited = teams.data?.find((team) => team.id === edit) ?? null;
  const isDialogOpen = teams.data !== undefined && edit !== undefined && (edit === 'new' || edited !== null);

  useActions([{ id: 'new-team-here', label: t`New team`, group: t`Teams and sight`, keys: 'n', keysOnly: true, run: () => open('new') }]);
  const newButton = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => open('new')}>
      <Trans>New team</Trans>
    </Button>
  );
  return (
    <SettingsPage
      title={t`Teams and sight`}
      description={t`Who works together, on which numbers, and how much of the inbox agents see.`}
      action={teams.data?.length === 0 ? null : newButton}
    >
      {teams.data ? <ErrorBanner error={teams.error} onRetry={() => void teams.refetch()} /> : null}
      <Card flush>
        {teams.isPending ? (
          <RowSkeletons label={t`Loading the teams`} rows={3} />
        ) : !teams.data ? (
          <ErrorState error={teams.error} onRetry={() => void teams.refetch()} />
        ) : teams.data.length === 0 ? (
          <EmptyState picture={<UsersRound />} title={<Trans>No team yet</Trans>} action={newButton}>
            <Trans>
              A team is a group of members with the numbers they serve: Sales, Complaints, a branch. Conversations can belong to a team, be
              given out among its members, and be hidden from others.
            </Trans>
          </EmptyState>
        ) : (
          <TeamTable teams={teams.data} onEdit={(team) => open(team.id)} />
        )}
      </Card>
      <VisibilityCard />
      {isDialogOpen ? <TeamDialog key={edit} team={edited} teams={teams.data} onClose={() => open(null)} /> : null}
    </SettingsPage>
  );
}
