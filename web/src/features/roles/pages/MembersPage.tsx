import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { useMembers, usePendingInvitations } from '#features/members';
import { usePermission } from '#features/session';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { InvitationList } from '../components/InvitationList.tsx';
import { InviteDialog } from '../components/InviteDialog.tsx';
import { LimitDialog } from '../components/LimitDialog.tsx';
import { MemberTable } from '../components/MemberTable.tsx';

/** Who works in the workspace, with which role, and who is invited. */
export function MembersPage() {
  const { t } = useLingui();
  const members = useMembers();
  const invitations = usePendingInvitations();
  const mayInvite = usePermission('members:write');
  const { invite, limit } = useSearch({ from: '/w/$slug/settings/members' });
  const navigate = useNavigate({ from: '/w/$slug/settings/members' });

  const limited = members.data?.find((member) => member.id === limit);

  function setOpen(next: boolean): void {
    void navigate({ search: next ? { invite: true } : {}, replace: !next });
  }

  useActions(
    mayInvite ? [{ id: 'invite', label: t`Invite a person`, group: t`Members`, keys: 'n', keysOnly: true, run: () => setOpen(true) }] : [],
  );
  return (
    <SettingsPage
      title={t`Members`}
      description={t`The people who work in this workspace and what each may do.`}
      action={
        mayInvite ? (
          <Button variant="primary" icon={<UserPlus aria-hidden />} onClick={() => setOpen(true)}>
            <Trans>Invite a person</Trans>
          </Button>
        ) : null
      }
    >
      {members.data ? <ErrorBanner error={members.error} onRetry={() => void members.refetch()} /> : null}
      <Card flush>
        {members.isPending ? (
          <RowSkeletons label={t`Loading the members`} rows={4} />
        ) : members.data ? (
          <MemberTable members={members.data} onLimit={(member) => void navigate({ search: { limit: member.id } })} />
        ) : (
          <ErrorState error={members.error} onRetry={() => void members.refetch()} />
        )}
      </Card>
      {invitations.isError ? <ErrorBanner error={invitations.error} onRetry={() => void invitations.refetch()} /> : null}
      <InvitationList invitations={invitations.data ?? []} />
      {mayInvite && limited ? <LimitDialog key={limited.id} member={limited} onClose={() => setOpen(false)} /> : null}
      {mayInvite && invite === true ? <InviteDialog onClose={() => setOpen(false)} /> : null}
    </SettingsPage>
  );
}
