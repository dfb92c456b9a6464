import type { Team } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { EllipsisVertical, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMembers } from '#features/members';
import { useNumbers } from '#features/numbers';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '#ui/Menu.tsx';
import { notify } from '#ui/toasts.ts';
import { useRemoveTeam } from '../api/mutations.ts';

const mostFaces = 5;

/** Every team with its people and numbers. */
export function TeamTable({ teams, onEdit }: { teams: readonly Team[]; onEdit: (team: Team) => void }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { data: members = [] } = useMembers();
  const { data: numbers = [] } = useNumbers();
  const [removing, setRemoving] = useState<Team | null>(null);
  const remove = useRemoveTeam();

  function membersOf(team: Team) {
    return members.filter((member) => team.member_ids.includes(member.id));
  }
  function numbersOf(team: Team): string {
    return numbers
      .filter((number) => team.number_ids.includes(number.id))
      .map((number) => number.verified_name ?? format.phone(number.display_phone_number))
      .join(', ');
  }

  const columns: DataColumn<Team>[] = [
    {
      id: 'name',
      grow: true,
      header: t`Name`,
      sortValue: (team) => team.name,
      cell: (team) => (
        <span dir="auto" className="block truncate font-medium text-strong">
          {team.name}
        </span>
      ),
    },
    {
      id: 'members',
      header: t`Members`,
      sortValue: (team) => team.member_ids.length,
      width: '14rem',
      cell: (team) => {
        const people = membersOf(team);
        const names = people.map((person) => person.name).join(', ');
        return (
          <span className="flex items-center gap-2" title={names}>
            <span aria-hidden className="flex -space-x-1.5 max-sm:hidden">
              {people.slice(0, mostFaces).map((person) => (
                <Avatar key={person.id} id={person.user_id} name={person.name} size="sm" className="ring-2 ring-surface-1" />
              ))}
            </span>
            <span className={team.member_ids.length === 0 ? 'text-warn' : 'text-normal'}>
              {team.member_ids.length === 0 ? (
                <Trans>Nobody yet</Trans>
              ) : (
                <Plural value={team.member_ids.length} one="# member" other="# members" />
              )}
            </span>
            <span className="sr-only">{names}</span>
          </span>
        );
      },
    },
    {
      id: 'numbers',
      header: t`Numbers`,
      narrow: false,
      width: '16rem',
      cell: (team) =>
        team.number_ids.length === 0 ? (
          <span className="text-weak">{t`Those without a team`}</span>
        ) : (
          <span className="block max-w-60 truncate">{numbersOf(team)}</span>
        ),
    },
    {
      id: 'actions',
      header: null,
      headerLabel: t`Actions`,
      width: '3.5rem',
      align: 'end',
      cell: (team) => {
        const name = team.name;
        return (
          <Menu trigger={<IconButton size="sm" label={t`What to do with ${name}`} icon={<EllipsisVertical aria-hidden />} />}>
            <MenuItem icon={<Pencil aria-hidden />} onClick={() => onEdit(team)}>
              <Trans>Change</Trans>
            </MenuItem>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => setRemoving(team)}>
              <Trans>Delete</Trans>
            </MenuItem>
          </Menu>
        );
      },
    },
  ];
  const name = removing?.name ?? '';
  return (
    <>
      <DataTable
        label={t`Teams`}
        columns={columns}
        rows={teams}
        rowKey={(team) => team.id}
        rowLabel={(team) => team.name}
        onOpen={onEdit}
        initialOrder={{ column: 'name', direction: 'ascending' }}
      />
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => {
          if (!open) setRemoving(null);
          remove.reset();
        }}
        title={t`Delete the team “${name}”?`}
        confirmLabel={<Trans>Delete</Trans>}
        pending={remove.isPending}
        error={remove.error ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={() => {
          if (!removing) return;
          remove.mutate(removing.id, {
            onSuccess: () => {
              setRemoving(null);
              notify({ title: t`The team “${name}” is deleted` });
            },
          });
        }}
      >
        <ul className="list-disc space-y-1 pl-5">
          <li>
            <Trans>Its conversations belong to no team afterwards. Nobody loses what is assigned to them.</Trans>
          </li>
          <li>
            <Plural
              value={removing?.member_ids.length ?? 0}
              _0="Nobody is in it."
              one="# member stays in the workspace, and may see less or more of the inbox."
              other="# members stay in the workspace, and may see less or more of the inbox."
            />
          </li>
          <li>
            <Trans>Its own rules of assignment and its targets go with it. Numbers that no other team serves are for everybody.</Trans>
          </li>
        </ul>
      </ConfirmDialog>
    </>
  );
}
