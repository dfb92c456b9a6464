import type { Message } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { cn } from '#lib/cn.ts';
import { contactLabel } from '#lib/contact-label.ts';
import { useFormat } from '#lib/use-format.ts';
import { useThreadContext } from './thread-context.ts';

/** Reactions on the edge of a bubble; a press on our own takes it back. */
export function Reactions({ message }: { message: Message }) {
  const { t } = useLingui();
  const format = useFormat();
  const { contact, react } = useThreadContext();
  if (message.reactions.length === 0) return null;
  const customer = contactLabel(contact) ?? t`Customer`;
  return (
    <div className={cn('-mt-1.5 flex gap-1 px-2', message.direction === 'out' && 'justify-end')}>
      {message.reactions.map((reaction) => {
        const who = reaction.by === 'contact' ? customer : t`You`;
        const at = format.dateTime(reaction.at);
        const look = 'relative inline-flex h-6 min-w-8 items-center justify-center rounded-full border border-line bg-popup px-1.5 text-14';
        return reaction.by === 'business' && react ? (
          <button
            key={reaction.by}
            type="button"
            title={`${who} · ${at}`}
            aria-label={t`Your reaction ${reaction.emoji}: take it back`}
            onClick={() => react(message, '')}
            className={`touch-target ${look} hover:bg-popup-hover`}
          >
            {reaction.emoji}
          </button>
        ) : (
          <span key={reaction.by} title={`${who} · ${at}`} className={look}>
            <span aria-hidden>{reaction.emoji}</span>
            <span className="sr-only">{t`${who} reacted with ${reaction.emoji}`}</span>
          </span>
        );
      })}
    </div>
  );
}
