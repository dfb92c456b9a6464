import type { Member } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Eye, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { mayDealWith, RoleSelect, roleOrder, useChangeRole, useRemoveMember, useRoles } from '#features/members';
import { usePermission, useWorkspace } from '#features/session';
import { useRoleName } from '#frame/use-role-name.ts';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Badge } from '#ui/Badge.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { notify } from '#ui/toasts.ts';

function RoleCell({ member }: { member: Member }) {
  const { t, i18n } = useLingui();
  const own = useWorkspace();
  const { data: roles = [] } = useRoles();
  // Nobody takes a role away from themselves by a slip.
  const mayChange = usePermission('members:write') && member.id !== own.memberId && mayDealWith(own, member.role, roles);
  const roleName = useRoleName();
  const change = useChangeRole();
  const before = member.role;
  const name = member.name;
  if (!mayChange) return <span className="text-normal">{roleName(member)}</span>;
  return (
    <span className="block w-28 sm:w-36">
      <RoleSelect
        size="sm"
        label={t`Role of ${name}`}
        value={change.isPending ? change.variables.role : member.role}
        onValueChange={(role) => {
          if (role === before) return;
          const roleText = roleName({ role, role_name: roles.find((known) => known.id === role)?.name ?? null });
          change.mutate(
            { memberId: member.id, role },
            {
              onSuccess: () =>
                notify({
                  title: t`${name} is now ${roleText}`,
                  action: { label: t`Undo`, onClick: () => change.mutate({ memberId: member.id, role: before }) },
                }),
              onError: (error) => notify({ tone: 'bad', title: t`The role stays as it was`, description: errorSentence(error, i18n) }),
            },
          );
        }}
      />
    </span>
  );
}

/** Props of MemberTable. */
export interface MemberTableProps {
  members: readonly Member[];
  /** Somebody wants to change what a member sees. */
  onLimit: (member: Member) => void;
}

/** Everyone in the workspace, with their role, what they see beside it, and the way out. */
export function MemberTable({ members, onLimit }: MemberTableProps) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const own = useWorkspace();
  const { memberId } = own;
  const { data: roles = [] } = useRoles();
  const mayWrite = usePermission('members:write');
  const [removing, setRemoving] = useState<Member | null>(null);
  const remove = useRemoveMember();
  const roleName = useRoleName();
  const columns: DataColumn<Member>[] = [
    {
      id: 'name',
      grow: true,
      header: t`Name`,
      sortValue: (member) => member.name,
      cell: (member) => (
        <span className="flex items-center gap-3">
          <Avatar id={member.user_id} name={member.name} className="max-sm:hidden" />
          <span className="min-w-0">
            <span className="flex items-center gap-2">
              <span className="truncate font-medium text-strong">{member.name}</span>
              {member.id === memberId ? (
                <Badge tone="accent">
                  <Trans>You</Trans>
                </Badge>
              ) : null}
            </span>
            <span className="block truncate text-13 text-weak">{member.email}</span>
            {member.limits === null ? null : (
              <span className="flex items-center gap-1 text-13 text-weak">
                <Eye aria-hidden className="size-3.5 shrink-0" />
                <Trans>Sees chosen numbers and teams only</Trans>
              </span>
            )}
          </span>
        </span>
      ),
    },
    {
      id: 'role',
      header: t`Role`,
      sortValue: (member) => roleOrder(member.role),
      width: '8rem',
      cell: (member) => <RoleCell member={member} />,
    },
    {
      id: 'joined',
      header: t`Since`,
      sortValue: (member) => Date.parse(member.joined_at),
      width: '9rem',
      narrow: false,
      cell: (member) => format.date(member.joined_at),
    },
  ];
  if (mayWrite) {
    columns.push({
      id: 'actions',
      header: null,
      headerLabel: t`Actions`,
      width: '5.5rem',
      align: 'end',
      cell: (member) => {
        const name = member.name;
        if (member.id === memberId || !mayDealWith(own, member.role, roles)) return null;
        return (
          <span className="flex justify-end">
            {member.role === 'owner' ? null : (
              <IconButton size="sm" label={t`Change what ${name} sees`} icon={<Eye aria-hidden />} onClick={() => onLimit(member)} />
            )}
            <IconButton size="sm" label={t`Remove ${name}`} icon={<UserMinus aria-hidden />} onClick={() => setRemoving(member)} />
          </span>
        );
      },
    });
  }
  const name = removing?.name ?? '';
  const removingRole = removing ? roleName(removing) : '';
  return (
    <>
      <DataTable label={t`Members`} columns={columns} rows={members} rowKey={(member) => member.id} rowLabel={(member) => member.name} />
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => {
          if (!open) setRemoving(null);
          remove.reset();
        }}
        title={t`Remove ${name} from the workspace?`}
        confirmLabel={<Trans>Remove</Trans>}
        pending={remove.isPending}
        error={remove.error ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={() => {
          if (!removing) return;
          remove.mutate(removing.id, {
            onSuccess: () => {
              setRemoving(null);
              notify({ title: t`${name} no longer has access` });
            },
          });
        }}
      >
        <Trans>
          {name} ({removingRole}) loses access at once. What they wrote stays. To bring them back, invite them again.
        </Trans>
      </ConfirmDialog>
    </>
  );
}
