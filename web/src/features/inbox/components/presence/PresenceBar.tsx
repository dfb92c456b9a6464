import { useLingui } from '@lingui/react/macro';
import { Eye, PenLine } from 'lucide-react';
import { useMembers } from '#features/members';
import { cn } from '#lib/cn.ts';
import { Avatar } from '#ui/Avatar.tsx';
import type { Presence } from './use-presence.ts';

/** Who else is at the conversation: quiet while they look, plain while they answer. */
export function PresenceBar({ presence }: { presence: Presence }) {
  const { t } = useLingui();
  const { data: members = [] } = useMembers();
  const nameOf = (id: string): string => members.find((member) => member.id === id)?.name ?? t`Another member`;
  const { others, lockedBy } = presence;
  if (others.length === 0 && lockedBy === null) return null;
  const answering = lockedBy === null ? null : nameOf(lockedBy);
  const names = others.map(({ member_id: id }) => nameOf(id)).join(', ');
  const typing = others.some((member) => member.member_id === lockedBy && member.state === 'typing');
  return (
    <div
      role="status"
      className={cn(
        'flex shrink-0 items-center gap-2 border-t border-line px-4 py-1.5 text-13',
        answering === null ? 'bg-surface-1 text-weak' : 'bg-warn-soft text-strong',
      )}
    >
      {answering === null ? <Eye aria-hidden className="size-4 shrink-0" /> : <PenLine aria-hidden className="size-4 shrink-0 text-warn" />}
      <span className="flex -space-x-1.5">
        {others.slice(0, 4).map(({ member_id: id }) => (
          <Avatar key={id} id={id} name={nameOf(id)} size="xs" />
        ))}
      </span>
      <span className="min-w-0 truncate">
        {answering === null
          ? t`${names} also looking at this`
          : typing
            ? t`${answering} is writing an answer right now`
            : t`${answering} is answering this`}
      </span>
    </div>
  );
}
