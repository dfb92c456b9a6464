import type { Notification, NotificationKind } from '@kabar/contract';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import {
  AlarmClock,
  AtSign,
  Bell,
  CircleAlert,
  Download,
  FileClock,
  FileDown,
  Flame,
  LockKeyhole,
  ShieldAlert,
  Scale,
  ShieldQuestionMark,
  Share2,
  Target,
  Timer,
  UserRound,
  UserRoundSearch,
  UsersRound,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import { useMembers } from '#features/members';
import { useWorkspace } from '#features/session';
import { useTeams } from '#features/teams';
import { cn } from '#lib/cn.ts';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { LoadMore } from '#ui/LoadMore.tsx';
import { Popover } from '#ui/Popover.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useMarkNotificationsRead, useNotifications, useUnreadNotifications } from '../api/queries.ts';

const icons: Readonly<Record<NotificationKind, LucideIcon>> = {
  mentioned: AtSign,
  assigned: UserRound,
  team_assigned: UsersRound,
  target_due: Target,
  target_missed: Flame,
  snooze_woken: AlarmClock,
  message_failed: CircleAlert,
  consent_doubtful: ShieldQuestionMark,
  import_finished: FileDown,
  export_finished: Download,
  evidence_expiring: FileClock,
  promise_broken: ShieldAlert,
  hold_review: Scale,
  recipient_announced: Share2,
  sealed_asked: LockKeyhole,
  sealed_decided: LockKeyhole,
  privacy_request_received: UserRoundSearch,
  privacy_request_due: Timer,
  privacy_request_stuck: CircleAlert,
};

function useWords(): (notification: Notification) => string {
  const { t } = useLingui();
  const { data: members = [] } = useMembers();
  const { data: teams = [] } = useTeams();
  return ({ kind, actor, data }) => {
    const who =
      actor.kind === 'member'
        ? (members.find(({ id }) => id === actor.id)?.name ?? t`A former member`)
        : actor.kind === 'api_key'
          ? t`A program`
          : t`Kabar`;
    const team = teams.find(({ id }) => id === data['team_id'])?.name ?? t`your team`;
    switch (kind) {
      case 'mentioned':
        return t`${who} mentioned you in a note`;
      case 'assigned':
        return t`${who} assigned a conversation to you`;
      case 'team_assigned':
        return t`${who} gave a conversation to ${team}`;
      case 'target_due':
        return data['due_kind'] === 'resolution' ? t`A conversation should be resolved soon` : t`A customer should get a first reply soon`;
      case 'target_missed':
        return data['due_kind'] === 'resolution' ? t`A conversation was not resolved in time` : t`A customer got no first reply in time`;
      case 'snooze_woken':
        return t`A snoozed conversation is back`;
      case 'message_failed':
        return t`A message of yours did not arrive`;
      case 'consent_doubtful':
        return t`A customer may have asked to stop. Please decide`;
      case 'import_finished':
        return t`Your import is finished`;
      case 'export_finished':
        return t`Your export is ready`;
      case 'evidence_expiring':
        return data['days'] === '0' ? t`Evidence behind a promise has run out` : t`Evidence behind a promise runs out soon`;
      case 'promise_broken':
        return t`A sentence left your privacy notice, because it is no longer true`;
      case 'hold_review':
        return t`A legal hold of yours must be looked at again`;
      case 'recipient_announced':
        return t`Somebody new receives data, or soon will`;
      case 'sealed_asked':
        return t`${who} asks to open sealed records. It takes a second person: you can decide`;
      case 'sealed_decided':
        return t`${who} decided on the sealed records that you asked for`;
      case 'privacy_request_received':
        return t`Somebody asks for something about their data`;
      case 'privacy_request_due':
        return data['percent'] === '100'
          ? t`The time for a request about personal data is over. Do it now`
          : t`${data['percent'] ?? ''}% of the time for a request about personal data is over`;
      case 'privacy_request_stuck':
        return t`A request about personal data does not go on by itself`;
    }
  };
}

/** What the reader was told of, behind a bell with the count of what is new. */
export function NotificationBell({ compact }: { compact: boolean }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { workspace } = useWorkspace();
  const slug = workspace.slug;
  const [open, setOpen] = useState(false);
  const { data: unread = 0 } = useUnreadNotifications();
  const list = useNotifications(open);
  const mark = useMarkNotificationsRead();
  const words = useWords();

  useActions([{ id: 'notifications', label: t`Notifications`, group: t`Everywhere`, keys: 'g b', run: () => setOpen(true) }]);

  function go(notification: Notification): void {
    setOpen(false);
    if (notification.read_at === null) mark.mutate(notification.id);
    const { conversation_id: conversationId, kind, data } = notification;
    if (conversationId !== null) {
      void navigate({
        to: '/w/$slug/inbox/$conversationId',
        params: { slug, conversationId },
        search: { status: 'any', message: data['message_id'] },
      });
    } else if (kind === 'hold_review') void navigate({ to: '/w/$slug/privacy/retention', params: { slug }, search: { tab: 'holds' } });
    else if (kind === 'recipient_announced') void navigate({ to: '/w/$slug/privacy/recipients', params: { slug } });
    else if (kind === 'sealed_asked' || kind === 'sealed_decided')
      void navigate({ to: '/w/$slug/privacy/retention', params: { slug }, search: { tab: 'sealed' } });
    else if (kind === 'evidence_expiring' || kind === 'promise_broken')
      void navigate({ to: '/w/$slug/privacy/promises', params: { slug } });
    else if (data['privacy_request_id'] !== undefined)
      void navigate({ to: '/w/$slug/privacy/requests/$requestId', params: { slug, requestId: data['privacy_request_id'] } });
    else if (kind === 'import_finished') void navigate({ to: '/w/$slug/contacts/imports', params: { slug } });
    else void navigate({ to: '/w/$slug/contacts', params: { slug } });
  }

  const label = unread === 0 ? t`Notifications` : t`Notifications, ${plural(unread, { one: '# new', other: '# new' })}`;
  return (
    <Popover
      label={t`Notifications`}
      open={open}
      onOpenChange={setOpen}
      side={compact ? 'right' : 'top'}
      className="w-90 p-0"
      trigger={
        <IconButton
          size="sm"
          label={label}
          shortcut="g b"
          tooltipSide="right"
          icon={
            <span className="relative">
              <Bell aria-hidden />
              {unread > 0 ? (
                <span
                  aria-hidden
                  className="absolute -top-2 left-1.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-[10px] font-semibold text-on-accent tabular-nums"
                >
                  {unread > 99 ? '99+' : unread}
                </span>
              ) : null}
            </span>
          }
        />
      }
    >
      <header className="flex items-center justify-between border-b border-line px-3 py-2">
        <h2 className="text-14 font-semibold text-strong">
          <Trans>Notifications</Trans>
        </h2>
        {unread > 0 ? (
          <Button size="sm" variant="ghost" onClick={() => mark.mutate(null)}>
            <Trans>Mark all as read</Trans>
          </Button>
        ) : null}
      </header>
      {list.notifications === null ? (
        list.error ? (
          <ErrorState error={list.error} onRetry={list.retry} />
        ) : (
          <RowSkeletons label={t`Loading the notifications`} rows={4} />
        )
      ) : list.notifications.length === 0 ? (
        <EmptyState compact picture={<Bell />} title={<Trans>Nothing new</Trans>}>
          <Trans>When somebody mentions you or gives you a conversation, it is told here.</Trans>
        </EmptyState>
      ) : (
        <ul className="p-1">
          {list.notifications.map((notification) => {
            const Icon = icons[notification.kind];
            const isNew = notification.read_at === null;
            return (
              <li key={notification.id}>
                <button
                  type="button"
                  onClick={() => go(notification)}
                  className="flex w-full items-start gap-2.5 rounded-control px-2.5 py-2 text-left hover:bg-popup-hover"
                >
                  <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', isNew ? 'text-accent-text' : 'text-weak')} />
                  <span className={cn('min-w-0 flex-1 text-13', isNew ? 'font-medium text-strong' : 'text-normal')}>
                    {words(notification)}
                    {isNew ? (
                      <span className="sr-only">
                        {' '}
                        <Trans>(new)</Trans>
                      </span>
                    ) : null}
                  </span>
                  <RelativeTime at={notification.created_at} style="list" className="shrink-0 text-12 text-weak tabular-nums" />
                </button>
              </li>
            );
          })}
          {list.hasMore || list.error ? (
            <LoadMore
              hasMore={list.hasMore}
              loading={list.loadingMore}
              onLoadMore={list.loadMore}
              error={list.error ? errorSentence(list.error, i18n) : undefined}
            />
          ) : null}
        </ul>
      )}
    </Popover>
  );
}
