import type { Conversation } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import {
  ChevronLeft,
  EllipsisVertical,
  FileSpreadsheet,
  FileText,
  Hand,
  Link2,
  MailOpen,
  PanelRightClose,
  PanelRightOpen,
  Pin,
  PinOff,
} from 'lucide-react';
import { usePermission } from '#features/session';
import { contactLabel, contactSubline } from '#lib/contact-label.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '#ui/Menu.tsx';
import { notify } from '#ui/toasts.ts';
import { useTranscript } from '../api/transcript.ts';
import { useWork } from '../api/work.ts';
import { listSearch } from '../fns/inbox-search.ts';
import { DueChip } from './DueChip.tsx';
import { WindowChip } from './WindowChip.tsx';
import { WorkBar } from './work/WorkBar.tsx';

/** Props of ThreadHeader. `numberLabel` is given when the workspace has several numbers. */
export interface ThreadHeaderProps {
  conversation: Conversation;
  slug: string;
  numberLabel: string | null;
  customerOpen: boolean;
  onCustomerToggle: () => void;
  onMarkUnread: (() => void) | null;
}

/** Who the conversation is with, how long the window stays open, and what can be done with the conversation. */
export function ThreadHeader({ conversation, slug, numberLabel, customerOpen, onCustomerToggle, onMarkUnread }: ThreadHeaderProps) {
  const { t } = useLingui();
  const { contact } = conversation;
  const mayWork = usePermission('conversations:write');
  const work = useWork();
  const mayExport = usePermission('conversations:export');
  const transcript = useTranscript(conversation.id);
  const label = contactLabel(contact);
  const subline = [contactSubline(contact), numberLabel].filter((part) => part !== null).join(' · ');

  async function copyLink(): Promise<void> {
    try {
      await navigator.clipboard.writeText(`${location.origin}${location.pathname}`);
      notify({ title: t`Link copied` });
    } catch {
      notify({ tone: 'warn', title: t`The browser did not allow copying`, description: t`Copy the address from the address bar instead.` });
    }
  }

  return (
    <header className="flex min-h-14 shrink-0 items-center gap-2 border-b border-line bg-surface-1 pr-2 pl-4 max-sm:flex-wrap max-sm:gap-y-0 max-sm:pt-1.5 max-sm:pl-1">
      <Link
        to="/w/$slug/inbox"
        params={{ slug }}
        search={listSearch}
        aria-label={t`Back to the conversations`}
        className="touch-target flex size-10 shrink-0 items-center justify-center rounded-control text-weak hover:bg-surface-3 sm:hidden"
      >
        <ChevronLeft aria-hidden className="size-5" />
      </Link>
      <Avatar id={contact.id} name={contact.name ?? contact.profile_name} size="md" />
      <div className="min-w-0 flex-1 pl-1">
        <h2 dir="auto" className="truncate text-start text-14 font-semibold text-strong">
          {label ?? <Trans>No name</Trans>}
        </h2>
        <p className="flex items-center gap-2 text-12 text-weak">
          {subline ? <span className="truncate tabular-nums">{subline}</span> : null}
          <WindowChip window={conversation.window} />
          {conversation.due_at === null || conversation.status !== 'open' ? null : (
            <DueChip dueAt={conversation.due_at} kind={conversation.due_kind} className="max-md:hidden" />
          )}
        </p>
      </div>
      {mayWork ? (
        // Below the name on a phone, where one row has no room for both.
        <div className="flex items-center gap-2 max-sm:order-last max-sm:w-full max-sm:justify-end max-sm:py-1.5 max-sm:pl-3">
          <WorkBar conversation={conversation} slug={slug} />
        </div>
      ) : null}
      <Menu trigger={<IconButton label={t`More about this conversation`} icon={<EllipsisVertical aria-hidden />} />}>
        {onMarkUnread ? (
          <MenuItem icon={<MailOpen aria-hidden />} shortcut="u" onClick={onMarkUnread}>
            <Trans>Mark as unread</Trans>
          </MenuItem>
        ) : null}
        {mayWork ? (
          <MenuItem
            icon={conversation.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
            shortcut="p"
            onClick={() => void work.pin(conversation, !conversation.pinned)}
          >
            {conversation.pinned ? <Trans>Unpin</Trans> : <Trans>Pin on top of the list</Trans>}
          </MenuItem>
        ) : null}
        {mayWork && conversation.bot_active ? (
          <MenuItem
            icon={<Hand aria-hidden />}
            onClick={() => void work.change(conversation, { bot_active: false }, t`The bot is silent here now`)}
          >
            <Trans>Take over from the bot</Trans>
          </MenuItem>
        ) : null}
        <MenuItem icon={<Link2 aria-hidden />} onClick={() => void copyLink()}>
          <Trans>Copy link to this conversation</Trans>
        </MenuItem>
        {mayExport ? (
          <>
            <MenuSeparator />
            <MenuItem icon={<FileText aria-hidden />} onClick={() => void transcript.download('html', true)}>
              <Trans>Transcript with notes, as a page</Trans>
            </MenuItem>
            <MenuItem icon={<FileText aria-hidden />} onClick={() => void transcript.download('txt', false)}>
              <Trans>Transcript without notes, as text</Trans>
            </MenuItem>
            <MenuItem icon={<FileSpreadsheet aria-hidden />} onClick={() => void transcript.download('csv', true)}>
              <Trans>Transcript as a table (CSV)</Trans>
            </MenuItem>
          </>
        ) : null}
      </Menu>
      <IconButton
        label={customerOpen ? t`Hide the customer` : t`Show the customer`}
        shortcut="i"
        aria-expanded={customerOpen}
        icon={customerOpen ? <PanelRightClose aria-hidden /> : <PanelRightOpen aria-hidden />}
        onClick={onCustomerToggle}
      />
    </header>
  );
}
