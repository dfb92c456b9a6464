import type { Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { cn } from '#lib/cn.ts';
import { contactLabel } from '#lib/contact-label.ts';
import { messageLine } from '../fns/preview-line.ts';
import { useThreadContext } from './thread-context.ts';
import { typeIcons } from './type-icons.ts';

/** The message that another one answers, in two lines; a press jumps to it. */
export function QuotedMessage({ replyTo, own }: { replyTo: NonNullable<Message['reply_to']>; own: boolean }) {
  const { t, i18n } = useLingui();
  const { find, jumpTo, contact } = useThreadContext();
  const { message_id: messageId, wamid } = replyTo;
  const quoted = (messageId === null ? null : find(messageId)) ?? (wamid === null ? null : find(wamid));
  const target = quoted?.id ?? messageId;
  const author = !quoted ? null : quoted.direction === 'in' ? (contactLabel(contact) ?? t`Customer`) : (quoted.author.name ?? t`You`);
  const Icon = quoted ? typeIcons[quoted.type] : null;
  const look = cn(
    'mb-1 block w-full rounded-control border-l-3 border-accent px-2 py-1 text-left',
    own ? 'bg-surface-1/55' : 'bg-surface-2',
  );
  const body = quoted ? (
    <>
      <span dir="auto" className="block truncate text-12 font-semibold text-accent-text">
        {author}
      </span>
      <span className="flex items-center gap-1 text-13 text-normal">
        {Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : null}
        <span dir="auto" className="line-clamp-2 wrap-anywhere">
          {quoted.revoked_at ? t`Deleted message` : messageLine(quoted, i18n)}
        </span>
      </span>
    </>
  ) : (
    <span className="block text-13 text-weak italic">
      {target === null ? <Trans>An older message</Trans> : <Trans>An older message: show it</Trans>}
    </span>
  );
  return target === null ? (
    <div className={look}>{body}</div>
  ) : (
    <button type="button" onClick={() => jumpTo(target)} className={cn(look, 'hover:bg-surface-3')}>
      {body}
    </button>
  );
}
