import type { CreateRoleRequest, WorkspaceRole } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMembers, useRoles } from '#features/members';
import { usePermission, useWorkspace } from '#features/session';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { DeleteRoleDialog } from '../components/DeleteRoleDialog.tsx';
import { LimitDialog } from '../components/LimitDialog.tsx';
import { LimitedMembers } from '../components/LimitedMembers.tsx';
import { RoleDialog } from '../components/RoleDialog.tsx';
import { RoleMatrix } from '../components/RoleMatrix.tsx';
import { RoleTable } from '../components/RoleTable.tsx';
import { draftFrom } from '../fns/role-draft.ts';

/** What each role allows and shows, who has it, and who sees less than their role says. */
export function RolesPage() {
  const { t } = useLingui();
  const roles = useRoles();
  const members = useMembers();
  const own = useWorkspace();
  const mayWrite = usePermission('members:write');
  const { edit, from, limit } = useSearch({ from: '/w/$slug/settings/roles' });
  const navigate = useNavigate({ from: '/w/$slug/settings/roles' });
  const [deleting, setDeleting] = useState<WorkspaceRole | null>(null);
  const close = (): void => void navigate({ search: {}, replace: true });
  const create = (start?: WorkspaceRole): void => void navigate({ search: { edit: 'new', ...(start ? { from: start.id } : {}) } });

  const all = roles.data ?? [];
  const edited = all.find((role) => role.id === edit && !role.is_built_in) ?? null;
  const pattern = all.find((role) => role.id === (from ?? 'agent'));
  const limited = members.data?.find((member) => member.id === limit);
  const start: CreateRoleRequest | null =
    edited !== null ? draftOf(edited) : edit === 'new' && pattern ? draftFrom(pattern, own.permissions) : null;

  useActions(mayWrite ? [{ id: 'new-role', label: t`New role`, group: t`Roles`, keys: 'n', keysOnly: true, run: () => create() }] : []);
  return (
    <SettingsPage
      title={t`Roles`}
      description={t`What members may do and see. Four roles are there from the start; make others where they do not fit.`}
      action={
        mayWrite ? (
          <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => create()}>
            <Trans>New role</Trans>
          </Button>
        ) : null
      }
    >
      {roles.data ? <ErrorBanner error={roles.error} onRetry={() => void roles.refetch()} /> : null}
      <Card flush>
        {roles.isPending ? (
          <RowSkeletons label={t`Loading the roles`} rows={4} />
        ) : roles.data ? (
          <RoleTable
            roles={roles.data}
            onEdit={(role) => void navigate({ search: { edit: role.id } })}
            onCopy={create}
            onDelete={setDeleting}
          />
        ) : (
          <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />
        )}
      </Card>
      <LimitedMembers onOpen={(member) => void navigate({ search: { limit: member.id } })} />
      {roles.data ? <RoleMatrix roles={roles.data} /> : null}
      {mayWrite && start !== null ? <RoleDialog key={`${edit} ${from}`} role={edited} start={start} roles={all} onClose={close} /> : null}
      {mayWrite && limited !== undefined && limited.role !== 'owner' && limited.id !== own.memberId ? (
        <LimitDialog key={limited.id} member={limited} onClose={close} />
      ) : null}
      {deleting === null ? null : <DeleteRoleDialog role={deleting} onClose={() => setDeleting(null)} />}
    </SettingsPage>
  );
}

function draftOf(role: WorkspaceRole): CreateRoleRequest {
  const { name, description, permissions, sight, number_ids: numberIds, team_ids: teamIds } = role;
  return { name, description, permissions, sight, number_ids: numberIds, team_ids: teamIds };
}
