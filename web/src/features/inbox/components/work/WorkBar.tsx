import type { Conversation } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { AlarmClock, AlarmClockOff, CheckCheck, CircleDashed, RotateCcw, Tags, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useMembers } from '#features/members';
import { useWorkspace } from '#features/session';
import { useTeams } from '#features/teams';
import { useActions } from '#lib/use-actions.ts';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { useWork } from '../../api/work.ts';
import { listSearch } from '../../fns/inbox-search.ts';
import { nextInList } from '../../fns/next-in-list.ts';
import { AssignMenu } from './AssignMenu.tsx';
import { SnoozeMenu } from './SnoozeMenu.tsx';
import { TagMenu } from './TagMenu.tsx';

/** Props of WorkBar. */
export interface WorkBarProps {
  conversation: Conversation;
  slug: string;
}

/** What a person does with the open conversation: assign, tag, snooze, resolve. Every change can be undone from its notice. */
export function WorkBar({ conversation, slug }: WorkBarProps) {
  const { t } = useLingui();
  const format = useFormat();
  const navigate = useNavigate();
  const { memberId } = useWorkspace();
  const { data: members = [] } = useMembers();
  const { data: teams = [] } = useTeams();
  const work = useWork();
  const [open, setOpen] = useState<'assign' | 'snooze' | 'tag' | null>(null);
  const menu = (name: 'assign' | 'snooze' | 'tag') => ({
    open: open === name,
    onOpenChange: (next: boolean) => setOpen(next ? name : null),
  });
  const assignee = members.find(({ id }) => id === conversation.assignee_id);
  const team = teams.find(({ id }) => id === conversation.team_id);
  const isOpen = conversation.status === 'open';
  const until = conversation.snoozed_until === null ? '' : format.dateTime(conversation.snoozed_until);

  /** Goes on to the next conversation of the list, because this one leaves it; where no list is shown, back to it. */
  function goOn(): void {
    const next = nextInList(conversation.id);
    void (next === null
      ? navigate({ to: '/w/$slug/inbox', params: { slug }, search: listSearch })
      : navigate({ to: '/w/$slug/inbox/$conversationId', params: { slug, conversationId: next }, search: listSearch }));
  }

  function resolve(): void {
    if (isOpen) goOn();
    void work.change(
      conversation,
      { status: isOpen ? 'resolved' : 'open' },
      isOpen ? t`Resolved` : conversation.status === 'snoozed' ? t`Brought back` : t`Opened again`,
    );
  }

  function snooze(at: string, said: string): void {
    goOn();
    void work.change(conversation, { status: 'snoozed', snoozed_until: at }, said);
  }

  function toggleTag(id: string): void {
    const now: readonly string[] = conversation.tag_ids;
    void work.setTags(conversation, now.includes(id) ? now.filter((other) => other !== id) : [...now, id]);
  }

  useActions([
    { id: 'work-assign', label: t`Assign`, group: t`Conversation`, keys: 'a', run: () => setOpen('assign') },
    ...(conversation.assignee_id === memberId
      ? []
      : [
          {
            id: 'work-take',
            label: t`Assign to me`,
            group: t`Conversation`,
            keys: 'm',
            run: () => void work.change(conversation, { assignee_id: memberId as Conversation['assignee_id'] }, t`Assigned to you`),
          },
        ]),
    { id: 'work-tags', label: t`Tags`, group: t`Conversation`, keys: 'l', run: () => setOpen('tag') },
    { id: 'work-snooze', label: t`Snooze`, group: t`Conversation`, keys: 's', run: () => setOpen('snooze') },
    { id: 'work-resolve', label: isOpen ? t`Resolve` : t`Open again`, group: t`Conversation`, keys: 'e', run: resolve },
    {
      id: 'work-pin',
      label: conversation.pinned ? t`Unpin` : t`Pin on top of the list`,
      group: t`Conversation`,
      keys: 'p',
      run: () => void work.pin(conversation, !conversation.pinned),
    },
  ]);

  return (
    <>
      <AssignMenu
        {...menu('assign')}
        now={conversation}
        onAssign={(change, said) => void work.change(conversation, change, said)}
        trigger={
          <Button size="sm" variant="ghost" className="max-w-44 gap-1.5 px-1.5 max-sm:mr-auto max-sm:max-w-none" aria-label={t`Assign`}>
            {assignee ? (
              <Avatar id={assignee.id} name={assignee.name} size="xs" />
            ) : team ? (
              <UsersRound aria-hidden />
            ) : (
              <CircleDashed aria-hidden />
            )}
            <span className="truncate">{assignee?.name ?? team?.name ?? <Trans>Nobody</Trans>}</span>
          </Button>
        }
      />
      <TagMenu
        {...menu('tag')}
        align="end"
        chosen={conversation.tag_ids}
        onToggle={toggleTag}
        trigger={<IconButton label={t`Tags`} shortcut="l" icon={<Tags aria-hidden />} />}
      />
      {conversation.status === 'snoozed' ? (
        <IconButton label={t`Snoozed until ${until}. Bring back now`} icon={<AlarmClockOff aria-hidden />} onClick={resolve} />
      ) : (
        <SnoozeMenu
          {...menu('snooze')}
          onSnooze={snooze}
          trigger={<IconButton label={t`Snooze`} shortcut="s" icon={<AlarmClock aria-hidden />} />}
        />
      )}
      <Button
        size="sm"
        variant={isOpen ? 'primary' : 'secondary'}
        icon={isOpen ? <CheckCheck aria-hidden /> : <RotateCcw aria-hidden />}
        onClick={resolve}
        aria-keyshortcuts="e"
      >
        {isOpen ? <Trans>Resolve</Trans> : <Trans>Open again</Trans>}
      </Button>
    </>
  );
}
