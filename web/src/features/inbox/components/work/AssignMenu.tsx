import type { Conversation } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { CircleDashed, UsersRound } from 'lucide-react';
import type { ReactElement } from 'react';
import { useMembers } from '#features/members';
import { useWorkspace } from '#features/session';
import { useTeams } from '#features/teams';
import { Avatar } from '#ui/Avatar.tsx';
import { PickList } from '#ui/PickList.tsx';
import type { WorkChange } from '../../api/work.ts';

/** Props of AssignMenu. `now` is what holds already; for several conversations it is left out. */
export interface AssignMenuProps {
  trigger: ReactElement;
  now: Pick<Conversation, 'assignee_id' | 'team_id'> | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** `said` tells what was done, in the reader's words. */
  onAssign: (change: WorkChange, said: string) => void;
  align?: 'start' | 'end' | undefined;
}

/** Who takes care: oneself first, every member, a team, or nobody. */
export function AssignMenu({ trigger, now, open, onOpenChange, onAssign, align = 'end' }: AssignMenuProps) {
  const { t } = useLingui();
  const { memberId } = useWorkspace();
  const { data: members = [] } = useMembers();
  const { data: teams = [] } = useTeams();
  const sorted = members.toSorted((a, b) => Number(b.id === memberId) - Number(a.id === memberId) || a.name.localeCompare(b.name));
  return (
    <PickList
      trigger={trigger}
      label={t`Assign`}
      placeholder={t`Find a member or team`}
      emptyText={t`Nobody has this name.`}
      open={open}
      onOpenChange={onOpenChange}
      align={align}
      chosen={now === null ? [] : [now.assignee_id ?? 'nobody', now.team_id ?? 'no-team']}
      groups={[
        {
          label: t`Member`,
          items: [
            ...sorted.map((member) => ({
              value: member.id,
              label: member.name,
              hint: member.id === memberId ? t`me` : undefined,
              icon: <Avatar id={member.id} name={member.name} size="sm" />,
            })),
            { value: 'nobody', label: t`Nobody`, icon: <CircleDashed aria-hidden /> },
          ],
        },
        {
          label: t`Team`,
          items: [
            ...teams.map((team) => ({ value: team.id, label: team.name, icon: <UsersRound aria-hidden /> })),
            ...(teams.length > 0 ? [{ value: 'no-team', label: t`No team`, icon: <CircleDashed aria-hidden /> }] : []),
          ],
        },
      ]}
      onPick={(value) => {
        onOpenChange(false);
        const member = members.find(({ id }) => id === value);
        const team = teams.find(({ id }) => id === value);
        if (member) {
          const name = member.name;
          onAssign({ assignee_id: member.id }, member.id === memberId ? t`Assigned to you` : t`Assigned to ${name}`);
        } else if (team) {
          const name = team.name;
          onAssign({ team_id: team.id }, t`Given to the team ${name}`);
        } else if (value === 'no-team') onAssign({ team_id: null }, t`Taken from the team`);
        else onAssign({ assignee_id: null }, t`Assigned to nobody`);
      }}
    />
  );
}
