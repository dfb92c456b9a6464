import type { Conversation, Member, Tag } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { AlarmClock, Bot, CheckCheck, Pin } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { TagDot } from '#features/tags';
import { cn } from '#lib/cn.ts';
import { contactLabel } from '#lib/contact-label.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { CountBadge } from '#ui/Badge.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { listSearch } from '../fns/inbox-search.ts';
import { previewLine } from '../fns/preview-line.ts';
import { DueChip } from './DueChip.tsx';
import { StatusIcon } from './StatusIcon.tsx';
import { typeIcons } from './type-icons.ts';
import { WindowChip } from './WindowChip.tsx';

function LastMessage({ last, unread }: { last: Conversation['last_message']; unread: boolean }) {
  const { t, i18n } = useLingui();
  if (!last) return <span className="flex-1 truncate text-13 text-weak">{t`No messages yet`}</span>;
  const Icon = typeIcons[last.type];
  const isFailed = last.status === 'failed' || last.status === 'skipped';
  return (
    <span className={cn('flex min-w-0 flex-1 items-center gap-1 text-13', unread ? 'text-strong' : 'text-weak')}>
      {last.direction === 'out' && !isFailed ? <StatusIcon status={last.status} className="size-3.5" /> : null}
      {isFailed ? (
        <>
          <StatusIcon status={last.status} className="size-3.5" />
          <span className="shrink-0 font-medium text-bad">{last.status === 'failed' ? t`Failed:` : t`Not sent:`}</span>
        </>
      ) : null}
      {Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : null}
      <span dir="auto" className="min-w-0 truncate">
        {previewLine(last, i18n)}
      </span>
    </span>
  );
}

/** Small signs beside the name: pinned, snoozed, resolved, a bot answers, tags. */
function Marks({ conversation, tags }: { conversation: Conversation; tags: readonly Tag[] }) {
  const { t } = useLingui();
  const shown = conversation.tag_ids.flatMap((id) => tags.find((tag) => tag.id === id) ?? []);
  const names = shown.map(({ name }) => name).join(', ');
  return (
    <>
      {conversation.pinned ? <Pin aria-label={t`Pinned`} className="size-3.5 shrink-0 text-weak" /> : null}
      {conversation.bot_active ? <Bot aria-label={t`A bot answers`} className="size-3.5 shrink-0 text-weak" /> : null}
      {conversation.status === 'snoozed' ? <AlarmClock aria-label={t`Snoozed`} className="size-3.5 shrink-0 text-info" /> : null}
      {conversation.status === 'resolved' ? <CheckCheck aria-label={t`Resolved`} className="size-3.5 shrink-0 text-good" /> : null}
      {shown.length > 0 ? (
        <span className="flex shrink-0 items-center gap-0.5" title={names}>
          {shown.slice(0, 3).map((tag) => (
            <TagDot key={tag.id} color={tag.color} />
          ))}
          <span className="sr-only">{t`Tags: ${names}`}</span>
        </span>
      ) : null}
    </>
  );
}

/** Props of ConversationRow. */
export interface ConversationRowProps {
  conversation: Conversation;
  slug: string;
  active: boolean;
  /** Given when the workspace has several numbers. */
  numberLabel: string | null;
  /** Who it is assigned to; null for nobody, and where the list says it already. */
  assignee: Pick<Member, 'id' | 'name'> | null;
  tags: readonly Tag[];
  selected: boolean;
  /** Some row is chosen: a press chooses instead of opening. */
  selecting: boolean;
  /** Null where nothing can be done to several conversations. */
  onSelect: ((id: string, extend: boolean) => void) | null;
}

/** One conversation in the list: who, when, the last line, what is unread, what is due and how long the window stays open. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, slug, active, numberLabel, assignee, tags, selected, selecting, onSelect } = props;
  const { t } = useLingui();
  const { contact, unread_count: unreadCount } = conversation;
  const name = contactLabel(contact);
  const unread = unreadCount > 0;
  const spoken = name ?? t`No name`;

  function handleClick(event: MouseEvent): void {
    if (onSelect === null || !(selecting || event.shiftKey)) return;
    event.preventDefault();
    onSelect(conversation.id, event.shiftKey);
  }

  return (
    <div className="group/row relative">
      <Link
        to="/w/$slug/inbox/$conversationId"
        params={{ slug, conversationId: conversation.id }}
        search={listSearch}
        data-conversation={conversation.id}
        aria-current={active ? 'true' : undefined}
        preload={false}
        onClick={handleClick}
        className={cn(
          'flex h-16 items-center gap-3 px-3 text-left -outline-offset-2 transition-colors select-none',
          selected ? 'bg-accent-soft' : active ? 'bg-accent-soft' : 'hover:bg-surface-2',
        )}
      >
        <Avatar
          id={contact.id}
          name={contact.name ?? contact.profile_name}
          size="lg"
          className={cn(onSelect && 'group-hover/row:not-touch:invisible', selecting && 'invisible')}
        />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-center gap-1.5">
            <span
              dir="auto"
              className={cn(
                'min-w-0 truncate text-start text-14',
                unread ? 'font-semibold text-strong' : 'font-medium text-strong',
                name === null && 'text-weak italic',
              )}
            >
              {spoken}
            </span>
            <Marks conversation={conversation} tags={tags} />
            <span className="flex-1" />
            {numberLabel ? (
              <span className="max-w-26 shrink-0 truncate rounded-full bg-surface-3 px-1.5 text-12 text-normal">{numberLabel}</span>
            ) : null}
            <RelativeTime
              at={conversation.last_activity_at}
              style="list"
              className={cn('shrink-0 text-12 tabular-nums', unread ? 'font-medium text-accent-text' : 'text-weak')}
            />
          </span>
          <span className="flex items-center gap-2">
            <LastMessage last={conversation.last_message} unread={unread} />
            {conversation.due_at === null || conversation.status !== 'open' ? (
              <WindowChip window={conversation.window} />
            ) : (
              <DueChip dueAt={conversation.due_at} kind={conversation.due_kind} />
            )}
            {assignee ? (
              <span className="flex shrink-0" title={assignee.name}>
                <Avatar id={assignee.id} name={assignee.name} size="xs" />
                <span className="sr-only">{t`Assigned to ${assignee.name}`}</span>
              </span>
            ) : null}
            <CountBadge count={unreadCount} label={t`${plural(unreadCount, { one: '# unread message', other: '# unread messages' })}`} />
          </span>
        </span>
      </Link>
      {onSelect ? (
        <span
          className={cn(
            'absolute top-3 left-3 flex size-10 items-center justify-center',
            !selecting && 'opacity-0 group-hover/row:not-touch:opacity-100 focus-within:opacity-100 touch:pointer-events-none',
          )}
        >
          <Checkbox
            aria-label={t`Choose the conversation with ${spoken}`}
            checked={selected}
            onCheckedChange={() => onSelect(conversation.id, false)}
            className="bg-surface-1"
          />
        </span>
      ) : null}
    </div>
  );
});
