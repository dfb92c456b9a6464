import type { Conversation } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { cn } from '#lib/cn.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { CountBadge } from '#ui/Badge.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { contactLabel } from '../fns/contact-label.ts';
import { listSearch } from '../fns/inbox-search.ts';
import { previewLine } from '../fns/preview-line.ts';
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

/** Props of ConversationRow. `numberLabel` is given when the workspace has several numbers. */
export interface ConversationRowProps {
  conversation: Conversation;
  slug: string;
  active: boolean;
  numberLabel: string | null;
}

/** One conversation in the list: who, when, the last line, what is unread and how long the window stays open. */
export const ConversationRow = memo(function ConversationRow({ conversation, slug, active, numberLabel }: ConversationRowProps) {
  const { t } = useLingui();
  const { contact, unread_count: unreadCount } = conversation;
  const name = contactLabel(contact);
  const unread = unreadCount > 0;
  return (
    <Link
      to="/w/$slug/inbox/$conversationId"
      params={{ slug, conversationId: conversation.id }}
      search={listSearch}
      data-conversation={conversation.id}
      aria-current={active ? 'true' : undefined}
      preload={false}
      className={cn(
        'flex h-16 items-center gap-3 px-3 text-left -outline-offset-2 transition-colors',
        active ? 'bg-accent-soft' : 'hover:bg-surface-2',
      )}
    >
      <Avatar id={contact.id} name={contact.name ?? contact.profile_name} size="lg" />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex items-center gap-2">
          <span
            dir="auto"
            className={cn(
              'min-w-0 flex-1 truncate text-start text-14',
              unread ? 'font-semibold text-strong' : 'font-medium text-strong',
              name === null && 'text-weak italic',
            )}
          >
            {name ?? t`No name`}
          </span>
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
          <WindowChip window={conversation.window} />
          <CountBadge count={unreadCount} label={t`${plural(unreadCount, { one: '# unread message', other: '# unread messages' })}`} />
        </span>
      </span>
    </Link>
  );
});
