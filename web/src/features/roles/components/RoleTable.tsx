import type { WorkspaceRole } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Copy, EllipsisVertical, Pencil, Trash2 } from 'lucide-react';
import { builtInRole, mayDealWith, roleHints, useMembers } from '#features/members';
import { usePermission, useWorkspace } from '#features/session';
import { useRoleName } from '#frame/use-role-name.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Badge } from '#ui/Badge.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '#ui/Menu.tsx';
import { useSightWord } from './use-sight-word.ts';

const mostFaces = 4;

/** Props of RoleTable. */
export interface RoleTableProps {
  roles: readonly WorkspaceRole[];
  onEdit: (role: WorkspaceRole) => void;
  onCopy: (role: WorkspaceRole) => void;
  onDelete: (role: WorkspaceRole) => void;
}

/** Every role with who has it and what it shows. */
export function RoleTable({ roles, onEdit, onCopy, onDelete }: RoleTableProps) {
  const { t, i18n } = useLingui();
  const own = useWorkspace();
  const mayWrite = usePermission('members:write');
  const roleName = useRoleName();
  const sightWord = useSightWord();
  const { data: members = [] } = useMembers();
  const nameOf = (role: WorkspaceRole): string => roleName({ role: role.id, role_name: role.name });
  const mayChange = (role: WorkspaceRole): boolean => mayWrite && !role.is_built_in && mayDealWith(own, role.id, roles);

  const columns: DataColumn<WorkspaceRole>[] = [
    {
      id: 'name',
      grow: true,
      header: t`Role`,
      cell: (role) => {
        const builtIn = builtInRole(role.id);
        return (
          <span className="block min-w-0 py-0.5">
            <span className="flex items-center gap-2">
              <span dir="auto" className="truncate font-medium text-strong">
                {nameOf(role)}
              </span>
              {role.is_built_in ? null : (
                <Badge tone="accent">
                  <Trans>Own</Trans>
                </Badge>
              )}
            </span>
            <span dir="auto" className="block truncate text-13 text-weak">
              {builtIn === null ? role.description : i18n._(roleHints[builtIn])}
            </span>
          </span>
        );
      },
    },
    {
      id: 'members',
      header: t`Who has it`,
      width: '11rem',
      cell: (role) => {
        const people = members.filter((member) => member.role === role.id);
        const names = people.map((person) => person.name).join(', ');
        return (
          <span className="flex items-center gap-2" title={names}>
            <span aria-hidden className="flex -space-x-1.5 max-sm:hidden">
              {people.slice(0, mostFaces).map((person) => (
                <Avatar key={person.id} id={person.user_id} name={person.name} size="sm" className="ring-2 ring-surface-1" />
              ))}
            </span>
            <span className={role.member_count === 0 ? 'text-weak' : 'text-normal'}>
              {role.member_count === 0 ? <Trans>Nobody</Trans> : <Plural value={role.member_count} one="# member" other="# members" />}
            </span>
            <span className="sr-only">{names}</span>
          </span>
        );
      },
    },
    {
      id: 'sight',
      header: t`Sees`,
      narrow: false,
      width: '14rem',
      cell: (role) => <span className="block truncate">{sightWord(role)}</span>,
    },
  ];
  if (mayWrite) {
    columns.push({
      id: 'actions',
      header: null,
      headerLabel: t`Actions`,
      width: '3.5rem',
      align: 'end',
      cell: (role) => {
        const name = nameOf(role);
        return (
          <Menu trigger={<IconButton size="sm" label={t`What to do with ${name}`} icon={<EllipsisVertical aria-hidden />} />}>
            {mayChange(role) ? (
              <MenuItem icon={<Pencil aria-hidden />} onClick={() => onEdit(role)}>
                <Trans>Change</Trans>
              </MenuItem>
            ) : null}
            <MenuItem icon={<Copy aria-hidden />} onClick={() => onCopy(role)}>
              <Trans>Use for a new role</Trans>
            </MenuItem>
            {mayChange(role) ? (
              <>
                <MenuSeparator />
                <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => onDelete(role)}>
                  <Trans>Delete</Trans>
                </MenuItem>
              </>
            ) : null}
          </Menu>
        );
      },
    });
  }
  return (
    <DataTable
      label={t`Roles`}
      columns={columns}
      rows={roles}
      rowKey={(role) => role.id}
      rowLabel={nameOf}
      onOpen={
        mayWrite
          ? (role) => {
              if (mayChange(role)) onEdit(role);
            }
          : undefined
      }
    />
  );
}
