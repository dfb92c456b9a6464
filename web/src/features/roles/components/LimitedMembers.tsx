import type { Member } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Eye, Plus } from 'lucide-react';
import { mayDealWith, useMembers, useRoles } from '#features/members';
import { usePermission, useWorkspace } from '#features/session';
import { useRoleName } from '#frame/use-role-name.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { PickList } from '#ui/PickList.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';

/** Members who see less than their role says, and the way to limit another. */
export function LimitedMembers({ onOpen }: { onOpen: (member: Member) => void }) {
  const { t } = useLingui();
  const members = useMembers();
  const { data: roles = [] } = useRoles();
  const own = useWorkspace();
  const mayWrite = usePermission('members:write');
  const roleName = useRoleName();
  const limited = (members.data ?? []).filter((member) => member.limits !== null);
  const mayLimit = (member: Member): boolean =>
    mayWrite && member.id !== own.memberId && member.role !== 'owner' && mayDealWith(own, member.role, roles);
  const others = (members.data ?? []).filter((member) => member.limits === null && mayLimit(member));
  return (
    <Card
      flush
      title={t`Members with limits of their own`}
      description={t`They see chosen numbers and teams, whatever their role would show them.`}
      action={
        others.length > 0 ? (
          <PickList
            label={t`Limit a member`}
            placeholder={t`Find a member`}
            emptyText={t`Nobody of this name.`}
            groups={[
              {
                items: others.map((member) => ({
                  value: member.id,
                  label: member.name,
                  hint: roleName(member),
                  keywords: member.email,
                  icon: <Avatar id={member.user_id} name={member.name} size="xs" />,
                })),
              },
            ]}
            chosen={[]}
            onPick={(id) => {
              const member = others.find((one) => one.id === id);
              if (member) onOpen(member);
            }}
            trigger={
              <Button size="sm" icon={<Plus aria-hidden />}>
                <Trans>Limit a member</Trans>
              </Button>
            }
          />
        ) : null
      }
    >
      {members.isPending ? (
        <RowSkeletons label={t`Loading the members`} rows={2} />
      ) : !members.data ? (
        <ErrorState error={members.error} onRetry={() => void members.refetch()} />
      ) : limited.length === 0 ? (
        <p className="border-t border-line px-4 py-3 text-14 text-weak sm:px-5">
          <Trans>Nobody. Everybody sees what their role says.</Trans>
        </p>
      ) : (
        <ul>
          {limited.map((member) => {
            const { name } = member;
            return (
              <li key={member.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-4 py-2.5 sm:px-5">
                <Avatar id={member.user_id} name={name} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium text-strong">{name}</span>
                  <span className="block text-13 text-weak">
                    {roleName(member)} · <Plural value={member.limits?.number_ids.length ?? 0} one="# number" other="# numbers" /> ·{' '}
                    <Plural value={member.limits?.team_ids.length ?? 0} one="# team" other="# teams" />
                  </span>
                </span>
                {mayLimit(member) ? (
                  <Button size="sm" icon={<Eye aria-hidden />} aria-label={t`Change what ${name} sees`} onClick={() => onOpen(member)}>
                    <Trans>Change</Trans>
                  </Button>
                ) : null}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
