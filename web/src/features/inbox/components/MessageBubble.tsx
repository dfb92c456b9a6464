import type { Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Forward } from 'lucide-react';
import { memo, useState } from 'react';
import { cn } from '#lib/cn.ts';
import { contactLabel } from '#lib/contact-label.ts';
import { textAt } from '../fns/read-content.ts';
import { largeEmojiCount } from '../fns/whatsapp-text.ts';
import { BubbleActions } from './BubbleActions.tsx';
import { MessageContent } from './MessageContent.tsx';
import { MessageMeta } from './MessageMeta.tsx';
import { MessageNotice } from './MessageNotice.tsx';
import { QuotedMessage } from './QuotedMessage.tsx';
import { Reactions } from './Reactions.tsx';
import { ReferralCard } from './ReferralCard.tsx';
import { useThreadContext } from './thread-context.ts';

/** Props of MessageBubble. `first` and `last` tell its place in the group of its author. */
export interface MessageBubbleProps {
  message: Message;
  first: boolean;
  last: boolean;
  flash: boolean;
}

function useAuthorName(message: Message): string {
  const { t } = useLingui();
  const { contact } = useThreadContext();
  switch (message.author.kind) {
    case 'contact':
      return contactLabel(contact) ?? t`Customer`;
    case 'member':
      return message.author.name ?? t`A former member`;
    case 'api_key':
      return message.author.name ? `${message.author.name} · API` : t`API`;
    case 'phone':
      return t`WhatsApp Business app`;
    case 'system':
      return message.author.name ?? t`Automatic`;
  }
}

/** Types whose content ends in a block, below which the time needs no further room. */
const blockTypes: ReadonlySet<Message['type']> = new Set(['audio', 'document', 'location', 'contacts', 'template', 'order']);

/** One message in its bubble: ours on the right, the customer's on the left. */
export const MessageBubble = memo(function MessageBubble({ message, first, last, flash }: MessageBubbleProps) {
  const { showDetails } = useThreadContext();
  const author = useAuthorName(message);
  const [lively, setLively] = useState(false);
  const own = message.direction === 'out';
  const bare =
    message.type === 'sticker' ||
    (message.type === 'text' && message.reply_to === null && largeEmojiCount(textAt(message.content, 'body')) > 0);
  const isProvisional = message.id === message.client_ref;
  return (
    <article
      aria-label={author}
      data-message={message.id}
      onPointerEnter={() => setLively(true)}
      onPointerLeave={() => setLively(false)}
      className={cn('group/message flex w-full px-4', own ? 'justify-end' : 'justify-start', last ? 'pb-2.5' : 'pb-0.5')}
    >
      <div className={cn('flex max-w-[min(85%,34rem)] min-w-0 flex-col', own ? 'items-end' : 'items-start')}>
        {own && first ? (
          <span dir="auto" className="mb-0.5 max-w-full truncate px-2 text-12 text-weak">
            {author}
          </span>
        ) : (
          <span className="sr-only">{author}</span>
        )}
        <div className={cn('flex max-w-full items-center gap-1', own && 'flex-row-reverse')}>
          <div
            className={cn(
              'relative min-w-0 rounded-bubble text-14 text-strong transition-shadow duration-180',
              bare ? '' : 'px-3 py-1.5',
              !bare && (own ? 'bg-bubble-own' : 'bg-bubble-customer'),
              own ? (last ? 'rounded-br-[4px]' : '') : last ? 'rounded-bl-[4px]' : '',
              flash && 'ring-2 ring-focus',
            )}
          >
            {message.forwarded ? (
              <span className="mb-0.5 flex items-center gap-1 text-12 text-weak italic">
                <Forward aria-hidden className="size-3.5" />
                <Trans>Forwarded</Trans>
              </span>
            ) : null}
            {message.referral ? <ReferralCard referral={message.referral} /> : null}
            {message.reply_to ? <QuotedMessage replyTo={message.reply_to} own={own} /> : null}
            <div dir="auto" className="flow-root">
              <MessageContent message={message} />
              <span dir="ltr" className={cn('float-right -mb-0.5', blockTypes.has(message.type) ? 'mt-0' : 'mt-1.5')}>
                <MessageMeta message={message} onDetails={isProvisional ? null : () => showDetails(message)} />
              </span>
            </div>
          </div>
          {isProvisional ? null : <BubbleActions message={message} lively={lively} />}
        </div>
        <Reactions message={message} />
        <MessageNotice message={message} />
      </div>
    </article>
  );
});
