import type { Message } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Copy, EllipsisVertical, Info, Link2, Reply, SmilePlus } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { Popover } from '#ui/Popover.tsx';
import { notify } from '#ui/toasts.ts';
import { textAt } from '../fns/read-content.ts';
import { EmojiPanel } from './EmojiPanel.tsx';
import { useThreadContext } from './thread-context.ts';

const usual = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

function ReactionPicker({ message, react }: { message: Message; react: (message: Message, emoji: string) => void }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [all, setAll] = useState(false);
  const own = message.reactions.find(({ by }) => by === 'business')?.emoji;
  function choose(emoji: string): void {
    setOpen(false);
    react(message, emoji === own ? '' : emoji);
  }
  return (
    <Popover
      label={t`React`}
      side="top"
      align="center"
      className="p-1.5"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setAll(false);
      }}
      trigger={<IconButton size="sm" label={t`React`} icon={<SmilePlus aria-hidden />} />}
    >
      {all ? (
        <EmojiPanel onChoose={choose} />
      ) : (
        <div className="flex items-center">
          {usual.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={emoji === own ? t`Take back ${emoji}` : t`React with ${emoji}`}
              aria-pressed={emoji === own}
              onClick={() => choose(emoji)}
              className="flex size-9 items-center justify-center rounded-full text-20 hover:bg-popup-hover aria-pressed:bg-accent-soft"
            >
              {emoji}
            </button>
          ))}
          <IconButton label={t`Other emoji`} icon={<SmilePlus aria-hidden />} onClick={() => setAll(true)} />
        </div>
      )}
    </Popover>
  );
}

/** What can be done with a message: shown beside the bubble on hover and when the focus is in it; always there for fingers. */
export function BubbleActions({ message, lively }: { message: Message; lively: boolean }) {
  const { t } = useLingui();
  const { reply, react, showDetails } = useThreadContext();
  const text = textAt(message.content, 'body') || textAt(message.content, 'caption');
  const mayAnswer = message.revoked_at === null && message.wamid !== null;

  async function copy(value: string, done: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(value);
      notify({ title: done });
    } catch {
      notify({ tone: 'warn', title: t`The browser did not allow copying` });
    }
  }

  return (
    <div className="flex shrink-0 items-center opacity-0 transition-opacity group-focus-within/message:opacity-100 group-hover/message:opacity-100 has-data-popup-open:opacity-100 touch:opacity-60">
      {lively && mayAnswer && reply ? (
        <IconButton
          className="max-sm:hidden"
          size="sm"
          label={t`Answer this message`}
          icon={<Reply aria-hidden />}
          onClick={() => reply(message)}
        />
      ) : null}
      {mayAnswer && react ? <ReactionPicker message={message} react={react} /> : null}
      <Menu
        align={message.direction === 'out' ? 'end' : 'start'}
        trigger={<IconButton size="sm" label={t`More about this message`} icon={<EllipsisVertical aria-hidden />} />}
      >
        {mayAnswer && reply ? (
          <MenuItem icon={<Reply aria-hidden />} onClick={() => reply(message)}>
            <Trans>Answer this message</Trans>
          </MenuItem>
        ) : null}
        {text ? (
          <MenuItem icon={<Copy aria-hidden />} onClick={() => void copy(text, t`Text copied`)}>
            <Trans>Copy the text</Trans>
          </MenuItem>
        ) : null}
        <MenuItem
          icon={<Link2 aria-hidden />}
          onClick={() => void copy(`${location.origin}${location.pathname}?message=${message.id}`, t`Link copied`)}
        >
          <Trans>Copy link to this message</Trans>
        </MenuItem>
        <MenuItem icon={<Info aria-hidden />} onClick={() => showDetails(message)}>
          <Trans>Details</Trans>
        </MenuItem>
      </Menu>
    </div>
  );
}
