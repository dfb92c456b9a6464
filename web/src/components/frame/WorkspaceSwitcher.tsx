import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { meQuery, useWorkspace } from '#features/session';
import { cn } from '#lib/cn.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Menu, MenuItem, MenuLink, MenuSeparator } from '#ui/Menu.tsx';
import { useRoleName } from './use-role-name.ts';

/** The name of the workspace with the way to the others. */
export function WorkspaceSwitcher({ compact }: { compact: boolean }) {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  const roleName = useRoleName();
  const name = workspace.name;
  return (
    <Menu
      side="bottom"
      align="start"
      className="w-64"
      trigger={
        <button
          type="button"
          aria-label={t`Workspace: ${name}. Change`}
          className={cn(
            'flex h-11 w-full items-center gap-2.5 rounded-control px-2 text-left hover:bg-surface-3 data-popup-open:bg-surface-3',
            compact && 'justify-center px-0',
          )}
        >
          <Avatar id={workspace.id} name={workspace.name} size="md" square />
          {compact ? null : (
            <>
              <span className="min-w-0 flex-1 truncate text-14 font-semibold text-strong">{workspace.name}</span>
              <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-weak" />
            </>
          )}
        </button>
      }
    >
      {me?.memberships.map((membership) => (
        <MenuItem
          key={membership.workspace.id}
          onClick={() => void navigate({ to: '/w/$slug', params: { slug: membership.workspace.slug } })}
          icon={<Avatar id={membership.workspace.id} name={membership.workspace.name} size="sm" square />}
        >
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1">
              <span className="block truncate">{membership.workspace.name}</span>
              <span className="block text-12 text-weak">{roleName(membership)}</span>
            </span>
            {membership.workspace.id === workspace.id ? <Check aria-label={t`Open now`} className="text-accent-text!" /> : null}
          </span>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuLink icon={<Plus aria-hidden />} render={<Link to="/new-workspace" />}>
        <Trans>Create a workspace</Trans>
      </MenuLink>
    </Menu>
  );
}
