import type { Member, MemberPresence } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMembers } from '#features/members';
import { PresenceDot, useMemberPresence, usePresenceWord } from '#features/presence';
import { useRoleName } from '#frame/use-role-name.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';

const order = { online: 0, busy: 1, away: 2, offline: 3 } as const;

/** Props of PresenceCard. `takesPart` says who could be given a conversation now; they are marked. */
export interface PresenceCardProps {
  takesPart: (member: Member, presence: MemberPresence) => boolean;
  /** Only these members, as for a team. */
  only?: readonly string[] | undefined;
}

/** Who is there at this moment and how much they have; changes by itself. */
export function PresenceCard({ takesPart, only }: PresenceCardProps) {
  const { t } = useLingui();
  const word = usePresenceWord();
  const roleName = useRoleName();
  const members = useMembers();
  const presence = useMemberPresence();
  const rows = (presence.data ?? [])
    .flatMap((one) => {
      const member = members.data?.find(({ id }) => id === one.member_id);
      return member && (only === undefined || only.includes(member.id)) ? [{ member, one }] : [];
    })
    .toSorted((a, b) => order[a.one.state] - order[b.one.state] || a.member.name.localeCompare(b.member.name));
  const ready = rows.filter(({ member, one }) => takesPart(member, one)).length;
  return (
    <Card
      flush
      title={t`Who is there now`}
      description={
        presence.data ? (
          <Plural
            value={ready}
            _0="Nobody can be given a conversation at this moment."
            one="# member can be given a conversation at this moment."
            other="# members can be given a conversation at this moment."
          />
        ) : undefined
      }
    >
      {presence.isPending || members.isPending ? (
        <RowSkeletons label={t`Loading who is there`} rows={3} />
      ) : !presence.data || !members.data ? (
        <ErrorState error={presence.error ?? members.error} onRetry={() => void Promise.all([presence.refetch(), members.refetch()])} />
      ) : (
        <ul aria-live="polite" className="max-h-110 divide-y divide-line overflow-y-auto border-t border-line">
          {rows.map(({ member, one }) => {
            const state = word(one.state);
            return (
              <li key={member.id} className="flex items-center gap-3 px-4 py-2 sm:px-5">
                <span className="relative flex shrink-0">
                  <Avatar id={member.user_id} name={member.name} />
                  <PresenceDot state={one.state} className="absolute -right-0.5 -bottom-0.5 ring-2 ring-surface-1" />
                </span>
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-14 font-medium text-strong">{member.name}</span>
                  <span className="block truncate text-13 text-weak">
                    {state} · {roleName(member)}
                    {one.state === 'offline' && one.last_seen_at !== null ? (
                      <>
                        {' · '}
                        <Trans>
                          last seen <RelativeTime at={one.last_seen_at} />
                        </Trans>
                      </>
                    ) : null}
                  </span>
                </span>
                {takesPart(member, one) ? (
                  <Badge tone="good" dot>
                    <Trans>can get one</Trans>
                  </Badge>
                ) : null}
                <span className="w-20 shrink-0 text-right text-13 text-weak tabular-nums">
                  <Plural value={one.open_conversations} _0="none open" one="# open" other="# open" />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
